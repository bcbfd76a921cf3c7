//! CPython's own build, twice: the native helper `python` that the other build runs, and `libpython` for WASI.
//! Its configure script and make decide; here are only the settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::clibs::link;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, clean, make_command, output};
use super::{MakeError, Progress};
use crate::recipe;
use crate::release::Release;

/// How C is compiled for the guest. The three features are those that every WASI 0.2 host has.
pub(super) const WASI_CFLAGS: &str = "-O3 -g0 -mbulk-memory -msign-ext -mnontrapping-fptoint";

/// The helper runs for seconds; it is the building that must be quick.
const NATIVE_CFLAGS: &str = "-O1 -g0";

/// Both builds: no look at the libraries of the machine.
const CONFIGURE: [&str; 4] = [
    "--prefix=/usr/local",
    "--without-ensurepip",
    "--without-readline",
    "PKG_CONFIG=false",
];

/// The native helper in a prefix of its own, with the standard library of the source; from the cache if it is there.
pub(super) fn native(
    release: &'static Release,
    source_dir: &Path,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let name = format!("python{}", release.minor());
    let prefix = workshop.dir("prefix")?;
    let lib = workshop.dir("prefix/lib")?.join(&name);
    link(&source_dir.join("Lib"), &lib)?;
    let key = recipe::native_key(release);
    let place = workshop
        .root()
        .join("native-python")
        .join(format!("{}-{key}", release.version));
    if runs(&place.join(&name), release) {
        progress.note(&format!("`{}`", place.display()));
    } else {
        build_native(release, workshop, &place.join(&name))?;
    }
    let python = workshop.dir("prefix/bin")?.join(&name);
    fs::copy(place.join(&name), &python).map_err(MakeError::file("copy", &place))?;
    debug_assert!(python.starts_with(prefix));
    Ok(python)
}

fn build_native(
    release: &'static Release,
    workshop: &Workshop,
    place: &Path,
) -> Result<(), MakeError> {
    let dir = workshop.dir("native")?;
    let mut configure = configure(release, &dir);
    configure.arg(format!("CFLAGS={NATIVE_CFLAGS}"));
    workshop.run("configure native python", &mut configure)?;
    workshop.run(
        "build native python",
        dated(make_command(&dir), release).arg("python"),
    )?;
    workshop.place(&dir.join("python"), place)
}

/// Whether it is there, whole, and of that version.
fn runs(python: &Path, release: &Release) -> bool {
    output(Command::new(python).arg("--version"))
        .is_ok_and(|found| found == format!("Python {}", release.version))
}

/// libpython for WASI; the folder it was built in.
pub(super) fn wasi(
    release: &'static Release,
    python: &Path,
    toolchain: &Toolchain,
    workshop: &Workshop,
) -> Result<PathBuf, MakeError> {
    let dir = workshop.dir("wasi")?;
    let mut configure = configure(release, &dir);
    configure
        .args(["--host=wasm32-unknown-wasi", "--build=x86_64-pc-linux-gnu"])
        .args(["--disable-test-modules", "--with-pymalloc"])
        .arg(format!("--with-build-python={}", python.display()))
        .env(
            "CONFIG_SITE",
            format!(
                "../Python-{}/Tools/wasm/config.site-wasm32-wasi",
                release.version
            ),
        )
        .env("CC", format!("{} -fuse-ld=lld", toolchain.cc()))
        .env("AR", &toolchain.ar)
        .env("RANLIB", &toolchain.ranlib)
        .env("CFLAGS", WASI_CFLAGS)
        .env("LDFLAGS", toolchain.link_flags());
    for (module, library) in [
        ("ZLIB", "z"),
        ("BZIP2", "bz2"),
        ("LIBLZMA", "lzma"),
        ("LIBSQLITE3", "sqlite3"),
    ] {
        configure
            .env(format!("{module}_CFLAGS"), "-I../clibs/include")
            .env(format!("{module}_LIBS"), format!("-L../clibs -l{library}"));
    }
    workshop.run("configure libpython", &mut configure)?;
    let library = format!("libpython{}.a", release.minor());
    workshop.run(
        "build libpython",
        dated(make_command(&dir), release).arg(library),
    )?;
    workshop.run(
        "describe libpython",
        dated(make_command(&dir), release).arg("pybuilddir.txt"),
    )?;
    Ok(dir)
}

/// The configure script, called by a relative path: it is written into the objects.
fn configure(release: &Release, dir: &Path) -> Command {
    let mut configure = clean("sh");
    configure
        .current_dir(dir)
        .arg(format!("../Python-{}/configure", release.version))
        .args(CONFIGURE);
    configure
}

/// What is built says that it was built on the day of the release.
fn dated(mut command: Command, release: &Release) -> Command {
    command.env("SOURCE_DATE_EPOCH", release.packed_at_s.to_string());
    command
}
