//! The content of files, and the entries of folders in their order.

use std::collections::VecDeque;

use super::{Files, Handle, NULL, Opened};
use crate::path::INNER;
use crate::temporary::Id;
use crate::{Error, Kind, Root, Source};

impl<S: Source> Files<S> {
    /// Begins to list an open folder.
    ///
    /// # Errors
    /// [`Error::NotFolder`].
    pub fn list(&mut self, folder: Handle) -> Result<Handle, Error> {
        let Opened::Folder { root, path } = self.opened(folder)? else {
            return Err(Error::NotFolder);
        };
        let listed = match root {
            Root::Bundle => {
                let kind = |is_folder| if is_folder { Kind::Folder } else { Kind::File };
                let children = self.source.list(path).into_iter();
                children
                    .map(|(name, is_folder)| (name, kind(is_folder)))
                    .collect()
            }
            Root::Top => INNER
                .iter()
                .map(|root| (root.name().to_owned(), Kind::Folder))
                .collect(),
            Root::Temporary => self.temporary.list(path).into(),
            Root::Devices => VecDeque::from([(NULL.to_owned(), Kind::Device)]),
        };
        Ok(self.insert(Opened::Listing(listed)))
    }

    /// Returns the next entry of a folder; `None` at the end.
    ///
    /// # Errors
    /// [`Error::BadDescriptor`].
    pub fn next_listed(&mut self, listing: Handle) -> Result<Option<(String, Kind)>, Error> {
        match self.opened_mut(listing)? {
            Opened::Listing(listed) => Ok(listed.pop_front()),
            _ => Err(Error::BadDescriptor),
        }
    }

    /// Reads an open file: at most `bytes` bytes from `offset` on.
    ///
    /// # Errors
    /// [`Error::IsFolder`]; [`Error::BadDescriptor`] if it is not open for that.
    pub fn read(&self, file: Handle, offset: u64, bytes: u64) -> Result<&[u8], Error> {
        let content = match self.opened(file)? {
            Opened::Bundled { content, .. } => content,
            Opened::Temporary {
                id, reads: true, ..
            } => {
                let node = self.temporary.node(*id).ok_or(Error::BadDescriptor)?;
                node.content.as_ref().ok_or(Error::IsFolder)?
            }
            Opened::Null => return Ok(&[]),
            Opened::Folder { .. } => return Err(Error::IsFolder),
            _ => return Err(Error::BadDescriptor),
        };
        let index = |place: u64| {
            usize::try_from(place).map_or(content.len(), |place| place.min(content.len()))
        };
        Ok(&content[index(offset)..index(offset.saturating_add(bytes))])
    }

    /// Writes at `offset` and returns how many bytes were taken.
    ///
    /// # Errors
    /// [`Error::NoSpace`]; [`Error::BadDescriptor`] if it is not open for that.
    pub fn write(&mut self, file: Handle, offset: u64, bytes: &[u8]) -> Result<usize, Error> {
        let now = (self.clock)();
        match self.written(file)? {
            Some(id) => self.temporary.write(id, offset, bytes, now),
            None => Ok(bytes.len()),
        }
    }

    /// Returns the file that a handle writes to; `None` for the device.
    fn written(&self, file: Handle) -> Result<Option<Id>, Error> {
        match self.opened(file)? {
            Opened::Temporary {
                id, writes: true, ..
            } => Ok(Some(*id)),
            Opened::Null => Ok(None),
            _ => Err(Error::BadDescriptor),
        }
    }

    /// Cuts an open file, or fills it up with zeroes.
    ///
    /// # Errors
    /// As `ftruncate` does in POSIX.
    pub fn set_size(&mut self, file: Handle, bytes: u64) -> Result<(), Error> {
        let now = (self.clock)();
        match self.written(file) {
            Ok(Some(id)) => self.temporary.set_size(id, bytes, now),
            Ok(None) | Err(_) => Err(Error::Invalid),
        }
    }

    /// Begins to read an open file at `offset`.
    ///
    /// # Errors
    /// As for [`Files::read`].
    pub fn reader(&mut self, file: Handle, offset: u64) -> Result<Handle, Error> {
        self.read(file, offset, 0)?;
        Ok(self.insert(Opened::Reader { file, offset }))
    }

    /// Reads on from a reader: at most `bytes` bytes, none at the end.
    ///
    /// # Errors
    /// As for [`Files::read`].
    pub fn read_next(&mut self, reader: Handle, bytes: u64) -> Result<&[u8], Error> {
        let Opened::Reader { file, offset } = *self.opened(reader)? else {
            return Err(Error::BadDescriptor);
        };
        let length = self.read(file, offset, bytes)?.len() as u64;
        if let Opened::Reader { offset, .. } = self.opened_mut(reader)? {
            *offset += length;
        }
        self.read(file, offset, length)
    }

    /// Begins to write to an open file at `offset`, or always at its end without one.
    ///
    /// # Errors
    /// As for [`Files::write`].
    pub fn writer(&mut self, file: Handle, offset: Option<u64>) -> Result<Handle, Error> {
        self.written(file)?;
        Ok(self.insert(Opened::Writer { file, offset }))
    }

    /// Returns the number of bytes that a writer takes.
    ///
    /// # Errors
    /// As for [`Files::write`].
    pub fn writable_bytes(&self, writer: Handle) -> Result<u64, Error> {
        let (file, offset) = self.place(writer)?;
        match self.written(file)? {
            Some(id) => Ok(self.temporary.writable_bytes(id, offset)),
            None => Ok(u64::MAX),
        }
    }

    /// Writes at the position of a writer.
    ///
    /// # Errors
    /// As for [`Files::write`].
    pub fn write_next(&mut self, writer: Handle, bytes: &[u8]) -> Result<usize, Error> {
        let (file, offset) = self.place(writer)?;
        let written = self.write(file, offset, bytes)?;
        if let Opened::Writer {
            offset: Some(offset),
            ..
        } = self.opened_mut(writer)?
        {
            *offset += written as u64;
        }
        Ok(written)
    }

    /// Returns the position of a writer.
    fn place(&self, writer: Handle) -> Result<(Handle, u64), Error> {
        match *self.opened(writer)? {
            Opened::Writer {
                file,
                offset: Some(offset),
            } => Ok((file, offset)),
            Opened::Writer { file, offset: None } => Ok((file, self.status(file)?.size_bytes)),
            _ => Err(Error::BadDescriptor),
        }
    }
}
