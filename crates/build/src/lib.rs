//! The build script of a component: links libpython, bundles the Python app and generates the Rust between WIT and Python.
//!
//! ```no_run
//! fn main() -> Result<(), wasi_py_build::BuildError> {
//!     wasi_py_build::Component::new().build()
//! }
//! ```
//!
//! With `wasi_py_embed::component!();` in `src/lib.rs` that is all the Rust a component needs.

mod error;

use std::fs;
use std::path::{Path, PathBuf};

use wasi_py_bindgen::{Settings, World};
use wasi_py_bundle::pack::project::Project;
use wlr_libpy::bld_cfg::{LibsConfig, configure_static_libs};

pub use error::BuildError;

/// A component to be built. Paths are relative to the folder of its `Cargo.toml`.
#[derive(Clone, Debug)]
pub struct Component {
    wit: Vec<PathBuf>,
    world: Option<String>,
    app: PathBuf,
    module: Option<String>,
    settings: Settings,
}

impl Default for Component {
    fn default() -> Self {
        Self::new()
    }
}

impl Component {
    /// The only world of the package in the folder `wit`, and the Python project in the folder `app`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            wit: vec!["wit".into()],
            world: None,
            app: "app".into(),
            module: None,
            settings: Settings::default(),
        }
    }

    /// Folders with WIT packages. The last has the world, those before it are what it uses.
    #[must_use]
    pub fn wit<P: Into<PathBuf>>(mut self, folders: impl IntoIterator<Item = P>) -> Self {
        self.wit = folders.into_iter().map(Into::into).collect();
        self
    }

    /// Which world, if the package has several.
    #[must_use]
    pub fn world(mut self, name: impl Into<String>) -> Self {
        self.world = Some(name.into());
        self
    }

    /// The folder of the Python project: `pyproject.toml`, and in `src` a package of the project's name.
    #[must_use]
    pub fn app(mut self, folder: impl Into<PathBuf>) -> Self {
        self.app = folder.into();
        self
    }

    /// The package that implements the exports, if it is not called as the project is.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// A type that is written by hand: `class` is the path of its `#[pyclass]`, beside which `ToPython` and `FromPython` are
    /// implemented for the type in `bindings`.
    #[must_use]
    pub fn type_in_rust(mut self, interface: &str, name: &str, class: &str) -> Self {
        let row = (interface.to_owned(), name.to_owned(), class.to_owned());
        self.settings.types.push(row);
        self
    }

    /// An exported function that is written by hand, with the types of `bindings`. An empty `interface` is the world itself.
    #[must_use]
    pub fn function_in_rust(mut self, interface: &str, name: &str, function: &str) -> Self {
        let row = (interface.to_owned(), name.to_owned(), function.to_owned());
        self.settings.functions.push(row);
        self
    }

    /// An exported interface whose trait `Guest` is implemented for `Component` by hand.
    #[must_use]
    pub fn interface_in_rust(mut self, interface: &str) -> Self {
        self.settings.interfaces.push(interface.to_owned());
        self
    }

    /// The path of a `#[pymodule]` that Python can import.
    #[must_use]
    pub fn builtin(mut self, module: &str) -> Self {
        self.settings.builtins.push(module.to_owned());
        self
    }

    /// The path of a `fn(Python<'_>) -> PyResult<()>` that calls the app before a snapshot, until its bytecode is specialised.
    #[must_use]
    pub fn warm_up(mut self, function: &str) -> Self {
        self.settings.warm_up = Some(function.to_owned());
        self
    }

    /// Writes what `wasi_py_embed::component!` takes in, and tells cargo what to link and what to watch.
    ///
    /// # Errors
    /// When libpython is not there, the app does not fit into a bundle, or the WIT is not valid.
    pub fn build(self) -> Result<(), BuildError> {
        let world = World::read(&self.wit, self.world.as_deref())?;
        for path in self
            .wit
            .iter()
            .map(PathBuf::as_path)
            .chain(world.files().iter().map(PathBuf::as_path))
        {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let project = self.project()?;
        let app = self.module.unwrap_or_else(|| project.module_name());
        check_module(&self.app.join("src"), &app)?;
        let settings = Settings {
            app,
            ..self.settings
        };
        write("component.rs", world.rust(&settings)?.as_bytes())?;
        let libpython = configure_static_libs()?;
        libpython.emit_link_flags();
        // `wasi-py-embed` has one that sees a file grow.
        println!("cargo::rustc-link-arg=--wrap=read");
        write("app.bundle", &pack(&project, &libpython)?)
    }

    fn project(&self) -> Result<Project, BuildError> {
        let project = Project::read(&self.app)?;
        for input in project.inputs() {
            println!("cargo::rerun-if-changed={}", input.display());
        }
        Ok(project)
    }
}

/// The app must have the package that the exports call.
fn check_module(sources: &Path, module: &str) -> Result<(), BuildError> {
    let package = sources.join(module).join("__init__.py");
    match package.exists() || sources.join(module).with_extension("py").exists() {
        true => Ok(()),
        false => Err(BuildError::NoModule {
            module: module.to_owned(),
            package,
        }),
    }
}

fn pack(project: &Project, libpython: &LibsConfig) -> Result<Vec<u8>, BuildError> {
    Ok(project.pack(libpython.native_python())?)
}

fn write(name: &str, content: &[u8]) -> Result<(), BuildError> {
    let out = std::env::var_os("OUT_DIR").ok_or(BuildError::NoBuildScript)?;
    let path = Path::new(&out).join(name);
    fs::write(&path, content).map_err(|source| BuildError::Write { path, source })
}
