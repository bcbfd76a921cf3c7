//! The error of building a component.

use std::fmt;
use std::path::PathBuf;

use wasi_py_app::AppError;
use wasi_py_bindgen::BindgenError;
use wasi_py_imports::ImportsError;
use wlr_libpy::error::LibpyError;

/// The error of building a component. `Debug` prints what `Display` prints, since cargo shows the former to
/// people.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The build did not run in a build script.
    #[error("`OUT_DIR` is not set\n= help: call this from a build script")]
    NoBuildScript,
    /// The `Cargo.toml` does not parse, or describes a component by something that is not known.
    #[error("cannot use `{}`: {reason}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// The reason, with the line.
        reason: String,
    },
    /// Cargo cannot tell where the dependencies are.
    #[error(
        "cannot find the crates that `wit-crates` names: {0}\n= help: see whether `cargo metadata` works in this package\n\
         = help: have cargo download its dependencies: `cargo fetch`"
    )]
    Metadata(String),
    /// A crate in `wit-crates` is not a dependency.
    #[error(
        "`wit-crates` in `Cargo.toml` names `{0}`, on which this package does not depend\n= help: add it: `cargo add {0}`"
    )]
    NoCrate(String),
    /// A crate in `wit-crates` has no WIT.
    #[error(
        "the crate `{name}` {version} has no WIT: there is no folder `{}`\n\
         = help: take it out of `wit-crates` in `Cargo.toml`",
        folder.display()
    )]
    NoWit {
        /// The name of the crate.
        name: String,
        /// The version of the crate.
        version: String,
        /// The folder in which WIT is expected.
        folder: PathBuf,
    },
    /// libpython is missing or damaged.
    #[error(transparent)]
    Libpython(#[from] LibpyError),
    /// The app cannot be bundled.
    #[error(transparent)]
    Pack(#[from] AppError),
    /// Nothing can be generated from the world.
    #[error(transparent)]
    Bindgen(#[from] BindgenError),
    /// The imports of WASI are described by settings that do not fit each other.
    #[error(transparent)]
    Imports(#[from] ImportsError),
    /// Imports are left out for a target that has other ones.
    #[error(
        "imports can be left out for `wasm32-wasip2`, not for `{0}`\n= help: remove `wasi`, `entropy` and `clock` from `Cargo.toml`, or build for the other target"
    )]
    NotForTarget(&'static str),
    /// Imports are left out of a component whose event loop needs some.
    #[error(
        "imports cannot be left out of a component with async functions, streams or futures\n= help: remove `wasi`, `entropy` and `clock` from `Cargo.toml`"
    )]
    NotForAsync,
    /// The app lacks the package that the exports call.
    #[error("the app has no package `{module}`\n= help: write the exports into `{}`", package.display())]
    NoModule {
        /// The name of the package.
        module: String,
        /// The path at which it is expected.
        package: PathBuf,
    },
    /// A generated file cannot be written.
    #[error("cannot write `{}`: {reason}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        reason: std::io::Error,
    },
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
