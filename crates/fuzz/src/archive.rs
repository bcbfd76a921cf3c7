//! The reader of the embedded archive. No bytes make it panic or take memory without end, and packed files
//! are read back unchanged.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use wasi_py_bundle::packer::Packer;
use wasi_py_bundle::{Bundle, Unpacker};

/// The limit for unpacked files, enough for some of a few kilobytes, however well they are packed: one input
/// must not take seconds.
const UNPACKED_BYTES: usize = 64 << 20;

/// Reads `data` as an archive, and as files that are packed into an archive, whole and damaged.
///
/// # Panics
/// When the reader does, or a file does not come back as it was.
pub fn check(data: &[u8]) {
    read_all(data);
    let _ = check_packed(&mut Unstructured::new(data));
}

/// Calls everything that an archive offers.
fn read_all(bytes: &[u8]) {
    let Ok(bundle) = Bundle::open(bytes) else {
        return;
    };
    assert!(bundle.packed_bytes() <= bytes.len());
    let (mut unpacker, mut unpacked_bytes) = (Unpacker::new(bundle), 0);
    for entry in bundle.iter() {
        let folder = entry.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        bundle.is_folder(folder);
        bundle.list(folder);
        bundle.get(entry.name);
        if let Ok(content) = unpacker.read(&entry) {
            assert_eq!(content.len(), entry.size_bytes);
            unpacked_bytes += content.len();
        }
        if unpacked_bytes > UNPACKED_BYTES {
            break;
        }
    }
}

fn check_packed(input: &mut Unstructured<'_>) -> Result<()> {
    let files = files(input)?;
    let mut bytes = pack(&files);
    check_content(&bytes, &files);
    for _ in 0..input.int_in_range(1..=4)? {
        let at = input.choose_index(bytes.len())?;
        bytes[at] = input.arbitrary()?;
    }
    read_all(&bytes);
    bytes.truncate(input.int_in_range(0..=bytes.len())?);
    read_all(&bytes);
    Ok(())
}

fn files(input: &mut Unstructured<'_>) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for _ in 0..input.int_in_range(0..=5)? {
        let name = input.arbitrary::<&str>()?.to_owned();
        let content = input.arbitrary::<&[u8]>()?;
        files.insert(name, content.repeat(input.int_in_range(1..=20)?));
    }
    Ok(files)
}

fn pack(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut packer = Packer::new();
    for (name, content) in files {
        let added = packer.add(name.as_str(), content.clone());
        added.unwrap_or_else(|error| panic!("{error}"));
    }
    packer.finish().unwrap_or_else(|error| panic!("{error}"))
}

fn check_content(bytes: &[u8], files: &BTreeMap<String, Vec<u8>>) {
    let bundle = Bundle::open(bytes).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(bundle.len(), files.len());
    assert_eq!(bundle.packed_bytes(), bytes.len());
    let mut unpacker = Unpacker::new(bundle);
    for (name, content) in files {
        let entry = bundle.get(name);
        let entry = entry.unwrap_or_else(|| panic!("`{name}` is missing"));
        let read = unpacker.read(&entry);
        assert_eq!(&read.unwrap_or_else(|error| panic!("{error}")), content);
    }
}
