//! Changes of the tree: creating, moving and removing files and folders, and setting their times.

use super::{Files, Handle, Opened};
use crate::temporary::Id;
use crate::{Error, Kind, NewTime, Root, Source};

impl<S: Source> Files<S> {
    /// Creates a folder.
    ///
    /// # Errors
    /// As `mkdir` does in POSIX.
    pub fn create_folder_at(&mut self, base: Handle, path: &str) -> Result<(), Error> {
        let (root, at) = self.resolve(base, path)?;
        if self.kind(root, &at.path).is_some() {
            return Err(Error::Exists);
        }
        self.expect_free_place(root, &at.path)?;
        let now = (self.clock)();
        self.temporary.create(&at.path, None, now).map(drop)
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    /// As `rmdir` does in POSIX.
    pub fn remove_folder_at(&mut self, base: Handle, path: &str) -> Result<(), Error> {
        let (root, at) = self.resolve(base, path)?;
        match self.kind(root, &at.path) {
            None => Err(self.why_missing(root, &at.path)),
            Some(Kind::File | Kind::Device) => Err(Error::NotFolder),
            Some(Kind::Folder) if at.path.is_empty() => Err(Error::Busy),
            Some(Kind::Folder) if root != Root::Temporary => Err(Error::ReadOnly),
            Some(Kind::Folder) if !self.temporary.is_empty(&at.path) => Err(Error::NotEmpty),
            Some(Kind::Folder) => {
                self.temporary.unlink(&at.path, (self.clock)());
                Ok(())
            }
        }
    }

    /// Removes a name of a file. Open handles keep the file.
    ///
    /// # Errors
    /// As `unlink` does in POSIX.
    pub fn unlink_at(&mut self, base: Handle, path: &str) -> Result<(), Error> {
        let (root, at) = self.resolve(base, path)?;
        match self.kind(root, &at.path) {
            None => Err(self.why_missing(root, &at.path)),
            Some(Kind::Folder) => Err(Error::IsFolder),
            Some(Kind::File | Kind::Device) if at.is_written_as_folder => Err(Error::NotFolder),
            Some(Kind::Device) => Err(Error::NotPermitted),
            Some(Kind::File) if root != Root::Temporary => Err(Error::ReadOnly),
            Some(Kind::File) => {
                self.temporary.unlink(&at.path, (self.clock)());
                Ok(())
            }
        }
    }

    /// Moves a file or folder. A file replaces another one.
    ///
    /// # Errors
    /// As `rename` does in POSIX.
    pub fn rename_at(&mut self, from: (Handle, &str), to: (Handle, &str)) -> Result<(), Error> {
        let (root, old) = self.resolve(from.0, from.1)?;
        let (new_root, new) = self.resolve(to.0, to.1)?;
        let Some(kind) = self.kind(root, &old.path) else {
            return Err(self.why_missing(root, &old.path));
        };
        if root != new_root {
            return Err(Error::CrossDevice);
        }
        if old.path.is_empty() || new.path.is_empty() {
            return Err(Error::Busy);
        }
        if old.path == new.path {
            return Ok(());
        }
        if is_below(&new.path, &old.path) {
            return Err(Error::Invalid);
        }
        match (kind, self.kind(root, &new.path)) {
            (_, None) => self.expect_free_place(root, &new.path)?,
            _ if root != Root::Temporary => return Err(Error::ReadOnly),
            (Kind::Folder, Some(Kind::Folder)) if !self.temporary.is_empty(&new.path) => {
                return Err(Error::NotEmpty);
            }
            (Kind::Folder, Some(Kind::Folder)) => {}
            (Kind::Folder, Some(_)) => return Err(Error::NotFolder),
            (_, Some(Kind::Folder)) => return Err(Error::IsFolder),
            (_, Some(_)) if self.temporary.id(&old.path) == self.temporary.id(&new.path) => {
                return Ok(());
            }
            (_, Some(_)) => {}
        }
        let now = (self.clock)();
        self.temporary.unlink(&new.path, now);
        self.temporary.rename(&old.path, &new.path, now);
        Ok(())
    }

    /// Gives a file another name.
    ///
    /// # Errors
    /// As `link` does in POSIX.
    pub fn link_at(&mut self, from: (Handle, &str), to: (Handle, &str)) -> Result<(), Error> {
        let (root, old) = self.resolve(from.0, from.1)?;
        let (new_root, new) = self.resolve(to.0, to.1)?;
        let Some(kind) = self.kind(root, &old.path) else {
            return Err(self.why_missing(root, &old.path));
        };
        if root != new_root {
            return Err(Error::CrossDevice);
        }
        if self.kind(root, &new.path).is_some() {
            return Err(Error::Exists);
        }
        self.expect_free_place(root, &new.path)?;
        match self.temporary.id(&old.path) {
            Some(id) if kind == Kind::File => self.temporary.link(id, &new.path, (self.clock)()),
            _ => Err(Error::NotPermitted),
        }
    }

    /// Sets the times of an open file or folder.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::BadDescriptor`].
    pub fn set_times(
        &mut self,
        handle: Handle,
        accessed: NewTime,
        modified: NewTime,
    ) -> Result<(), Error> {
        let id = match self.opened(handle)? {
            Opened::Temporary { id, .. } => *id,
            Opened::Folder {
                root: Root::Temporary,
                path,
            } => self.temporary.id(path).ok_or(Error::NotFound)?,
            Opened::Null => return Ok(()),
            Opened::Folder { .. } | Opened::Bundled { .. } => return Err(Error::ReadOnly),
            _ => return Err(Error::BadDescriptor),
        };
        self.set_times_of(id, accessed, modified);
        Ok(())
    }

    /// Sets the times of the file or folder at `path`.
    ///
    /// # Errors
    /// As `utimensat` does in POSIX.
    pub fn set_times_at(
        &mut self,
        base: Handle,
        path: &str,
        accessed: NewTime,
        modified: NewTime,
    ) -> Result<(), Error> {
        let (root, at) = self.resolve(base, path)?;
        match (root, self.kind(root, &at.path)) {
            (_, None) => Err(self.why_missing(root, &at.path)),
            (_, Some(Kind::Device)) => Ok(()),
            (Root::Temporary, Some(_)) => {
                let id = self.temporary.id(&at.path).ok_or(Error::NotFound)?;
                self.set_times_of(id, accessed, modified);
                Ok(())
            }
            (Root::Top | Root::Bundle | Root::Devices, Some(_)) => Err(Error::ReadOnly),
        }
    }

    fn set_times_of(&mut self, id: Id, accessed: NewTime, modified: NewTime) {
        let now = (self.clock)();
        let time = |new| match new {
            NewTime::Keep => None,
            NewTime::Now => Some(now),
            NewTime::At(time) => Some(time),
        };
        self.temporary
            .set_times(id, time(accessed), time(modified), now);
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}
