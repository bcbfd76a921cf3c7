//! Names for results, made from everything that decides them, so that a changed recipe is never mistaken for
//! its predecessor. The compiler is not part of the name: the stamp records it.

use sha2::{Digest, Sha256};

use crate::assertions::Assertions;
use crate::release::Release;
use crate::stamp::hex;
use crate::target::Target;

/// The file that decides the native helper.
const NATIVE_SOURCE: &str = include_str!("make/cpython.rs");

/// The files that, together with that one, decide the content of libpython.
const SOURCES: [&str; 6] = [
    include_str!("make/artifact.rs"),
    include_str!("make/clibs.mk"),
    include_str!("make/configure.site"),
    include_str!("make/optimise.rs"),
    include_str!("make/recursion.rs"),
    include_str!("make/sysconfig.py"),
];

/// The hash of `profile/python.profdata.xz`, which decides it too. The file itself would be in every build
/// script.
const PROFILE_SHA256: &str = "8a64d297d7fa9cdc088232dcfabcd37a60d386703d6d12353f2a9db91029952d";

/// The file that decides the native reference.
#[cfg(feature = "make")]
const REFERENCE_SOURCE: &str = include_str!("make/reference.rs");

/// The crates that carry the C sources, in the order of [`PINS`].
#[cfg(any(test, feature = "make"))]
pub(crate) const C_SOURCES: [&str; 4] = ["bzip2-sys", "liblzma-sys", "libsqlite3-sys", "libz-sys"];

/// The lines of this crate's manifest that pin `C_SOURCES`, in that order. They are repeated since cargo
/// writes the manifest in other words when it packages the crate, which must not make another libpython.
pub(crate) const PINS: [&str; 4] = [
    "bzip2-sys = { version = \"=0.1.13\", default-features = false }",
    "liblzma-sys = { version = \"=0.4.9\", default-features = false }",
    "libsqlite3-sys = { version = \"=0.40.0\", default-features = false }",
    "libz-sys = { version = \"=1.1.31\", default-features = false }",
];

/// Names a libpython: 16 hexadecimal digits.
pub(crate) fn key(release: &Release, target: Target, assertions: Assertions) -> String {
    let sources = [NATIVE_SOURCE].into_iter().chain(SOURCES);
    let sources = sources.map(without_tests);
    digest(
        release,
        sources
            .chain([PROFILE_SHA256])
            .chain(PINS)
            .chain([target.name(), assertions.suffix()]),
    )
}

/// Names a native helper, which all targets share: 16 hexadecimal digits.
#[cfg(feature = "make")]
pub(crate) fn native_key(release: &Release) -> String {
    digest(release, [without_tests(NATIVE_SOURCE)].into_iter())
}

/// Names a native reference: 16 hexadecimal digits.
#[cfg(feature = "make")]
pub(crate) fn reference_key(release: &Release) -> String {
    digest(release, [without_tests(REFERENCE_SOURCE)].into_iter())
}

/// Names the files that extension modules of a libpython are compiled with: 16 hexadecimal digits.
#[cfg(feature = "make")]
pub(crate) fn development_key(
    release: &Release,
    target: Target,
    assertions: Assertions,
    recipe: [&'static str; 2],
) -> String {
    let libpython = key(release, target, assertions);
    let mut hash = Sha256::new();
    for part in [libpython.as_str()].into_iter().chain(recipe) {
        hash.update(part);
        hash.update([0]);
    }
    hex(&hash.finalize())[..16].to_owned()
}

fn digest(release: &Release, parts: impl Iterator<Item = &'static str>) -> String {
    let mut hash = Sha256::new();
    hash.update(release.packed_at_s.to_le_bytes());
    let release = [release.version, release.sha256];
    for part in release.into_iter().chain(parts) {
        hash.update(part);
        hash.update([0]);
    }
    hex(&hash.finalize())[..16].to_owned()
}

fn without_tests(source: &'static str) -> &'static str {
    source
        .split_once("\n#[cfg(test)]")
        .map_or(source, |(recipe, _)| recipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::RELEASES;

    #[test]
    fn every_c_source_is_pinned_exactly_and_in_the_manifest() {
        let manifest: Vec<_> = include_str!("../Cargo.toml").lines().collect();
        for (name, pin) in C_SOURCES.into_iter().zip(PINS) {
            assert!(
                pin.starts_with(&format!("{name} = {{ version = \"=")),
                "{pin}"
            );
            assert!(manifest.contains(&pin), "{pin}");
        }
    }

    #[test]
    fn profile_is_the_one_that_the_key_names() {
        let profile = include_bytes!("../profile/python.profdata.xz");
        assert_eq!(hex(&Sha256::digest(profile)), PROFILE_SHA256);
    }

    #[test]
    fn another_target_or_release_is_another_key_and_so_are_assertions() {
        let keys = [
            key(&RELEASES[0], Target::Wasip1, Assertions::Off),
            key(&RELEASES[0], Target::Wasip2, Assertions::Off),
            key(&RELEASES[1], Target::Wasip1, Assertions::Off),
            key(&RELEASES[1], Target::Wasip2, Assertions::Off),
            key(&RELEASES[1], Target::Wasip2, Assertions::On),
        ];
        for (index, key) in keys.iter().enumerate() {
            assert_eq!(key.len(), 16);
            assert!(!keys[index + 1..].contains(key), "{keys:?}");
        }
    }

    #[test]
    fn tests_are_no_part_of_the_recipe() {
        assert_eq!(
            without_tests("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"),
            "fn a() {}\n"
        );
    }
}
