//! The layout of a bundle. All numbers are little-endian `u32`.
//!
//! ```text
//! magic | entries (count) | names_bytes | dictionary_bytes
//! entry * count: name_start name_bytes data_start stored_bytes size_bytes
//! names | dictionary | data
//! ```
//!
//! Entries are sorted by name, so that a folder is one contiguous range. Starts are relative to their
//! section. An entry whose `stored_bytes` equals its `size_bytes` is stored as it is, any other is one zstd
//! frame.

/// The first bytes of a bundle. The digit changes with the layout.
pub(crate) const MAGIC: &[u8; 4] = b"WPB1";
/// Length of a number.
pub(crate) const WORD_BYTES: usize = 4;
/// Length of the magic and the three numbers behind it.
pub(crate) const HEADER_BYTES: usize = 4 * WORD_BYTES;
/// Length of an entry.
pub(crate) const ENTRY_BYTES: usize = 5 * WORD_BYTES;
