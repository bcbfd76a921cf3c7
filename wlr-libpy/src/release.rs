//! The releases of CPython that can be built: one row each in one table.

use std::ffi::OsString;

use crate::environment::VERSION_VARIABLE;
use crate::error::{LibpyError, listed};

/// A release of CPython.
#[derive(Debug, PartialEq, Eq)]
pub struct Release {
    /// The version: `3.13.15`.
    pub version: &'static str,
    /// The hash of `Python-{version}.tar.xz` as python.org publishes it, in lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// The time of the newest file in the tarball, in seconds since 1970. The interpreter gives it as the
    /// date of its build.
    pub packed_at_s: u64,
    /// The version of expat that it carries.
    pub expat: &'static str,
}

/// All releases, the default one first.
pub const RELEASES: [Release; 2] = [
    Release {
        version: "3.13.15",
        sha256: "1e66a7945a48390ee4c2a4268a0e4185884059a13c4aab6d148aa208deea4a76",
        packed_at_s: 1_785_932_743,
        expat: "2.8.2",
    },
    Release {
        version: "3.13.5",
        sha256: "93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640",
        packed_at_s: 1_749_656_217,
        expat: "2.7.1",
    },
];

impl Release {
    /// Returns the release that [`VERSION_VARIABLE`] selects, else the first row.
    ///
    /// # Errors
    /// [`LibpyError::UnknownVersion`] when the table has no such row.
    pub fn wanted() -> Result<&'static Self, LibpyError> {
        Self::wanted_by(std::env::var_os(VERSION_VARIABLE))
    }

    /// Returns the release that the variable's value selects, like [`Release::wanted`].
    pub(crate) fn wanted_by(value: Option<OsString>) -> Result<&'static Self, LibpyError> {
        match value.filter(|value| !value.is_empty()) {
            Some(version) => Self::named(&version.to_string_lossy()),
            None => Ok(&RELEASES[0]),
        }
    }

    /// Returns the row of a version.
    ///
    /// # Errors
    /// [`LibpyError::UnknownVersion`] when the table has no such row.
    pub fn named(version: &str) -> Result<&'static Self, LibpyError> {
        RELEASES
            .iter()
            .find(|release| release.version == version)
            .ok_or_else(|| LibpyError::UnknownVersion {
                version: version.to_owned(),
                known: known_versions(),
            })
    }

    /// Returns the part of the version that names folders and libraries: `3.13`.
    #[must_use]
    pub fn minor(&self) -> &'static str {
        self.version
            .rsplit_once('.')
            .map_or(self.version, |(minor, _)| minor)
    }
}

impl Release {
    /// Returns the environment markers of PEP 508 that this Python has on WASI. Requirements of packages are
    /// judged by them.
    #[must_use]
    pub fn markers(&self) -> [(&'static str, &'static str); 11] {
        [
            ("implementation_name", "cpython"),
            ("implementation_version", self.version),
            ("os_name", "posix"),
            ("platform_machine", "wasm32"),
            ("platform_python_implementation", "CPython"),
            ("platform_release", "0.0.0"),
            ("platform_system", "wasi"),
            ("platform_version", "0.0.0"),
            ("python_full_version", self.version),
            ("python_version", self.minor()),
            ("sys_platform", "wasi"),
        ]
    }
}

/// Lists the versions that can be built.
pub(crate) fn known_versions() -> String {
    listed(RELEASES.map(|release| release.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_version() {
        for release in &RELEASES {
            assert_eq!(Release::named(release.version).expect("known"), release);
            assert_eq!(release.sha256.len(), 64);
        }
    }

    #[test]
    fn minor_version_has_two_parts() {
        assert_eq!(RELEASES[0].minor(), "3.13");
    }

    #[test]
    fn unknown_version_is_refused_with_the_known_ones() {
        assert_eq!(
            Release::named("3.13").expect_err("no such row").to_string(),
            "don't know how to build CPython `3.13`\n\
             = help: set `WLR_LIBPY_VERSION` to `3.13.15` or `3.13.5`"
        );
    }
}
