//! The archives of libpython that somebody has made before: their names, and the hashes that are on record.

use crate::assertions::Assertions;
use crate::recipe;
use crate::release::Release;
use crate::target::Target;

/// The hashes of released archives, as `sha256sum` writes them. `cargo xtask dist --record` writes the file.
const RECORD: &str = include_str!("../prebuilt.sha256");

/// Returns the name of the archive of a libpython. It has everything that decides the content.
///
/// The kind of machine is one of that, since the native Python is in it that compiles bytecode.
#[must_use]
pub fn archive_name(release: &Release, target: Target, assertions: Assertions) -> String {
    let key = recipe::key(release, target, assertions);
    format!(
        "libpython-{}-{target}-{key}{}-on-{}-{}.tar.zst",
        release.version,
        assertions.suffix(),
        std::env::consts::ARCH,
        std::env::consts::OS
    )
}

/// Returns the hash that is on record for an archive, in lower-case hexadecimal digits.
#[must_use]
pub fn recorded_sha256(name: &str) -> Option<&'static str> {
    sha256_in(RECORD, name)
}

/// Looks up a name among lines of a hash, two spaces and a name.
pub(crate) fn sha256_in<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = record.lines().filter_map(|line| line.split_once("  "));
    lines.find_map(|(sha256, known)| (known == name).then_some(sha256))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::RELEASES;

    #[test]
    fn name_has_all_that_decides_the_content() {
        let name = archive_name(&RELEASES[0], Target::Wasip2, Assertions::Off);
        assert!(
            name.starts_with("libpython-3.13.15-wasm32-wasip2-"),
            "{name}"
        );
        let others = [
            archive_name(&RELEASES[1], Target::Wasip2, Assertions::Off),
            archive_name(&RELEASES[0], Target::Wasip1, Assertions::Off),
            archive_name(&RELEASES[0], Target::Wasip2, Assertions::On),
        ];
        assert!(!others.contains(&name), "{others:?}");
    }

    #[test]
    fn hash_is_found_by_the_whole_name() {
        let record = "aa  one.tar.zst\nbb  one.tar.zst.old\n";
        assert_eq!(sha256_in(record, "one.tar.zst"), Some("aa"));
        assert_eq!(sha256_in(record, "one.tar"), None);
    }

    #[test]
    fn every_line_on_record_is_a_hash_and_an_archive() {
        for line in RECORD.lines() {
            let (sha256, name) = line.split_once("  ").expect("two columns");
            assert!(name.ends_with(".tar.zst"), "{line}");
            assert_eq!(sha256.len(), 64, "{line}");
            assert!(
                sha256.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{line}"
            );
        }
    }
}
