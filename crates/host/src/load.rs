//! From a file to a component that is known to be one of its world, compiled and linked.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use semver::Version;
use wasmtime::Engine;
use wasmtime::component::types::{Component as ComponentType, ComponentItem};
use wasmtime::component::{Component, InstancePre};

use crate::engine::{Host, Shared};
use crate::load_error::{LoadError, MAGIC};
use crate::output::printable;
use crate::stamp::{ELF_MAGIC, Source, length_and_time};
use crate::state::State;
use crate::world::{Mismatch, World};

/// Magic number, version and layer.
const PREAMBLE_BYTES: usize = 8;
/// The layer of a component; that of a core module is 0.
const COMPONENT_LAYER: [u8; 2] = [1, 0];

/// A component of a world, compiled and ready to be instantiated. Cheap to clone.
///
/// `T` is what the caller keeps for each instance.
pub struct Guest<W: World, T: 'static = ()> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) linked: InstancePre<State<T>>,
    pub(crate) indices: W::Indices,
    /// The `.wasm` that it was compiled from.
    pub(crate) source: Source,
}

impl<W: World, T: 'static> Clone for Guest<W, T> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            linked: self.linked.clone(),
            indices: self.indices.clone(),
            source: self.source,
        }
    }
}

impl<W: World, T: 'static> Guest<W, T> {
    /// The SHA-256 of the `.wasm` that it was compiled from.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.source.digest()
    }

    /// The component itself, for what this crate does not wrap.
    #[must_use]
    pub fn component(&self) -> &Component {
        self.linked.component()
    }
}

impl<T: 'static> Host<T> {
    /// Loads a component from a file: compiles a `.wasm`, and maps what is compiled already.
    ///
    /// Machine code must be trusted: see [`Host::load_compiled`]. [`Host::load_bytes`] never takes any.
    ///
    /// # Errors
    /// When there is no component of the world `W` in it, or it was not compiled for this host.
    pub fn load<W: World>(&self, path: impl AsRef<Path>) -> Result<Guest<W, T>, LoadError> {
        let path = path.as_ref();
        match is_elf(path) {
            Ok(true) => self.load_compiled(path),
            Ok(false) => self.compile(path),
            Err(error) => Err(LoadError::unreadable(path, error)),
        }
    }

    /// Loads a component from a `.wasm` file.
    pub(crate) fn compile<W: World>(&self, path: &Path) -> Result<Guest<W, T>, LoadError> {
        let unreadable = |error| LoadError::unreadable(path, error);
        // Asked before reading: a file that changes in between has another time than the one that was read.
        let (_, modified_ns) = length_and_time(path).map_err(unreadable)?;
        let bytes = fs::read(path).map_err(unreadable)?;
        self.compile_bytes(&path.display().to_string(), &bytes, modified_ns)
    }

    /// Loads a component from memory; errors call it `origin`.
    ///
    /// # Errors
    /// As [`Host::load`].
    pub fn load_bytes<W: World>(
        &self,
        origin: &str,
        bytes: &[u8],
    ) -> Result<Guest<W, T>, LoadError> {
        self.compile_bytes(origin, bytes, 0)
    }

    fn compile_bytes<W: World>(
        &self,
        origin: &str,
        bytes: &[u8],
        modified_ns: u64,
    ) -> Result<Guest<W, T>, LoadError> {
        let component = compile(self.engine(), origin, bytes)?;
        self.guest(origin, &component, Source::new(bytes, modified_ns))
    }

    /// Checks that a component is one of the world, and links it.
    pub(crate) fn guest<W: World>(
        &self,
        origin: &str,
        component: &Component,
        source: Source,
    ) -> Result<Guest<W, T>, LoadError> {
        let world = component.component_type();
        if !self.has_imports() {
            check_imports(origin, &world, self.engine(), self.options().concurrent)?;
        }
        W::check(&world, self.engine())
            .map_err(|mismatch| mismatched(origin, mismatch, &world, self.engine()))?;
        let linked = self.link(origin, component)?;
        let indices = W::find(&linked).map_err(|reason| LoadError::MissingExport {
            origin: origin.to_owned(),
            reason,
        })?;
        Ok(Guest {
            shared: self.shared().clone(),
            linked,
            indices,
            source,
        })
    }

    fn link(
        &self,
        origin: &str,
        component: &Component,
    ) -> Result<InstancePre<State<T>>, LoadError> {
        self.linker()
            .instantiate_pre(component)
            .map_err(|reason| LoadError::Unlinkable {
                origin: origin.to_owned(),
                reason,
            })
    }
}

fn compile(engine: &Engine, origin: &str, bytes: &[u8]) -> Result<Component, LoadError> {
    check_frame(origin, bytes)?;
    Component::new(engine, bytes).map_err(|reason| LoadError::Invalid {
        origin: origin.to_owned(),
        reason,
    })
}

fn is_elf(path: &Path) -> io::Result<bool> {
    // What is no file, such as a pipe, can be read only once.
    if !fs::metadata(path)?.is_file() {
        return Ok(false);
    }
    let mut head = Vec::new();
    File::open(path)?
        .take(ELF_MAGIC.len() as u64)
        .read_to_end(&mut head)?;
    Ok(head == ELF_MAGIC)
}

/// Checks what can be seen without understanding the contents: a validator's words for these are of no help.
fn check_frame(origin: &str, bytes: &[u8]) -> Result<(), LoadError> {
    let origin = origin.to_owned();
    if bytes.is_empty() {
        return Err(LoadError::Empty { origin });
    }
    if !bytes.starts_with(&MAGIC[..bytes.len().min(MAGIC.len())]) {
        let found = bytes[..bytes.len().min(MAGIC.len())].to_vec();
        return Err(LoadError::NotWasm { origin, found });
    }
    let expected_bytes = stated_length(bytes);
    if expected_bytes > bytes.len() {
        return Err(LoadError::Truncated {
            origin,
            expected_bytes,
            found_bytes: bytes.len(),
        });
    }
    let layer = &bytes[PREAMBLE_BYTES - COMPONENT_LAYER.len()..PREAMBLE_BYTES];
    if layer != COMPONENT_LAYER {
        return Err(LoadError::CoreModule { origin });
    }
    Ok(())
}

/// The end of the file according to its sections; more than its length if it is cut off inside one.
fn stated_length(bytes: &[u8]) -> usize {
    let mut end = PREAMBLE_BYTES;
    while end < bytes.len() {
        let (length, length_bytes) = leb128(&bytes[end + 1..]);
        end = end.saturating_add(1 + length_bytes).saturating_add(length);
    }
    end
}

/// A section's length, and how many bytes it is written with; a missing byte counts as zero.
fn leb128(bytes: &[u8]) -> (usize, usize) {
    let mut value = 0;
    for index in 0..5 {
        let byte = bytes.get(index).copied().unwrap_or(0);
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return (value, index + 1);
        }
    }
    (value, 5)
}

/// Checks that nothing is imported but WASI, and types.
fn check_imports(
    origin: &str,
    world: &ComponentType,
    engine: &Engine,
    has_wasi_0_3: bool,
) -> Result<(), LoadError> {
    let mut imports = world.imports(engine);
    let is_known = |name| is_wasi(name, 2) || has_wasi_0_3 && is_wasi(name, 3);
    let foreign = imports.find(|(name, import)| !is_known(name) && !is_types(&import.ty, engine));
    match foreign {
        None => Ok(()),
        Some((import, _)) => Err(LoadError::ForeignImport {
            origin: origin.to_owned(),
            import: printable(import),
            known: if has_wasi_0_3 {
                "WASI 0.2 and 0.3"
            } else {
                "WASI 0.2"
            },
        }),
    }
}

/// True if an import asks for nothing that a host must have: an interface of types alone, without resources.
fn is_types(import: &ComponentItem, engine: &Engine) -> bool {
    match import {
        ComponentItem::ComponentInstance(interface) => interface
            .exports(engine)
            .all(|(_, item)| matches!(item.ty, ComponentItem::Type(_))),
        ComponentItem::Type(_) => true,
        _ => false,
    }
}

fn mismatched(
    origin: &str,
    mismatch: Mismatch,
    world: &ComponentType,
    engine: &Engine,
) -> LoadError {
    let origin = origin.to_owned();
    match mismatch {
        Mismatch::Missing { export } => LoadError::OtherWorld {
            origin,
            missing: export,
            exports: world
                .exports(engine)
                .map(|(name, _)| printable(name))
                .collect(),
        },
        Mismatch::Types { export, reason } => LoadError::OtherTypes {
            origin,
            export,
            reason,
        },
    }
}

fn is_wasi(import: &str, minor: u64) -> bool {
    let version = import
        .rsplit_once('@')
        .and_then(|(_, version)| Version::parse(version).ok());
    let is_it = version.is_some_and(|version| (version.major, version.minor) == (0, minor));
    import.starts_with("wasi:") && is_it
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

    fn with(section: &[u8]) -> Vec<u8> {
        [COMPONENT, section].concat()
    }

    #[test]
    fn a_component_ends_where_its_last_section_ends() {
        assert_eq!(stated_length(&with(&[0, 2, 1, b'x'])), 12);
        assert_eq!(stated_length(&with(&[0, 0x81, 0x01, b'x'])), 8 + 3 + 129);
        assert_eq!(stated_length(&with(&[0])), 10);
        assert_eq!(stated_length(b"\0a"), 8);
    }

    #[test]
    fn every_beginning_of_a_component_is_cut_off() {
        let whole = with(&[0, 3, 1, b'x', b'y']);
        assert!(check_frame("x", &whole).is_ok());
        for length in 1..whole.len() {
            let cut_at_its_frame = length == PREAMBLE_BYTES;
            assert_eq!(
                check_frame("x", &whole[..length]).is_ok(),
                cut_at_its_frame,
                "{length}"
            );
        }
    }

    #[test]
    fn wasi_is_known_by_its_version() {
        assert!(is_wasi("wasi:io/poll@0.2.6", 2));
        assert!(!is_wasi("wasi:clocks/types@0.3.0", 2));
        assert!(is_wasi("wasi:clocks/types@0.3.0", 3));
        assert!(!is_wasi("wasi:io/poll", 2));
        assert!(!is_wasi("wasi:io/poll@0.2", 2));
        assert!(!is_wasi("wasi-py:people/people@0.2.0", 2));
    }
}
