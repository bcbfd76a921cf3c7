//! The build script of a component: links libpython, bundles the Python app and generates the Rust between
//! WIT and Python.
//!
//! ```no_run
//! fn main() -> Result<(), wasi_py_build::BuildError> {
//!     wasi_py_build::Component::new().build()
//! }
//! ```
//!
//! With `wasi_py_embed::component!();` in `src/lib.rs` that is all the Rust a component needs. Its
//! `Cargo.toml` says where its parts are and which of them are written in Rust: [`Manifest`].

#![forbid(unsafe_code)]

mod error;
mod imports;
mod manifest;
mod wit_crates;

use std::fs;
use std::path::{Path, PathBuf};

use wasi_py_app::dependencies::native::Linked;
use wasi_py_app::{AppError, Project};
use wlr_libpy::bld_cfg::{LibsConfig, configure_static_libs};
use wlr_libpy::target::Target;

pub use error::BuildError;
pub use manifest::Manifest;
pub use wasi_py_imports::Group;

/// The component of the package whose build script runs, as its `Cargo.toml` describes it.
///
/// A build script may choose another app. The command `wasi-py` does not run build scripts, and sees only
/// what `Cargo.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Component {
    app: Option<PathBuf>,
}

impl Component {
    /// Takes the component as the manifest describes it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets another folder for [`Manifest::app`].
    #[must_use]
    pub fn app(mut self, folder: impl Into<PathBuf>) -> Self {
        self.app = Some(folder.into());
        self
    }

    /// Writes the files that `wasi_py_embed::component!` includes, and tells cargo what to link and what to
    /// watch.
    ///
    /// # Errors
    /// When libpython is not there, the app does not fit into a bundle, or the WIT is not valid.
    pub fn build(self) -> Result<(), BuildError> {
        let manifest = self.manifest()?;
        let (world, project) = (manifest.world()?, manifest.project()?);
        let mut settings = manifest.settings(&project);
        watch([Path::new("Cargo.toml").to_owned()]);
        watch(manifest.wit.iter().chain(world.files()).cloned());
        watch(project.inputs());
        check_module(&manifest.app.join("src"), &settings.app)?;
        let linked = project.linked().map_err(AppError::from)?;
        link(&linked);
        let extensions = linked.extensions.into_iter();
        settings.extensions = extensions.map(|found| (found.module, found.init)).collect();
        let libpython = configure_static_libs()?;
        let imports = manifest.imports()?;
        if imports.is_some() && world.is_async() {
            return Err(BuildError::NotForAsync);
        }
        let section = imports::section(imports.as_ref(), libpython.target())?;
        write(
            "component.rs",
            (world.rust(&settings)? + &section).as_bytes(),
        )?;
        libpython.emit_link_flags();
        wrap_functions(libpython.target());
        write("app.bundle", &pack(&project, &libpython)?)
    }

    /// Reads the manifest. Cargo runs a build script in the folder of its package.
    fn manifest(self) -> Result<Manifest, BuildError> {
        let stated = Manifest::read(Path::new(""))?;
        Ok(Manifest {
            app: self.app.unwrap_or(stated.app),
            ..stated
        })
    }
}

/// Tells cargo to run the build script again when one of these changes.
fn watch(paths: impl IntoIterator<Item = PathBuf>) {
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

/// Functions of the C library that `wasi-py-embed` replaces, on every target and on that of WASI 0.2.
const WRAPPED: [&str; 12] = [
    "__secs_to_zone",
    "__wasilibc_nocwd_fstatat",
    "chdir",
    "feclearexcept",
    "fegetenv",
    "feraiseexcept",
    "fesetenv",
    "fetestexcept",
    "fstat",
    "pthread_cond_wait",
    "read",
    "uname",
];
const WRAPPED_IN_WASIP2: [&str; 53] = [
    "__wasi_sockets_utils__borrow_network",
    "__wasilibc_map_socket_error",
    "accept",
    "accept4",
    "filesystem_descriptor_drop_own",
    "filesystem_directory_entry_stream_drop_own",
    "filesystem_method_descriptor_advise",
    "filesystem_method_descriptor_append_via_stream",
    "filesystem_method_descriptor_create_directory_at",
    "filesystem_method_descriptor_get_flags",
    "filesystem_method_descriptor_get_type",
    "filesystem_method_descriptor_link_at",
    "filesystem_method_descriptor_metadata_hash",
    "filesystem_method_descriptor_metadata_hash_at",
    "filesystem_method_descriptor_open_at",
    "filesystem_method_descriptor_read",
    "filesystem_method_descriptor_read_directory",
    "filesystem_method_descriptor_read_via_stream",
    "filesystem_method_descriptor_readlink_at",
    "filesystem_method_descriptor_remove_directory_at",
    "filesystem_method_descriptor_rename_at",
    "filesystem_method_descriptor_set_size",
    "filesystem_method_descriptor_set_times",
    "filesystem_method_descriptor_set_times_at",
    "filesystem_method_descriptor_stat",
    "filesystem_method_descriptor_stat_at",
    "filesystem_method_descriptor_symlink_at",
    "filesystem_method_descriptor_sync",
    "filesystem_method_descriptor_sync_data",
    "filesystem_method_descriptor_unlink_file_at",
    "filesystem_method_descriptor_write",
    "filesystem_method_descriptor_write_via_stream",
    "filesystem_method_directory_entry_stream_read_directory_entry",
    "filesystem_preopens_get_directories",
    "freeaddrinfo",
    "getaddrinfo",
    "gethostbyaddr",
    "gethostbyname",
    "getnameinfo",
    "getsockopt",
    "hstrerror",
    "setsockopt",
    "streams_input_stream_drop_own",
    "streams_method_input_stream_read",
    "streams_method_input_stream_subscribe",
    "streams_method_output_stream_blocking_flush",
    "streams_method_output_stream_check_write",
    "streams_method_output_stream_subscribe",
    "streams_method_output_stream_write",
    "streams_output_stream_drop_own",
    "udp_method_udp_socket_stream",
    "udp_udp_socket_drop_own",
    "write",
];

/// Tells the linker to call the replacements.
fn wrap_functions(target: Target) {
    let on_target: &[&str] = match target {
        Target::Wasip1 => &[],
        Target::Wasip2 => &WRAPPED_IN_WASIP2,
    };
    for name in WRAPPED.iter().chain(on_target) {
        println!("cargo::rustc-link-arg=--wrap={name}");
    }
}

/// Tells the linker the objects of extension modules, and cargo to link anew when they are built anew.
fn link(linked: &Linked) {
    for extension in &linked.extensions {
        println!("cargo::rustc-link-arg={}", extension.object.display());
        watch([extension.object.clone()]);
    }
    for archive in &linked.archives {
        println!("cargo::rustc-link-arg={}", archive.display());
    }
    // Before the C library, whose smaller parts they stand for.
    for library in &linked.libraries {
        println!("cargo::rustc-link-lib=static={library}");
    }
}

/// Checks that the app has the package that the exports call.
fn check_module(sources: &Path, module: &str) -> Result<(), BuildError> {
    let package = sources.join(module).join("__init__.py");
    if package.exists() || sources.join(module).with_extension("py").exists() {
        Ok(())
    } else {
        Err(BuildError::NoModule {
            module: module.to_owned(),
            package,
        })
    }
}

fn pack(project: &Project, libpython: &LibsConfig) -> Result<Vec<u8>, BuildError> {
    Ok(project.pack(libpython.native_python())?)
}

fn write(name: &str, content: &[u8]) -> Result<(), BuildError> {
    let out = std::env::var_os("OUT_DIR").ok_or(BuildError::NoBuildScript)?;
    let path = Path::new(&out).join(name);
    fs::write(&path, content).map_err(|reason| BuildError::Write { path, reason })
}
