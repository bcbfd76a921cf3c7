//! The writer of bundles, for build scripts. It sorts, and leaves out times and modes, so that equal files
//! give equal bytes.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use zstd::bulk::Compressor;

use crate::layout::MAGIC;

/// The strongest level of zstd: a bundle is packed once and shipped often.
const LEVEL: i32 = 22;
/// The size of all content from which a dictionary pays.
const DICTIONARY_MIN_CONTENT_BYTES: usize = 512 * 1024;
/// The size at which dictionary and files together are smallest, measured on the standard library (64 KiB to
/// 1 MiB were tried).
const DICTIONARY_BYTES: usize = 256 * 1024;

/// The error of writing a bundle.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file or folder could not be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        reason: io::Error,
    },
    /// A name that a bundle cannot hold.
    #[error("cannot bundle `{}`: its name is not UTF-8", .0.display())]
    Name(PathBuf),
    /// Two files have the same name.
    #[error("`{0}` is there twice")]
    Duplicate(String),
    /// The bundle outgrew its 32-bit layout.
    #[error("the bundle is larger than 4 GiB")]
    TooLarge,
    /// zstd failed.
    #[error("cannot compress: {0}")]
    Compress(#[source] io::Error),
}

/// A collection of files that is written as a bundle.
#[derive(Debug, Default)]
pub struct Packer {
    files: BTreeMap<String, Vec<u8>>,
}

impl Packer {
    /// Begins a bundle without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file; `name` uses `/` and has none in front.
    pub fn add(&mut self, name: impl Into<String>, content: Vec<u8>) -> Result<(), PackError> {
        let name = name.into();
        match self.files.insert(name.clone(), content) {
            None => Ok(()),
            Some(_) => Err(PackError::Duplicate(name)),
        }
    }

    /// Returns the bundle's bytes.
    pub fn finish(self) -> Result<Vec<u8>, PackError> {
        let dictionary = self.train_dictionary()?;
        let mut compressor =
            Compressor::with_dictionary(LEVEL, &dictionary).map_err(PackError::Compress)?;
        // Size and checksum of the content are not needed: the layout knows every length.
        compressor
            .include_checksum(false)
            .map_err(PackError::Compress)?;
        compressor
            .include_contentsize(false)
            .map_err(PackError::Compress)?;

        let mut sections = Sections::default();
        for (name, content) in &self.files {
            sections.push(name, content, &mut compressor)?;
        }
        sections.join(&dictionary)
    }

    fn train_dictionary(&self) -> Result<Vec<u8>, PackError> {
        let content_bytes: usize = self.files.values().map(Vec::len).sum();
        if content_bytes < DICTIONARY_MIN_CONTENT_BYTES {
            return Ok(Vec::new());
        }
        let samples: Vec<&[u8]> = self
            .files
            .values()
            .map(Vec::as_slice)
            .filter(|file| !file.is_empty())
            .collect();
        zstd::dict::from_samples(&samples, DICTIONARY_BYTES).map_err(PackError::Compress)
    }
}

/// The variable parts of a bundle while it grows.
#[derive(Default)]
struct Sections<'f> {
    entries: Vec<u8>,
    names: Vec<u8>,
    data: Vec<u8>,
    /// The stored range of each content: time zones and empty `__init__` files are many names for few
    /// contents.
    stored: HashMap<&'f [u8], (usize, usize)>,
    count: usize,
}

impl<'f> Sections<'f> {
    fn push(
        &mut self,
        name: &str,
        content: &'f [u8],
        compressor: &mut Compressor<'_>,
    ) -> Result<(), PackError> {
        let (data_start, stored_bytes) = match self.stored.get(content) {
            Some(place) => *place,
            None => self.store(content, compressor)?,
        };
        for number in [
            self.names.len(),
            name.len(),
            data_start,
            stored_bytes,
            content.len(),
        ] {
            push_word(&mut self.entries, number)?;
        }
        self.names.extend_from_slice(name.as_bytes());
        self.count += 1;
        Ok(())
    }

    fn store(
        &mut self,
        content: &'f [u8],
        compressor: &mut Compressor<'_>,
    ) -> Result<(usize, usize), PackError> {
        let compressed = compressor.compress(content).map_err(PackError::Compress)?;
        let smaller = if compressed.len() < content.len() {
            compressed.as_slice()
        } else {
            content
        };
        let place = (self.data.len(), smaller.len());
        self.data.extend_from_slice(smaller);
        self.stored.insert(content, place);
        Ok(place)
    }

    fn join(self, dictionary: &[u8]) -> Result<Vec<u8>, PackError> {
        let mut bytes = MAGIC.to_vec();
        for number in [self.count, self.names.len(), dictionary.len()] {
            push_word(&mut bytes, number)?;
        }
        for section in [&self.entries, &self.names, dictionary, &self.data] {
            bytes.extend_from_slice(section);
        }
        Ok(bytes)
    }
}

fn push_word(bytes: &mut Vec<u8>, number: usize) -> Result<(), PackError> {
    let number = u32::try_from(number).map_err(|_| PackError::TooLarge)?;
    bytes.extend_from_slice(&number.to_le_bytes());
    Ok(())
}

/// Lists the files below `root` for which `keep` says yes: `/`-separated name and path, sorted. `keep` is
/// asked about folders as well, and one that it refuses is not entered.
pub fn files_below(
    root: &Path,
    keep: &dyn Fn(&str) -> bool,
) -> Result<Vec<(String, PathBuf)>, PackError> {
    let mut files = Vec::new();
    collect(root, "", keep, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(
    folder: &Path,
    prefix: &str,
    keep: &dyn Fn(&str) -> bool,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), PackError> {
    let unreadable = |reason| PackError::Read {
        path: folder.to_owned(),
        reason,
    };
    for child in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = child.map_err(unreadable)?.path();
        let part = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| PackError::Name(path.clone()))?;
        let name = format!("{prefix}{part}");
        if !keep(&name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{name}/"), keep, files)?;
        } else {
            files.push((name, path));
        }
    }
    Ok(())
}

/// Reads a file, or returns an error that names it.
pub fn read(path: &Path) -> Result<Vec<u8>, PackError> {
    std::fs::read(path).map_err(|reason| PackError::Read {
        path: path.to_owned(),
        reason,
    })
}
