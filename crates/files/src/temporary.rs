//! The temporary folder: a tree of files in memory, with a limit.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::path::parent;
use crate::{Error, Kind};

/// The capacity of the temporary folder. Beyond it writes fail with `ENOSPC`.
pub const LIMIT_BYTES: u64 = 64 << 20;
/// The size that a file or folder counts for besides its content, so that the number of empty ones has a
/// limit too.
pub const ENTRY_BYTES: u64 = 512;

/// The identity of a file or folder, whatever its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(u64);

const ROOT: Id = Id(0);

/// A file or folder.
#[derive(Debug)]
pub(crate) struct Node {
    /// The content of a file; `None` for a folder.
    pub(crate) content: Option<Vec<u8>>,
    /// The number of its names.
    pub(crate) links: u64,
    /// The number of its open handles.
    opened: u64,
    pub(crate) accessed: Duration,
    pub(crate) modified: Duration,
}

impl Node {
    const fn new(content: Option<Vec<u8>>, now: Duration) -> Self {
        Self {
            content,
            links: 1,
            opened: 0,
            accessed: now,
            modified: now,
        }
    }

    pub(crate) const fn kind(&self) -> Kind {
        match self.content {
            Some(_) => Kind::File,
            None => Kind::Folder,
        }
    }
}

/// The tree. Paths begin below its root, whose path is empty.
#[derive(Debug)]
pub(crate) struct Temporary {
    names: BTreeMap<String, Id>,
    nodes: BTreeMap<Id, Node>,
    next: u64,
    used_bytes: u64,
}

impl Temporary {
    pub(crate) const fn new() -> Self {
        Self {
            names: BTreeMap::new(),
            nodes: BTreeMap::new(),
            next: ROOT.0 + 1,
            used_bytes: 0,
        }
    }

    /// Finds the file or folder at that path.
    pub(crate) fn id(&self, path: &str) -> Option<Id> {
        match path {
            "" => Some(ROOT),
            _ => self.names.get(path).copied(),
        }
    }

    pub(crate) fn kind(&self, path: &str) -> Option<Kind> {
        let id = self.id(path)?;
        Some(self.node(id).map_or(Kind::Folder, Node::kind))
    }

    /// Returns a node. The root has none until somebody has changed something in it.
    pub(crate) fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(&id)
    }

    fn node_mut(&mut self, id: Id, now: Duration) -> Option<&mut Node> {
        if id == ROOT {
            return Some(self.nodes.entry(ROOT).or_insert(Node::new(None, now)));
        }
        self.nodes.get_mut(&id)
    }

    /// Returns the number of bytes that may still be added.
    pub(crate) const fn free_bytes(&self) -> u64 {
        LIMIT_BYTES - self.used_bytes
    }

    /// Lists a folder.
    pub(crate) fn list(&self, folder: &str) -> Vec<(String, Kind)> {
        self.below(folder)
            .filter(|(rest, _)| !rest.contains('/'))
            .map(|(rest, id)| {
                let kind = self.node(id).map_or(Kind::Folder, Node::kind);
                (rest.to_owned(), kind)
            })
            .collect()
    }

    /// Returns everything below a folder, by the path from there.
    fn below<'s>(&'s self, folder: &str) -> impl Iterator<Item = (&'s str, Id)> + 's {
        let prefix = match folder {
            "" => String::new(),
            _ => format!("{folder}/"),
        };
        self.names
            .range(prefix.clone()..)
            .map_while(move |(path, id)| Some((path.strip_prefix(&prefix)?, *id)))
    }

    /// Creates an empty file (`content` is there) or a folder at a free path in an existing folder.
    pub(crate) fn create(
        &mut self,
        path: &str,
        content: Option<Vec<u8>>,
        now: Duration,
    ) -> Result<Id, Error> {
        if self.free_bytes() < ENTRY_BYTES {
            return Err(Error::NoSpace);
        }
        self.used_bytes += ENTRY_BYTES;
        let id = Id(self.next);
        self.next += 1;
        self.nodes.insert(id, Node::new(content, now));
        self.name(path, id, now);
        Ok(id)
    }

    /// Gives a file another name.
    pub(crate) fn link(&mut self, id: Id, path: &str, now: Duration) -> Result<(), Error> {
        let node = self.nodes.get_mut(&id).ok_or(Error::NotFound)?;
        node.links += 1;
        self.name(path, id, now);
        Ok(())
    }

    fn name(&mut self, path: &str, id: Id, now: Duration) {
        self.names.insert(path.to_owned(), id);
        self.touch_parent(path, now);
    }

    /// Removes a name. A file without names goes once nobody has it open.
    pub(crate) fn unlink(&mut self, path: &str, now: Duration) {
        if let Some(id) = self.names.remove(path) {
            if let Some(node) = self.nodes.get_mut(&id) {
                node.links -= 1;
            }
            self.touch_parent(path, now);
            self.forget_unused(id);
        }
    }

    /// Sets the time of a folder when names in it change.
    fn touch_parent(&mut self, path: &str, now: Duration) {
        let folder = parent(path).and_then(|parent| self.id(parent));
        if let Some(node) = folder.and_then(|id| self.node_mut(id, now)) {
            node.modified = now;
        }
    }

    pub(crate) fn is_empty(&self, folder: &str) -> bool {
        self.below(folder).next().is_none()
    }

    /// Moves a file, or a folder with its content, to a free path.
    pub(crate) fn rename(&mut self, old: &str, new: &str, now: Duration) {
        let below: Vec<(String, String, Id)> = self
            .below(old)
            .map(|(rest, id)| (format!("{old}/{rest}"), format!("{new}/{rest}"), id))
            .collect();
        for (old, new, id) in below {
            self.names.remove(&old);
            self.names.insert(new, id);
        }
        if let Some(id) = self.names.remove(old) {
            self.touch_parent(old, now);
            self.name(new, id, now);
        }
    }

    /// Adds an open handle.
    pub(crate) fn open(&mut self, id: Id) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.opened += 1;
        }
    }

    /// Removes an open handle.
    pub(crate) fn close(&mut self, id: Id) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.opened -= 1;
        }
        self.forget_unused(id);
    }

    fn forget_unused(&mut self, id: Id) {
        let is_unused = |node: &Node| node.links == 0 && node.opened == 0;
        if self.nodes.get(&id).is_some_and(is_unused)
            && let Some(node) = self.nodes.remove(&id)
        {
            self.used_bytes -= ENTRY_BYTES + length(&node);
        }
    }

    /// Writes at an offset as much as there is room for: at least a byte, or it is [`Error::NoSpace`].
    pub(crate) fn write(
        &mut self,
        id: Id,
        offset: u64,
        bytes: &[u8],
        now: Duration,
    ) -> Result<usize, Error> {
        if bytes.is_empty() {
            return Ok(0);
        }
        let room = self.writable_bytes(id, offset);
        let written = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        if written == 0 {
            return Err(Error::NoSpace);
        }
        let end = offset + written as u64;
        if self.nodes.get(&id).map_or(0, length) < end {
            self.set_size(id, end, now)?;
        }
        let node = self.nodes.get_mut(&id).ok_or(Error::BadDescriptor)?;
        let content = node.content.as_mut().ok_or(Error::IsFolder)?;
        // In range: a longer one than the limit was refused.
        let start = offset as usize;
        content[start..start + written].copy_from_slice(&bytes[..written]);
        node.modified = now;
        Ok(written)
    }

    /// Returns the number of bytes that may be written at an offset of a file.
    pub(crate) fn writable_bytes(&self, id: Id, offset: u64) -> u64 {
        let end = self.nodes.get(&id).map_or(0, length) + self.free_bytes();
        end.saturating_sub(offset)
    }

    /// Cuts a file, or fills it up with zeroes.
    pub(crate) fn set_size(&mut self, id: Id, bytes: u64, now: Duration) -> Result<(), Error> {
        let free = self.free_bytes();
        let node = self.nodes.get_mut(&id).ok_or(Error::BadDescriptor)?;
        let before = length(node);
        if bytes.saturating_sub(before) > free {
            return Err(Error::NoSpace);
        }
        let content = node.content.as_mut().ok_or(Error::IsFolder)?;
        // In range: a longer one than the limit was refused.
        let size = bytes as usize;
        reserve(content, size)?;
        content.resize(size, 0);
        if size == 0 {
            content.shrink_to_fit();
        }
        node.modified = now;
        self.used_bytes = self.used_bytes - before + bytes;
        Ok(())
    }

    pub(crate) fn set_times(
        &mut self,
        id: Id,
        accessed: Option<Duration>,
        modified: Option<Duration>,
        now: Duration,
    ) {
        if let Some(node) = self.node_mut(id, now) {
            node.accessed = accessed.unwrap_or(node.accessed);
            node.modified = modified.unwrap_or(node.modified);
        }
    }
}

fn length(node: &Node) -> u64 {
    node.content
        .as_ref()
        .map_or(0, |content| content.len() as u64)
}

/// Reserves room for `size` bytes. It reserves ahead of need as far as memory goes, so that many small writes
/// cost no more than a large one.
fn reserve(content: &mut Vec<u8>, size: usize) -> Result<(), Error> {
    let more = size.saturating_sub(content.len());
    content
        .try_reserve(more)
        .or_else(|_| content.try_reserve_exact(more))
        .map_err(|_| Error::OutOfMemory)
}
