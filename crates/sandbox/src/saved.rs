//! Saved sessions as bytes: what they are of, and a checksum, in front of the pages.

use sha2::{Digest, Sha256};

use crate::failure::{Failure, FailureKind};
use crate::image::Changes;

/// The first bytes of every saved session. Behind them is the version of its format.
const MAGIC: &[u8] = b"wasi-py session";
const VERSION: u8 = 1;
const HASH_BYTES: usize = 32;
const END_BYTES: usize = size_of::<u64>();

/// Seals what an instance of the component with this hash has changed.
pub(crate) fn seal(component: &[u8; HASH_BYTES], changes: &Changes) -> Vec<u8> {
    let end = changes.end.to_le_bytes();
    let checksum = Sha256::new_with_prefix(end).chain_update(&changes.packed);
    let checksum = checksum.finalize();
    [
        MAGIC,
        &[VERSION],
        component,
        &checksum,
        &end,
        &changes.packed,
    ]
    .concat()
}

/// Opens what was sealed.
///
/// # Errors
/// When it is something else, damaged, of another version or of another component.
pub(crate) fn open(component: &[u8; HASH_BYTES], bytes: &[u8]) -> Result<Changes, Failure> {
    let damaged = || {
        let message = "the saved session is damaged, or is none";
        Failure::of_host(FailureKind::Damaged, message)
    };
    let bytes = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let (&version, bytes) = bytes.split_first().ok_or_else(damaged)?;
    if version != VERSION {
        let message = format!(
            "the saved session has version {version} of the format, and this is version {VERSION}\n\
             = help: restore it by the version of the package that saved it"
        );
        return Err(Failure::of_host(FailureKind::OtherVersion, message));
    }
    let (saved_component, bytes) = bytes.split_first_chunk().ok_or_else(damaged)?;
    let (checksum, sealed) = bytes
        .split_first_chunk::<HASH_BYTES>()
        .ok_or_else(damaged)?;
    if checksum[..] != Sha256::digest(sealed)[..] {
        return Err(damaged());
    }
    if saved_component != component {
        let message = "the saved session is one of another component\n\
                       = help: restore it by the version of the package that saved it";
        return Err(Failure::of_host(FailureKind::OtherComponent, message));
    }
    let (end, packed) = sealed
        .split_first_chunk::<END_BYTES>()
        .ok_or_else(damaged)?;
    Ok(Changes {
        packed: packed.to_vec(),
        end: u64::from_le_bytes(*end),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPONENT: [u8; HASH_BYTES] = [7; HASH_BYTES];

    fn sealed() -> Vec<u8> {
        let changes = Changes {
            packed: vec![1, 2, 3],
            end: 1 << 32,
        };
        seal(&COMPONENT, &changes)
    }

    fn kind(bytes: &[u8]) -> Option<FailureKind> {
        open(&COMPONENT, bytes).err().map(|failure| failure.kind)
    }

    #[test]
    fn what_is_sealed_can_be_opened() {
        let changes = open(&COMPONENT, &sealed()).expect("opens");
        assert_eq!((changes.packed, changes.end), (vec![1, 2, 3], 1 << 32));
    }

    #[test]
    fn every_damage_is_found() {
        let sealed = sealed();
        for length in 0..sealed.len() {
            assert_eq!(
                kind(&sealed[..length]),
                Some(FailureKind::Damaged),
                "{length}"
            );
        }
        for place in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            let expected = match place {
                15 => FailureKind::OtherVersion,
                16..48 => FailureKind::OtherComponent,
                _ => FailureKind::Damaged,
            };
            assert_eq!(kind(&damaged), Some(expected), "{place}");
        }
    }
}
