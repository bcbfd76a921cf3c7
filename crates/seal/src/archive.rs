//! The symbols that a static library defines, as the index at its beginning says.

use std::collections::BTreeSet;

const MAGIC: &[u8] = b"!<arch>\n";
const HEADER_BYTES: usize = 60;

/// Returns the symbols that an archive defines. One without an index defines nothing that a linker finds.
#[must_use]
pub fn defined_in(archive: &[u8]) -> BTreeSet<String> {
    index(archive).and_then(names).unwrap_or_default()
}

/// Returns the first member if it is the index.
fn index(archive: &[u8]) -> Option<&[u8]> {
    let rest = archive.strip_prefix(MAGIC)?;
    let (header, rest) = rest.split_at_checked(HEADER_BYTES)?;
    if header[..16].trim_ascii() != b"/" {
        return None;
    }
    let size = std::str::from_utf8(&header[48..58]).ok()?;
    rest.get(..size.trim().parse().ok()?)
}

/// Reads the names after the number of symbols and as many positions.
fn names(index: &[u8]) -> Option<BTreeSet<String>> {
    let (count, rest) = index.split_first_chunk()?;
    let count = usize::try_from(u32::from_be_bytes(*count)).ok()?;
    let names = rest.get(count.checked_mul(4)?..)?;
    let names = names.split(|byte| *byte == 0).take(count);
    let names = names.map(|name| String::from_utf8_lossy(name).into_owned());
    Some(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        let header = format!("{name:<16}{:<32}{:<10}`\n", "", content.len());
        [MAGIC, header.as_bytes(), content].concat()
    }

    #[test]
    fn names_of_the_index_are_returned() {
        let index = [&[0, 0, 0, 2][..], &[0; 8], b"malloc\0free\0"].concat();
        let names = defined_in(&archive("/", &index));
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["free", "malloc"]);
    }

    #[test]
    fn what_has_no_index_defines_nothing() {
        assert!(defined_in(&archive("a.o/", b"")).is_empty());
        assert!(defined_in(b"no archive").is_empty());
        assert!(defined_in(&archive("/", &[0xff; 4])).is_empty());
    }
}
