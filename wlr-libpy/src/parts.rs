//! The software inside a component that links libpython: name, version and licence of each, for bills of
//! materials.

use crate::release::Release;
use crate::stamp::Stamp;

/// A piece of software that somebody publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name that its project uses.
    pub name: &'static str,
    /// The version, in the form that its project uses.
    pub version: String,
    /// The licence, as an SPDX expression.
    pub licence: &'static str,
}

/// The C libraries below CPython's extension modules: the crate that carries the source and whose version is
/// pinned, and that source.
const C_LIBRARIES: [(&str, &str, &str, &str); 4] = [
    ("bzip2-sys =0.1.13", "bzip2", "1.0.8", "bzip2-1.0.6"),
    ("liblzma-sys =0.4.9", "xz", "5.8.4", "0BSD"),
    ("libsqlite3-sys =0.40.0", "sqlite", "3.54.1", "blessing"),
    ("libz-sys =1.1.31", "zlib", "1.3.2", "Zlib"),
];

/// The parts that CPython's sources carry in the same version in every release of
/// [`RELEASES`](crate::release::RELEASES), as their `Misc/sbom.spdx.json` says.
pub const CARRIED: [(&str, &str, &str); 3] = [
    (
        "hacl-star",
        "bb3d0dc8d9d15a5cd51094d5b69e70aa09005ff0",
        "MIT",
    ),
    ("libb2", "0.98.1", "CC0-1.0"),
    ("mpdecimal", "2.5.1", "BSD-2-Clause"),
];

/// Lists everything inside the libpython with that stamp, the C library included, sorted by name.
#[must_use]
pub fn parts(release: &Release, stamp: &Stamp) -> Vec<Part> {
    let part = |name, version: &str, licence| Part {
        name,
        version: version.to_owned(),
        licence,
    };
    let mut parts = vec![
        part("cpython", &stamp.version, "PSF-2.0"),
        part("expat", release.expat, "MIT"),
        part(
            "wasi-libc",
            version_in(&stamp.libc),
            "Apache-2.0 WITH LLVM-exception AND MIT AND BSD-2-Clause AND CC0-1.0",
        ),
    ];
    let c_libraries = C_LIBRARIES.map(|(_, name, version, licence)| part(name, version, licence));
    parts.extend(c_libraries);
    parts.extend(CARRIED.map(|(name, version, licence)| part(name, version, licence)));
    parts.sort_by_key(|part| part.name);
    parts
}

/// Returns the version in a description: `0.0~git20260423` of `Debian wasi-libc 0.0~git20260423`.
fn version_in(description: &str) -> &str {
    description
        .rsplit_once(' ')
        .map_or(description, |(_, version)| version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::PINS;

    #[test]
    fn versions_are_those_of_the_pinned_crates() {
        let pinned: Vec<String> = PINS
            .iter()
            .map(|line| {
                let mut texts = line.split('"');
                let name = texts.next().and_then(|text| text.split(' ').next());
                format!("{} {}", name.expect("a name"), texts.next().expect("a pin"))
            })
            .collect();
        let known = C_LIBRARIES.map(|(pin, ..)| pin.to_owned());
        assert_eq!(
            pinned, known,
            "look up the version of the source in the new crate"
        );
    }

    #[test]
    fn version_of_the_c_library_is_the_last_word_about_it() {
        assert_eq!(version_in("Debian wasi-libc 0.0~git1-2"), "0.0~git1-2");
        assert_eq!(version_in("wasi-sdk-25"), "wasi-sdk-25");
    }
}
