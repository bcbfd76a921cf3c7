//! Components that are compiled ahead of time: written to a file once, and mapped from then on instead of
//! compiled.
//!
//! Such a file is the ELF image that `wasmtime` makes, and behind it a stamp that says which `.wasm` it was
//! made from, and what the image was when it was written.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use wasi_py_fs::{folder, replace_dated};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::engine::Host;
use crate::load::Guest;
use crate::load_error::LoadError;
use crate::stamp::{ELF_MAGIC, Source, Stamp, image_length};
use crate::trust::{Untrusted, find_stranger};
use crate::world::World;

/// The extension of a compiled component: beside `x.wasm` lies `x.cwasm`.
pub const COMPILED_EXTENSION: &str = "cwasm";
const WASM_EXTENSION: &str = "wasm";
/// Nobody else may write it, whatever the umask.
pub(crate) const COMPILED_MODE: u32 = 0o644;

/// The outcome for the compiled file in [`Host::load_through`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Cache {
    /// It fitted, and nothing was compiled.
    Hit,
    /// It was missing or did not fit, and is there now.
    Written,
    /// It was left alone, since the engine compiles otherwise than one with the default options.
    OtherOptions,
    /// It could not be written. The guest is none the worse for it.
    Unwritten(WriteError),
}

/// Reasons for which a compiled component is not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The file or its folder cannot be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Io {
        /// The file that was to be written.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Others may write to its folder, so that it would not be loaded.
    #[error(
        "`{}` could be replaced by others: {stranger}\n= help: take that permission away",
        path.display()
    )]
    Untrusted {
        /// The file that was to be written.
        path: PathBuf,
        /// The other user, and the permission.
        stranger: Untrusted,
    },
    /// Something else lies there.
    #[error(
        "`{}` is not a compiled component, so that it is not replaced\n= help: move it away",
        path.display()
    )]
    Occupied {
        /// The file that was to be written.
        path: PathBuf,
    },
}

impl<T: 'static> Host<T> {
    /// Loads the component `wasm` by way of the file `compiled`: maps that if it was made from this component
    /// and for this host, otherwise compiles the component and writes the file anew.
    ///
    /// A file that cannot be written is no error. One that fits the default [`EngineOptions`] is not replaced
    /// for others. What was said of trust at [`Host::load_compiled`] holds for `compiled`.
    ///
    /// [`EngineOptions`]: crate::EngineOptions
    ///
    /// # Errors
    /// When there is no component of the world `W` in `wasm`.
    pub fn load_through<W: World>(
        &self,
        wasm: impl AsRef<Path>,
        compiled: impl AsRef<Path>,
    ) -> Result<(Guest<W, T>, Cache), LoadError> {
        let (wasm, compiled) = (wasm.as_ref(), compiled.as_ref());
        if let Ok(guest) = self.map(compiled, Some(wasm)) {
            return Ok((guest, Cache::Hit));
        }
        let guest = self.compile(wasm)?;
        if !self.options().compile_as_default() {
            return Ok((guest, Cache::OtherOptions));
        }
        let cache = match guest.write_compiled(compiled) {
            Ok(()) => Cache::Written,
            Err(error) => Cache::Unwritten(error),
        };
        Ok((guest, cache))
    }

    /// Loads a component from a file that [`Guest::write_compiled`] has written, which takes about a
    /// millisecond: the file is mapped into memory, and nearly all of it is read only when it is needed.
    ///
    /// **Load only what you would execute.** It is machine code, and runs outside every sandbox. It must
    /// belong to the user of this process or to root, nobody else may be able to write to it or to a folder
    /// above it, and it must have been written by this library for this host: all that is checked. A file
    /// that was copied, moved or touched in any other way since it was written is read from end to end and
    /// compared with the hash that was taken of it then. A file that this user or root have forged together
    /// with its hash is not recognised. While it is loaded the file may be removed or replaced by another,
    /// but not written to.
    ///
    /// If the file was touched, or the `.wasm` beside it has another time, but both have the same contents as
    /// ever, the file is replaced by one that knows the new times, if possible.
    ///
    /// # Errors
    /// When it is no such file or only a part of it, is damaged, could have been written by others, was made
    /// by another version of `wasmtime`, for other [`EngineOptions`] or another processor, or from another
    /// component than the `.wasm` file of its name beside it.
    ///
    /// [`EngineOptions`]: crate::EngineOptions
    pub fn load_compiled<W: World>(
        &self,
        path: impl AsRef<Path>,
    ) -> Result<Guest<W, T>, LoadError> {
        let path = path.as_ref();
        let wasm = path.with_extension(WASM_EXTENSION);
        let beside = wasm != path && wasm.exists();
        self.map(path, beside.then_some(wasm.as_path()))
    }

    /// Reads a compiled component from end to end, and compares it with the hash that was taken of it when it
    /// was written, as loading does where the file was touched since. It finds what a disk has damaged by
    /// itself.
    ///
    /// # Errors
    /// When it is no such file or only a part of it, or is damaged.
    pub fn check_compiled(&self, path: impl AsRef<Path>) -> Result<(), LoadError> {
        let path = path.as_ref();
        Stamp::of(path)?.check(path)
    }

    /// Maps `path` if it was made from `wasm`.
    pub(crate) fn map<W: World>(
        &self,
        path: &Path,
        wasm: Option<&Path>,
    ) -> Result<Guest<W, T>, LoadError> {
        let Mapped {
            component,
            source,
            is_dated,
        } = map(self.engine(), path, wasm)?;
        let guest = self.guest(&path.display().to_string(), &component, source)?;
        if !is_dated {
            // The same contents at another time: without the new time, they would be read at every load.
            let _ = guest.write_compiled(path);
        }
        Ok(guest)
    }
}

/// The contents of a compiled file.
struct Mapped {
    component: Component,
    source: Source,
    /// True if its stamp has the times that the files have.
    is_dated: bool,
}

fn map(engine: &Engine, path: &Path, wasm: Option<&Path>) -> Result<Mapped, LoadError> {
    let origin = path.display().to_string();
    let stamp = Stamp::of(path)?;
    let unreadable = |error| LoadError::unreadable(path, error);
    if let Some(stranger) = find_stranger(path).map_err(unreadable)? {
        return Err(LoadError::Untrusted { origin, stranger });
    }
    let untouched = stamp.is_untouched(&fs::metadata(path).map_err(unreadable)?);
    if !untouched {
        stamp.check(path)?;
    }
    let source = match wasm {
        None => stamp.source,
        Some(wasm) => match stamp.source.still(wasm) {
            Ok(Some(source)) => source,
            Ok(None) => {
                let wasm = wasm.display().to_string();
                return Err(LoadError::Stale { origin, wasm });
            }
            Err(error) => return Err(LoadError::unreadable(wasm, error)),
        },
    };
    let component =
        deserialize(engine, path).map_err(|reason| LoadError::Incompatible { origin, reason })?;
    Ok(Mapped {
        component,
        source,
        is_dated: untouched && source == stamp.source,
    })
}

#[allow(unsafe_code, reason = "`wasmtime` cannot check machine code")]
fn deserialize(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: it has our stamp, so that this library wrote it unless somebody wants to deceive; that only
    // this user and root could was checked, and that the caller trusts these is documented at every function
    // that leads here. We never write to such a file, but replace it.
    unsafe { Component::deserialize_file(engine, path) }
}

impl<W: World, T: 'static> Guest<W, T> {
    /// Writes the compiled component to a file for [`Host::load_compiled`], all at once.
    ///
    /// # Errors
    /// When it cannot be written, or something else than a compiled component lies there.
    pub fn write_compiled(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        write(self.linked.component(), self.source, path.as_ref())
    }
}

fn write(component: &Component, source: Source, path: &Path) -> Result<(), WriteError> {
    let failed = |source| WriteError::Io {
        path: path.to_owned(),
        source,
    };
    if !is_replaceable(path).map_err(failed)? {
        let path = path.to_owned();
        return Err(WriteError::Occupied { path });
    }
    if let Some(stranger) = find_stranger(folder(path)).map_err(failed)? {
        let path = path.to_owned();
        return Err(WriteError::Untrusted { path, stranger });
    }
    let serialized = component.serialize();
    let mut bytes = serialized.map_err(|error| failed(io::Error::other(error)))?;
    // That of a mapped component has the stamp of its file.
    bytes.truncate(image_length(&bytes));
    let stamp = Stamp::new(source, &bytes);
    let permissions = Permissions::from_mode(COMPILED_MODE);
    replace_dated(path, permissions, stamp.written(), |to| {
        to.write_all(&bytes)?;
        to.write_all(&stamp.to_bytes())
    })
    .map_err(failed)
}

/// True if nothing is lost with the file: it is a compiled component or empty, or there is none.
fn is_replaceable(path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Ok(false),
        Ok(_) => {
            let mut head = Vec::new();
            let head_bytes = ELF_MAGIC.len() as u64;
            File::open(path)?.take(head_bytes).read_to_end(&mut head)?;
            Ok(head.is_empty() || head == ELF_MAGIC)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
