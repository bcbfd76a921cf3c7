//! Open files and folders, and the operations on them.

mod change;
mod content;

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use crate::path::{Resolved, entered, parent, resolve};
use crate::temporary::{Id, Temporary};
use crate::{Error, Kind, Root, Source, Status};

/// The time of bundled files: the beginning of 1980, the first that a zip archive can name.
const BUNDLED: Duration = Duration::from_secs(315_532_800);

/// An open file, folder or stream, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle(u32);

impl Handle {
    /// Makes the handle of that number, which [`Handle::index`] returned.
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// Returns a small number. That of a closed handle is given again.
    pub const fn index(self) -> u32 {
        self.0
    }
}

/// The options for opening a file or folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Opens it for reading.
    pub reads: bool,
    /// Opens it for writing.
    pub writes: bool,
    /// Creates it if it does not exist.
    pub creates: bool,
    /// Fails if it exists.
    pub is_exclusive: bool,
    /// Empties it.
    pub truncates: bool,
    /// Fails if it is not a folder.
    pub is_folder: bool,
}

/// The thing behind a handle.
#[derive(Debug)]
enum Opened {
    Folder {
        root: Root,
        path: String,
    },
    Bundled {
        path: String,
        content: Vec<u8>,
    },
    Temporary {
        id: Id,
        reads: bool,
        writes: bool,
    },
    Null,
    /// The rest of a folder's entries.
    Listing(VecDeque<(String, Kind)>),
    /// A position in an open file, for reading.
    Reader {
        file: Handle,
        offset: u64,
    },
    /// A position in an open file, for writing; `None` for its end, wherever that is.
    Writer {
        file: Handle,
        offset: Option<u64>,
    },
}

/// The files of an instance.
#[derive(Debug)]
pub struct Files<S> {
    source: S,
    clock: fn() -> Duration,
    temporary: Temporary,
    opened: Vec<Option<Opened>>,
}

impl<S: Source> Files<S> {
    /// Begins with nothing open and an empty temporary folder. `clock` returns the time since 1970.
    pub const fn new(source: S, clock: fn() -> Duration) -> Self {
        Self {
            source,
            clock,
            temporary: Temporary::new(),
            opened: Vec::new(),
        }
    }

    /// Opens a root.
    pub fn open_root(&mut self, root: Root) -> Handle {
        let path = String::new();
        self.insert(Opened::Folder { root, path })
    }

    /// Opens the file or folder at `path`, relative to the folder `base`.
    ///
    /// # Errors
    /// As `open` does in POSIX.
    pub fn open_at(
        &mut self,
        base: Handle,
        path: &str,
        options: OpenOptions,
    ) -> Result<Handle, Error> {
        let (root, at) = self.resolve(base, path)?;
        let opened = match self.kind(root, &at.path) {
            Some(_) if options.creates && options.is_exclusive => return Err(Error::Exists),
            Some(Kind::Folder) if options.writes || options.truncates || options.creates => {
                return Err(Error::IsFolder);
            }
            Some(Kind::Folder) => Opened::Folder {
                root,
                path: at.path,
            },
            Some(Kind::File | Kind::Device) if options.is_folder || at.is_written_as_folder => {
                return Err(Error::NotFolder);
            }
            Some(Kind::Device) => Opened::Null,
            Some(Kind::File) => self.open_file(root, at.path, options)?,
            None if options.creates => self.create_file(root, &at, options)?,
            None => return Err(self.why_missing(root, &at.path)),
        };
        Ok(self.insert(opened))
    }

    fn open_file(
        &mut self,
        root: Root,
        path: String,
        options: OpenOptions,
    ) -> Result<Opened, Error> {
        let OpenOptions { reads, writes, .. } = options;
        match root {
            Root::Bundle if writes || options.truncates => Err(Error::ReadOnly),
            Root::Bundle => {
                let content = self.source.read(&path)?;
                Ok(Opened::Bundled { path, content })
            }
            Root::Temporary => {
                let id = self.temporary.id(&path).ok_or(Error::NotFound)?;
                if options.truncates {
                    self.temporary.set_size(id, 0, (self.clock)())?;
                }
                self.temporary.open(id);
                Ok(Opened::Temporary { id, reads, writes })
            }
            Root::Top | Root::Devices => Err(Error::NotFound),
        }
    }

    fn create_file(
        &mut self,
        root: Root,
        at: &Resolved,
        options: OpenOptions,
    ) -> Result<Opened, Error> {
        self.expect_free_place(root, &at.path)?;
        if at.is_written_as_folder || options.is_folder {
            return Err(Error::IsFolder);
        }
        let now = (self.clock)();
        let id = self.temporary.create(&at.path, Some(Vec::new()), now)?;
        self.temporary.open(id);
        let OpenOptions { reads, writes, .. } = options;
        Ok(Opened::Temporary { id, reads, writes })
    }

    /// Closes a handle.
    pub fn close(&mut self, handle: Handle) {
        let slot = self.opened.get_mut(handle.0 as usize);
        if let Some(Opened::Temporary { id, .. }) = slot.and_then(Option::take) {
            self.temporary.close(id);
        }
    }

    /// Returns the status of an open file or folder.
    ///
    /// # Errors
    /// [`Error::BadDescriptor`], and [`Error::NotFound`] for a folder that is gone.
    pub fn status(&self, handle: Handle) -> Result<Status, Error> {
        match self.opened(handle)? {
            Opened::Folder { root, path } => self.status_of(*root, path).ok_or(Error::NotFound),
            Opened::Bundled { path, .. } => self
                .status_of(Root::Bundle, path)
                .ok_or(Error::BadDescriptor),
            Opened::Temporary { id, .. } => Ok(self.temporary_status(*id, Kind::File)),
            Opened::Null => Ok(device_status()),
            Opened::Listing(_) | Opened::Reader { .. } | Opened::Writer { .. } => {
                Err(Error::BadDescriptor)
            }
        }
    }

    /// Returns the status of the file or folder at `path`.
    ///
    /// # Errors
    /// As `stat` does in POSIX.
    pub fn status_at(&self, base: Handle, path: &str) -> Result<Status, Error> {
        let (root, at) = self.resolve(base, path)?;
        let status = self
            .status_of(root, &at.path)
            .ok_or_else(|| self.why_missing(root, &at.path))?;
        if at.is_written_as_folder && status.kind != Kind::Folder {
            return Err(Error::NotFolder);
        }
        Ok(status)
    }

    /// Tells whether a handle reads and whether it writes. For a folder, writing means that its entries can
    /// be changed.
    ///
    /// # Errors
    /// [`Error::BadDescriptor`].
    pub fn access(&self, handle: Handle) -> Result<(bool, bool), Error> {
        match self.opened(handle)? {
            Opened::Folder { root, .. } => Ok((true, *root == Root::Temporary)),
            Opened::Bundled { .. } => Ok((true, false)),
            Opened::Temporary { reads, writes, .. } => Ok((*reads, *writes)),
            Opened::Null => Ok((true, true)),
            Opened::Listing(_) | Opened::Reader { .. } | Opened::Writer { .. } => {
                Err(Error::BadDescriptor)
            }
        }
    }

    fn insert(&mut self, opened: Opened) -> Handle {
        let free = self.opened.iter().position(Option::is_none);
        let index = free.unwrap_or(self.opened.len());
        match free {
            Some(index) => self.opened[index] = Some(opened),
            None => self.opened.push(Some(opened)),
        }
        Handle(index as u32)
    }

    fn opened(&self, handle: Handle) -> Result<&Opened, Error> {
        let slot = self.opened.get(handle.0 as usize);
        slot.and_then(Option::as_ref).ok_or(Error::BadDescriptor)
    }

    fn opened_mut(&mut self, handle: Handle) -> Result<&mut Opened, Error> {
        let slot = self.opened.get_mut(handle.0 as usize);
        slot.and_then(Option::as_mut).ok_or(Error::BadDescriptor)
    }

    fn resolve(&self, base: Handle, path: &str) -> Result<(Root, Resolved), Error> {
        let Opened::Folder { root, path: base } = self.opened(base)? else {
            return Err(Error::NotFolder);
        };
        let (root, path) = entered(*root, path);
        let resolved = resolve(base, path, |path| self.kind(root, path))?;
        Ok((root, resolved))
    }

    fn kind(&self, root: Root, path: &str) -> Option<Kind> {
        match root {
            Root::Temporary => self.temporary.kind(path),
            Root::Bundle if self.source.is_folder(path) => Some(Kind::Folder),
            Root::Bundle => self.source.size_bytes(path).map(|_| Kind::File),
            Root::Top => path.is_empty().then_some(Kind::Folder),
            Root::Devices if path.is_empty() => Some(Kind::Folder),
            Root::Devices => (path == NULL).then_some(Kind::Device),
        }
    }

    /// Returns the reason why nothing is at `path`: the folder around it may be a file.
    fn why_missing(&self, root: Root, path: &str) -> Error {
        match parent(path).and_then(|parent| self.kind(root, parent)) {
            Some(Kind::File | Kind::Device) => Error::NotFolder,
            Some(Kind::Folder) | None => Error::NotFound,
        }
    }

    /// Checks that something can be created at `path`, where nothing is.
    fn expect_free_place(&self, root: Root, path: &str) -> Result<(), Error> {
        match parent(path).and_then(|parent| self.kind(root, parent)) {
            Some(Kind::Folder) if root == Root::Temporary => Ok(()),
            // As where a host maps no folder.
            Some(Kind::Folder) if root == Root::Top => Err(Error::NotFound),
            Some(Kind::Folder) => Err(Error::ReadOnly),
            Some(Kind::File | Kind::Device) => Err(Error::NotFolder),
            None => Err(Error::NotFound),
        }
    }

    fn status_of(&self, root: Root, path: &str) -> Option<Status> {
        let kind = self.kind(root, path)?;
        Some(match (root, kind) {
            (Root::Temporary, _) => self.temporary_status(self.temporary.id(path)?, kind),
            (Root::Top | Root::Bundle | Root::Devices, Kind::Device) => device_status(),
            (Root::Top | Root::Bundle | Root::Devices, Kind::File | Kind::Folder) => Status {
                kind,
                size_bytes: match kind {
                    Kind::File => self.source.size_bytes(path)? as u64,
                    Kind::Folder | Kind::Device => 0,
                },
                links: 1,
                accessed: BUNDLED,
                modified: BUNDLED,
                identity: identity((root, path)),
            },
        })
    }

    fn temporary_status(&self, id: Id, kind: Kind) -> Status {
        let node = self.temporary.node(id);
        let content = node.and_then(|node| node.content.as_ref());
        Status {
            kind,
            size_bytes: content.map_or(0, |content| content.len() as u64),
            links: node.map_or(1, |node| node.links),
            accessed: node.map_or(BUNDLED, |node| node.accessed),
            modified: node.map_or(BUNDLED, |node| node.modified),
            identity: identity((Root::Temporary, id)),
        }
    }
}

/// The name of the only device.
const NULL: &str = "null";

fn device_status() -> Status {
    Status {
        kind: Kind::Device,
        size_bytes: 0,
        links: 1,
        accessed: BUNDLED,
        modified: BUNDLED,
        identity: identity((Root::Devices, NULL)),
    }
}

/// Computes a number that is the same in every instance and every run.
fn identity(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
