//! Why a component cannot be built.

use std::fmt;
use std::path::PathBuf;

use wasi_py_bindgen::BindgenError;
use wasi_py_app::AppError;
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
    /// Cargo does not say where the dependencies are.
    #[error(
        "cannot find the crates that `wit-crates` names: {0}\n= help: see whether `cargo metadata` works in this package\n\
         = help: have cargo download its dependencies: `cargo fetch`"
    )]
    Metadata(String),
    /// WIT is asked of a crate that is no dependency.
    #[error(
        "`wit-crates` in `Cargo.toml` names `{0}`, on which this package does not depend\n= help: add it: `cargo add {0}`"
    )]
    NoCrate(String),
    /// WIT is asked of a crate that has none.
    #[error(
        "the crate `{name}` {version} has no WIT: there is no folder `{}`\n\
         = help: take it out of `wit-crates` in `Cargo.toml`",
        folder.display()
    )]
    NoWit {
        /// Its name.
        name: String,
        /// Its version.
        version: String,
        /// Where WIT would be.
        folder: PathBuf,
    },
    /// libpython is missing or damaged.
    #[error(transparent)]
    Libpython(#[from] LibpyError),
    /// The app cannot be bundled.
    #[error(transparent)]
    Pack(#[from] AppError),
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
