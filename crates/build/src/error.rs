//! Why a component cannot be built.

use std::fmt;
use std::path::PathBuf;

use wasi_py_bindgen::BindgenError;
use wasi_py_bundle::pack::PackError;
use wlr_libpy::error::LibpyError;

/// Why a component cannot be built. Shown to people by both `Debug` and `Display`, since cargo prints the former.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Not run by cargo.
    #[error("`OUT_DIR` is not set\n= help: call this from a build script")]
    NoBuildScript,
    /// The `Cargo.toml` does not parse, or describes a component by something that is not known.
    #[error("cannot use `{}`: {reason}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// Why, with the line.
        reason: String,
    },
    /// libpython is missing or damaged.
    #[error(transparent)]
    Libpython(#[from] LibpyError),
    /// The app cannot be bundled.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The world cannot be generated from.
    #[error(transparent)]
    Bindgen(#[from] BindgenError),
    /// The app lacks the package that the exports call.
    #[error("the app has no package `{module}`\n= help: write the exports into `{}`", package.display())]
    NoModule {
        /// Its name.
        module: String,
        /// Where it was looked for.
        package: PathBuf,
    },
    /// What was generated cannot be written.
    #[error("cannot write `{}`: {reason}", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
