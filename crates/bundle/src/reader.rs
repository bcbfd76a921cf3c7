//! The reader of bundles, which looks up, lists and unpacks files. It trusts nothing in the bytes: a damaged
//! bundle is an error.

use std::cmp::Ordering;

use ruzstd::decoding::{Dictionary, FrameDecoder};

use crate::layout::{ENTRY_BYTES, HEADER_BYTES, MAGIC, WORD_BYTES};

/// The most bytes that a byte of a zstd frame can stand for. A block has at most 128 KiB, and takes four
/// bytes at least.
const MOST_BYTES_PER_STORED_BYTE: usize = (128 << 10) / 4;

/// An opened bundle: borrowed bytes and the starts of their sections.
#[derive(Clone, Copy, Debug)]
pub struct Bundle<'a> {
    entries: &'a [u8],
    names: &'a [u8],
    dictionary: &'a [u8],
    data: &'a [u8],
}

/// A file in a bundle.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The path inside the bundle, with `/` between its parts and none in front.
    pub name: &'a str,
    /// Length of the content.
    pub size_bytes: usize,
    stored: &'a [u8],
}

/// The error of opening bytes that are not a bundle.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// The magic is missing.
    #[error("not a bundle: it does not begin with `WPB1`")]
    Magic,
    /// A section reaches beyond the end.
    #[error(
        "the bundle is truncated: expected at least {expected_bytes} bytes, found {found_bytes}"
    )]
    Truncated {
        /// The number of bytes that the header asks for.
        expected_bytes: usize,
        /// The number of bytes that there are.
        found_bytes: usize,
    },
}

/// The error of unpacking a file.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The dictionary of the bundle is damaged.
    #[error("the bundle's dictionary is damaged: {0}")]
    Dictionary(String),
    /// There is no memory for the content.
    #[error("out of memory")]
    OutOfMemory,
    /// The content is damaged.
    #[error("`{name}` is damaged: {reason}")]
    Content {
        /// The file.
        name: String,
        /// The error of the decoder.
        reason: String,
    },
}

impl<'a> Bundle<'a> {
    /// Opens a bundle. It reads the header only, so the cost is the same for every size.
    pub fn open(bytes: &'a [u8]) -> Result<Self, OpenError> {
        if !bytes.starts_with(MAGIC) {
            return Err(OpenError::Magic);
        }
        let truncated = |expected_bytes| OpenError::Truncated {
            expected_bytes,
            found_bytes: bytes.len(),
        };
        let (header, rest) = bytes
            .split_at_checked(HEADER_BYTES)
            .ok_or_else(|| truncated(HEADER_BYTES))?;
        let lengths = [
            word(header, 1).saturating_mul(ENTRY_BYTES),
            word(header, 2),
            word(header, 3),
        ];
        let expected_bytes = lengths
            .iter()
            .fold(HEADER_BYTES, |sum, length| sum.saturating_add(*length));
        if expected_bytes > bytes.len() {
            return Err(truncated(expected_bytes));
        }
        let (entries, rest) = rest.split_at(lengths[0]);
        let (names, rest) = rest.split_at(lengths[1]);
        let (dictionary, data) = rest.split_at(lengths[2]);
        Ok(Self {
            entries,
            names,
            dictionary,
            data,
        })
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.entries.len() / ENTRY_BYTES
    }

    /// Tells whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the length of the bundle itself. The bytes that it was opened from may go on behind it.
    pub fn packed_bytes(&self) -> usize {
        let start = self.data.as_ptr() as usize;
        let ends = self
            .iter()
            .map(|entry| entry.stored.as_ptr() as usize + entry.stored.len() - start);
        HEADER_BYTES
            + self.entries.len()
            + self.names.len()
            + self.dictionary.len()
            + ends.max().unwrap_or(0)
    }

    /// Finds a file by its name.
    pub fn get(&self, name: &str) -> Option<Entry<'a>> {
        let entry = self
            .entry(self.lower_bound(name))
            .filter(|entry| entry.name == name)?;
        Some(entry)
    }

    /// Tells whether a file lies below that folder. The root is the empty name.
    pub fn is_folder(&self, folder: &str) -> bool {
        self.below(&prefix_of(folder)).next().is_some()
    }

    /// Lists a folder: each name in it, with `true` for a folder, sorted by name.
    pub fn list(&self, folder: &str) -> Vec<(&'a str, bool)> {
        let prefix = prefix_of(folder);
        let mut children: Vec<(&str, bool)> = self
            .below(&prefix)
            .map(|entry| match entry.name[prefix.len()..].split_once('/') {
                Some((child, _)) => (child, true),
                None => (&entry.name[prefix.len()..], false),
            })
            .collect();
        // `a.py` stands between `a/b` and `ab` in the order of whole names, so the order of children is
        // another.
        children.sort_unstable();
        children.dedup();
        children
    }

    /// Returns every file, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'a>> + '_ {
        (0..self.len()).map_while(|index| self.entry(index))
    }

    fn below<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = Entry<'a>> + 's {
        (self.lower_bound(prefix)..self.len())
            .map_while(|index| self.entry(index))
            .take_while(move |entry| entry.name.starts_with(prefix))
    }

    /// Returns the index of the first entry whose name is not before `name`.
    fn lower_bound(&self, name: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self
                .entry(middle)
                .map_or(Ordering::Greater, |entry| entry.name.cmp(name));
            match found {
                Ordering::Less => low = middle + 1,
                Ordering::Equal | Ordering::Greater => high = middle,
            }
        }
        low
    }

    /// Reads an entry. Returns `None` beyond the end, and for one that points outside its sections.
    fn entry(&self, index: usize) -> Option<Entry<'a>> {
        let start = index.checked_mul(ENTRY_BYTES)?;
        let row = self.entries.get(start..start.checked_add(ENTRY_BYTES)?)?;
        let name = slice(self.names, word(row, 0), word(row, 1))?;
        Some(Entry {
            name: std::str::from_utf8(name).ok()?,
            stored: slice(self.data, word(row, 2), word(row, 3))?,
            size_bytes: word(row, 4),
        })
    }
}

/// An unpacker of one bundle. It keeps the decoder, whose tables cost more than a small file.
pub struct Unpacker<'a> {
    bundle: Bundle<'a>,
    decoder: Option<FrameDecoder>,
}

impl<'a> Unpacker<'a> {
    /// Prepares to unpack files of `bundle`. Nothing is set up before the first file that needs it.
    pub fn new(bundle: Bundle<'a>) -> Self {
        Self {
            bundle,
            decoder: None,
        }
    }

    /// Returns the bundle that it unpacks.
    pub fn bundle(&self) -> Bundle<'a> {
        self.bundle
    }

    /// Unpacks a file of this bundle.
    pub fn read(&mut self, entry: &Entry<'_>) -> Result<Vec<u8>, ReadError> {
        let damaged = |reason: String| ReadError::Content {
            name: entry.name.to_owned(),
            reason,
        };
        // Checked before memory is reserved: a few bytes must not make the reader take gigabytes.
        let most_bytes = entry
            .stored
            .len()
            .saturating_mul(MOST_BYTES_PER_STORED_BYTE);
        if entry.size_bytes > most_bytes {
            return Err(damaged(format!(
                "expected {} bytes, found no more than {most_bytes} in so short a frame",
                entry.size_bytes
            )));
        }
        // One byte more than expected, so that a frame that lies about its length is noticed and not cut off.
        let mut content = Vec::new();
        content
            .try_reserve_exact(entry.size_bytes.saturating_add(1))
            .map_err(|_| ReadError::OutOfMemory)?;
        if entry.stored.len() == entry.size_bytes {
            content.extend_from_slice(entry.stored);
            return Ok(content);
        }
        content.resize(entry.size_bytes + 1, 0);
        let found_bytes = self
            .decoder()?
            .decode_all(entry.stored, &mut content)
            .map_err(|error| damaged(error.to_string()))?;
        if found_bytes != entry.size_bytes {
            return Err(damaged(format!(
                "expected {} bytes, found {found_bytes}",
                entry.size_bytes
            )));
        }
        content.truncate(found_bytes);
        Ok(content)
    }

    fn decoder(&mut self) -> Result<&mut FrameDecoder, ReadError> {
        if self.decoder.is_none() {
            let mut decoder = FrameDecoder::new();
            if !self.bundle.dictionary.is_empty() {
                let damaged =
                    |error: &dyn std::fmt::Display| ReadError::Dictionary(error.to_string());
                let dictionary = Dictionary::decode_dict(self.bundle.dictionary)
                    .map_err(|error| damaged(&error))?;
                decoder
                    .add_dict(dictionary)
                    .map_err(|error| damaged(&error))?;
            }
            self.decoder = Some(decoder);
        }
        self.decoder
            .as_mut()
            .ok_or_else(|| ReadError::Dictionary("no decoder".to_owned()))
    }
}

fn prefix_of(folder: &str) -> String {
    if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    }
}

fn word(row: &[u8], index: usize) -> usize {
    let start = index * WORD_BYTES;
    let bytes: [u8; WORD_BYTES] = std::array::from_fn(|offset| row[start + offset]);
    u32::from_le_bytes(bytes) as usize
}

fn slice(section: &[u8], start: usize, length: usize) -> Option<&[u8]> {
    section.get(start..start.checked_add(length)?)
}
