//! The files that extension modules are compiled with: CPython's headers and a C toolchain. They are made
//! when the first package with native code is built, and never for anything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::toolchain::Toolchain;
use super::workshop::{Workshop, clean};
use super::{MakeError, Order, Progress, find, source};
use crate::bld_cfg::LibsConfig;
use crate::recipe;

/// The script that writes `pyconfig.h`.
const SCRIPT: &str = include_str!("development.py");
/// This file and that one name what they make.
const RECIPE: [&str; 2] = [include_str!("development.rs"), SCRIPT];
/// The module that tells a build backend what extension modules are compiled with.
const SYSCONFIGDATA: &str = "_sysconfigdata__wasi_wasm32-wasi";

/// The files that extension modules are compiled with.
#[derive(Clone, Debug)]
pub struct Development {
    /// The folder of `Python.h`.
    pub include: PathBuf,
    /// The module `_sysconfigdata` as CPython's build wrote it.
    pub sysconfigdata: PathBuf,
    /// The folder of the archives that a component is linked with.
    pub lib: PathBuf,
    /// The C toolchain.
    pub tools: CTools,
}

/// The programs and files that compile C for a component.
#[derive(Clone, Debug)]
pub struct CTools {
    /// The C compiler.
    pub clang: PathBuf,
    /// The archiver.
    pub ar: PathBuf,
    /// The indexer of archives.
    pub ranlib: PathBuf,
    /// The linker.
    pub linker: PathBuf,
    /// The folder with the `include` and `lib` of the C library.
    pub sysroot: PathBuf,
    /// The compiler's own library, if clang does not find it by itself.
    pub builtins: Option<PathBuf>,
    /// The C++ library, if there is one.
    pub cxx: Option<CxxLibrary>,
    /// The version of the compiler.
    pub version: String,
}

/// The C++ library for a component. It knows no exceptions.
#[derive(Clone, Debug)]
pub struct CxxLibrary {
    /// The folder of its headers.
    pub include: PathBuf,
    /// Its archives, in the order of the linker.
    pub archives: Vec<PathBuf>,
}

/// The packages of Debian's C++ library.
pub const DEBIAN_CXX_PACKAGES: [&str; 2] = ["libc++-19-dev-wasm32", "libc++abi-19-dev-wasm32"];

/// Returns what extension modules are compiled with, for the libpython of an order, which must be in the
/// cache `root`. Headers are taken from the cache or unpacked now.
///
/// # Errors
/// A [`MakeError`], whose text says what to do.
pub fn development(
    order: &Order,
    root: &Path,
    progress: &mut dyn Progress,
) -> Result<Development, MakeError> {
    let libpython = find(order, root)?;
    let place = place(order, root);
    let workshop = Workshop::open(root, order, progress)?;
    let toolchain = Toolchain::find(order.target, &workshop, progress)?;
    if !place.is_dir() {
        let made = unpack(order, &libpython, &workshop, progress)?;
        workshop.place(&made, &place)?;
    }
    Ok(Development {
        include: place.join("include"),
        sysconfigdata: sysconfigdata(&libpython, order),
        lib: libpython.lib_dir(),
        tools: CTools::of(toolchain)?,
    })
}

fn place(order: &Order, root: &Path) -> PathBuf {
    let key = recipe::development_key(order.release, order.target, order.assertions, RECIPE);
    let folder = format!("{}-{}-{key}", order.release.version, order.target);
    root.join("development").join(folder)
}

fn sysconfigdata(libpython: &LibsConfig, order: &Order) -> PathBuf {
    let python = format!("python{}", order.release.minor());
    libpython
        .lib_dir()
        .join(python)
        .join(format!("{SYSCONFIGDATA}.py"))
}

/// Unpacks the headers to `include`, and writes `pyconfig.h`.
fn unpack(
    order: &Order,
    libpython: &LibsConfig,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let tarball = source::tarball(order, workshop, progress)?;
    let dir = workshop.dir("development")?;
    let top = format!("Python-{}", order.release.version);
    let mut tar = clean("tar");
    tar.args(["--extract", "--no-same-owner", "--strip-components=1"])
        .arg("--file")
        .arg(&tarball)
        .arg("--directory")
        .arg(&dir)
        .args([format!("{top}/Include"), format!("{top}/pyconfig.h.in")]);
    workshop.run("unpack headers", &mut tar)?;
    let (include, template) = (dir.join("include"), dir.join("pyconfig.h.in"));
    fs::rename(dir.join("Include"), &include).map_err(MakeError::file("create", &include))?;
    let mut python: Command = libpython.native_python();
    python.args(["-I", "-S", "-B", "-c", SCRIPT]);
    python.arg(sysconfigdata(libpython, order));
    python.arg(&template).arg(include.join("pyconfig.h"));
    workshop.run("write pyconfig.h", &mut python)?;
    fs::remove_file(&template).map_err(MakeError::file("remove", &template))?;
    Ok(dir)
}

impl CTools {
    fn of(toolchain: Toolchain) -> Result<Self, MakeError> {
        Ok(Self {
            version: toolchain.version()?,
            linker: toolchain.linker(),
            cxx: toolchain
                .cxx_folders()
                .and_then(|(include, lib)| CxxLibrary::find(include, &lib)),
            clang: toolchain.clang,
            ar: toolchain.ar,
            ranlib: toolchain.ranlib,
            sysroot: toolchain.sysroot,
            builtins: toolchain.builtins,
        })
    }
}

impl CxxLibrary {
    fn find(include: PathBuf, lib: &Path) -> Option<Self> {
        let archives: Vec<PathBuf> = ["libc++.a", "libc++abi.a"]
            .map(|name| lib.join(name))
            .into();
        let is_whole = include.is_dir() && archives.iter().all(|archive| archive.is_file());
        is_whole.then_some(Self { include, archives })
    }
}
