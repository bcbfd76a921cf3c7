//! From a file to a component that is known to be one of our world, compiled and linked.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use semver::Version;
use wasmtime::component::types::{Component as ComponentType, ComponentItem};
use wasmtime::component::{Component, InstancePre};
use wasmtime::error::Context;
use wasmtime::{Engine, bail};

use crate::aot::{ELF_MAGIC, Source, length_and_time};
use crate::bindings::PeopleComponentPre;
use crate::bindings::exports::wasi_py::people::people::{Exception, Person};
use crate::engine::Host;
use crate::output::printable;
use crate::state::State;
use crate::trust::Untrusted;

/// The interface that a guest exports.
pub const INTERFACE: &str = "wasi-py:people/people@0.1.0";
/// The interface of the types that it uses, exported beside it.
const TYPES: &str = "wasi-py:people/python@0.1.0";
/// The function of [`INTERFACE`].
pub(crate) const FUNCTION: &str = "filter-by-tag";

/// The first bytes of every file of WebAssembly.
const MAGIC: &[u8] = b"\0asm";
/// Magic number, version and layer.
const PREAMBLE_BYTES: usize = 8;
/// What the layer of a component is; that of a core module is 0.
const COMPONENT_LAYER: [u8; 2] = [1, 0];

/// A component of the world `people-component`, compiled and ready to be instantiated. Cheap to clone.
#[derive(Clone)]
pub struct Guest {
    pub(crate) host: Host,
    pub(crate) world: PeopleComponentPre<State>,
    /// What it was compiled from.
    pub(crate) source: Source,
}

/// Why a file is not a component of the world `people-component`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file cannot be read.
    #[error("`{origin}` cannot be read: {source}")]
    Unreadable {
        /// The file.
        origin: String,
        /// What the system said.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("`{origin}` is empty, expected a component")]
    Empty {
        /// Where the bytes come from.
        origin: String,
    },
    /// It is not WebAssembly.
    #[error(
        "`{origin}` is not WebAssembly: expected it to start with {MAGIC:02x?}, found {found:02x?}"
    )]
    NotWasm {
        /// Where the bytes come from.
        origin: String,
        /// Its first bytes, at most four.
        found: Vec<u8>,
    },
    /// It is a plain module.
    #[error(
        "`{origin}` is a core module, expected a component\n\
         = help: build it for the target `wasm32-wasip2`"
    )]
    CoreModule {
        /// Where the bytes come from.
        origin: String,
    },
    /// Its end is missing.
    #[error(
        "`{origin}` is cut off: expected at least {expected_bytes} bytes, found {found_bytes}\n\
         = help: copy or build it again"
    )]
    Truncated {
        /// Where the bytes come from.
        origin: String,
        /// As far as its last section says that it reaches.
        expected_bytes: usize,
        /// As far as it reaches.
        found_bytes: usize,
    },
    /// It is a component that breaks the rules, or that needs what this engine does not have.
    #[error("`{origin}` is not a valid component: {reason:#}")]
    Invalid {
        /// Where the bytes come from.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It needs something that is not WASI 0.2.
    #[error("`{origin}` imports `{import}`, expected nothing but WASI 0.2")]
    ForeignImport {
        /// Where the bytes come from.
        origin: String,
        /// The import's name.
        import: String,
    },
    /// It needs a part of WASI that this host does not have, or has in another shape.
    #[error("`{origin}` cannot be linked: {reason:#}")]
    Unlinkable {
        /// Where the bytes come from.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It is a component of another world.
    #[error("`{origin}` does not export `{missing}`, it exports {}", list(exports))]
    OtherWorld {
        /// Where the bytes come from.
        origin: String,
        /// The interface that it would have to export.
        missing: &'static str,
        /// What it exports instead.
        exports: Vec<String>,
    },
    /// It has the interface, but with other types.
    #[error("`{origin}` exports another `{INTERFACE}` than this host was built for: {reason:#}")]
    OtherTypes {
        /// Where the bytes come from.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It was to be a compiled component, and is something else.
    #[error(
        "`{origin}` is not a component that was compiled by this program\n\
         = help: load the `.wasm` instead, from which it is made"
    )]
    NotCompiled {
        /// The file.
        origin: String,
    },
    /// It was compiled by another version of `wasmtime`, for other options or for another processor.
    #[error(
        "`{origin}` was compiled for another host: {}\n\
         = help: load the `.wasm` instead, from which it is made",
        reason.root_cause()
    )]
    Incompatible {
        /// The file.
        origin: String,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
    /// It is not what was written.
    #[error(
        "`{origin}` is damaged\n= help: remove it, and load the `.wasm`, from which it is made"
    )]
    Damaged {
        /// The file.
        origin: String,
    },
    /// Somebody else could have written it, and it is machine code.
    #[error(
        "`{origin}` could have been written by others: {stranger}\n\
         = help: take that permission away, or load the `.wasm` instead"
    )]
    Untrusted {
        /// The file.
        origin: String,
        /// Who, and how.
        stranger: Untrusted,
    },
    /// It was compiled from a component that has changed since.
    #[error(
        "`{origin}` was compiled from another `{wasm}` than there is now\n\
         = help: load `{wasm}` instead, or remove what is out of date"
    )]
    Stale {
        /// The file.
        origin: String,
        /// The component.
        wasm: String,
    },
}

impl LoadError {
    pub(crate) fn unreadable(path: &Path, source: io::Error) -> Self {
        Self::Unreadable {
            origin: path.display().to_string(),
            source,
        }
    }
}

impl Host {
    /// Loads a component from a file: compiles a `.wasm`, and maps what is compiled already.
    ///
    /// What was said of trust at [`Host::load_compiled`] holds here too; [`Host::load_bytes`] never takes machine
    /// code.
    ///
    /// # Errors
    /// When there is no component of the world `people-component` in it, or it was not compiled for this host.
    pub fn load(&self, path: impl AsRef<Path>) -> Result<Guest, LoadError> {
        let path = path.as_ref();
        match is_elf(path) {
            Ok(true) => self.load_compiled(path),
            Ok(false) => self.compile(path),
            Err(error) => Err(LoadError::unreadable(path, error)),
        }
    }

    /// Loads a component from a `.wasm` file.
    pub(crate) fn compile(&self, path: &Path) -> Result<Guest, LoadError> {
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
    pub fn load_bytes(&self, origin: &str, bytes: &[u8]) -> Result<Guest, LoadError> {
        self.compile_bytes(origin, bytes, 0)
    }

    fn compile_bytes(
        &self,
        origin: &str,
        bytes: &[u8],
        modified_ns: u64,
    ) -> Result<Guest, LoadError> {
        check_frame(origin, bytes)?;
        let component =
            Component::new(self.engine(), bytes).map_err(|reason| LoadError::Invalid {
                origin: origin.to_owned(),
                reason,
            })?;
        self.guest(origin, &component, Source::new(bytes, modified_ns))
    }

    /// Checks that a component is one of the world, and links it.
    pub(crate) fn guest(
        &self,
        origin: &str,
        component: &Component,
        source: Source,
    ) -> Result<Guest, LoadError> {
        let world = component.component_type();
        check_imports(origin, &world, self.engine())?;
        check_exports(origin, &world, self.engine())?;
        let linked = self.link(origin, component)?;
        let world = PeopleComponentPre::new(linked).map_err(|reason| LoadError::OtherTypes {
            origin: origin.to_owned(),
            reason,
        })?;
        Ok(Guest {
            host: self.clone(),
            world,
            source,
        })
    }

    fn link(&self, origin: &str, component: &Component) -> Result<InstancePre<State>, LoadError> {
        self.linker()
            .instantiate_pre(component)
            .map_err(|reason| LoadError::Unlinkable {
                origin: origin.to_owned(),
                reason,
            })
    }
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
    match bytes[PREAMBLE_BYTES - COMPONENT_LAYER.len()..PREAMBLE_BYTES] == COMPONENT_LAYER {
        true => Ok(()),
        false => Err(LoadError::CoreModule { origin }),
    }
}

/// Where the sections say that the file ends; more than its length for one that is cut off inside a section.
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

fn check_imports(origin: &str, world: &ComponentType, engine: &Engine) -> Result<(), LoadError> {
    let foreign = world.imports(engine).find(|(name, _)| !is_wasi(name));
    match foreign {
        None => Ok(()),
        Some((import, _)) => Err(LoadError::ForeignImport {
            origin: origin.to_owned(),
            import: printable(import),
        }),
    }
}

fn check_exports(origin: &str, world: &ComponentType, engine: &Engine) -> Result<(), LoadError> {
    let missing = |interface| LoadError::OtherWorld {
        origin: origin.to_owned(),
        missing: interface,
        exports: world
            .exports(engine)
            .map(|(name, _)| printable(name))
            .collect(),
    };
    let export = world
        .get_export(engine, INTERFACE)
        .ok_or_else(|| missing(INTERFACE))?;
    world
        .get_export(engine, TYPES)
        .ok_or_else(|| missing(TYPES))?;
    check_function(world, &export.ty, engine).map_err(|reason| LoadError::OtherTypes {
        origin: origin.to_owned(),
        reason,
    })
}

/// What `wasmtime` itself would check only when the component is instantiated.
fn check_function(
    world: &ComponentType,
    people: &ComponentItem,
    engine: &Engine,
) -> wasmtime::Result<()> {
    let ComponentItem::ComponentInstance(people) = people else {
        bail!("it is not an interface");
    };
    let function = people.get_export(engine, FUNCTION).map(|export| export.ty);
    let Some(ComponentItem::ComponentFunc(function)) = function else {
        bail!("there is no function `{FUNCTION}` in it");
    };
    function
        .typecheck::<(&[Person], &str), (Result<Vec<Person>, Exception>,)>(&world.instance_type())
        .with_context(|| format!("`{FUNCTION}`"))
}

fn is_wasi(import: &str) -> bool {
    let version = import
        .rsplit_once('@')
        .and_then(|(_, version)| Version::parse(version).ok());
    let is_0_2 = version.is_some_and(|version| (version.major, version.minor) == (0, 2));
    import.starts_with("wasi:") && is_0_2
}

fn list(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        _ => format!("`{}`", names.join("`, `")),
    }
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
    fn only_wasi_0_2_is_wasi() {
        assert!(is_wasi("wasi:io/poll@0.2.6"));
        assert!(!is_wasi("wasi:io/poll@0.3.0"));
        assert!(!is_wasi("wasi:io/poll"));
        assert!(!is_wasi("wasi:io/poll@0.2"));
        assert!(!is_wasi("wasi-py:people/people@0.2.0"));
    }
}
