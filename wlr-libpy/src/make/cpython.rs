//! CPython's own build, run twice: once for the native helper `python`, and once, with that helper, for
//! `libpython` for WASI. CPython's configure script and make decide how. The settings for both are here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::optimise;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, clean, link, make_command, output};
use super::{MakeError, Order};
use crate::assertions::Assertions;
use crate::recipe;
use crate::release::Release;

/// The compiler's flags for WASI. Every host of WASI 0.2 has the three features.
pub(super) const WASI_CFLAGS: &str = "-O3 -g0 -mbulk-memory -msign-ext -mnontrapping-fptoint";

/// The compiler's flags for the native helper. It runs for seconds, so it is built quickly instead.
const NATIVE_CFLAGS: &str = "-O0 -g0";

/// The answers of the configure script for WASI, with the one release, C library and compiler that its first
/// line names. `profile/answers.sh` records them. Asking takes a minute, since each question compiles a
/// program.
const ANSWERS: &str = include_str!("configure.site");

/// The options of both builds. They keep the machine's libraries out.
const CONFIGURE: [&str; 4] = [
    "--prefix=/usr/local",
    "--without-ensurepip",
    "--without-readline",
    "PKG_CONFIG=false",
];

/// The options for WASI, where pymalloc and IPv6 are off unless they are asked for.
const CONFIGURE_WASI: [&str; 4] = [
    "--host=wasm32-unknown-wasi",
    "--disable-test-modules",
    "--enable-ipv6",
    "--with-pymalloc",
];

/// The extension modules that the native helper has, since compiling Python sources takes them: `unicodedata`
/// for `\N{…}` and identifiers beyond ASCII, the others for sources in encodings of East Asia.
const NATIVE_MODULES: &str = "\
*static*
unicodedata unicodedata.c
_multibytecodec cjkcodecs/multibytecodec.c
_codecs_cn cjkcodecs/_codecs_cn.c
_codecs_hk cjkcodecs/_codecs_hk.c
_codecs_iso2022 cjkcodecs/_codecs_iso2022.c
_codecs_jp cjkcodecs/_codecs_jp.c
_codecs_kr cjkcodecs/_codecs_kr.c
_codecs_tw cjkcodecs/_codecs_tw.c
";

/// The C libraries of extension modules: the configure script's name and the linker's.
const LIBRARIES: [(&str, &str); 4] = [
    ("BZIP2", "bz2"),
    ("LIBLZMA", "lzma"),
    ("LIBSQLITE3", "sqlite3"),
    ("ZLIB", "z"),
];

/// Returns the native helper in a prefix of its own, with the standard library of the source. It is taken
/// from the cache, or built.
pub(super) fn native(
    release: &'static Release,
    source_dir: &Path,
    workshop: &Workshop,
) -> Result<PathBuf, MakeError> {
    let name = format!("python{}", release.minor());
    let folder = format!("{}-{}", release.version, recipe::native_key(release));
    let stored = workshop
        .root()
        .join("native-python")
        .join(folder)
        .join(&name);
    if !runs(&stored, release) {
        build_native(release, workshop, &stored)?;
    }
    link(
        &source_dir.join("Lib"),
        &workshop.dir("prefix/lib")?.join(&name),
    )?;
    let python = workshop.dir("prefix/bin")?.join(&name);
    fs::copy(&stored, &python).map_err(MakeError::file("copy", &stored))?;
    Ok(python)
}

/// Tells whether the program runs and is of that version.
fn runs(python: &Path, release: &Release) -> bool {
    output(Command::new(python).arg("--version"))
        .is_ok_and(|found| found == format!("Python {}", release.version))
}

fn build_native(
    release: &'static Release,
    workshop: &Workshop,
    stored: &Path,
) -> Result<(), MakeError> {
    let dir = workshop.dir("native")?;
    let modules = workshop.dir("native/Modules")?.join("Setup.local");
    fs::write(&modules, NATIVE_MODULES).map_err(MakeError::file("write", &modules))?;
    let mut configure = configure(release, &dir);
    configure.arg(format!("CFLAGS={NATIVE_CFLAGS}"));
    workshop.run("configure native python", &mut configure)?;
    workshop.run(
        "build native python",
        dated_make(release, &dir).arg("python"),
    )?;
    workshop.place(&dir.join("python"), stored)
}

/// Builds libpython for WASI with the native helper `python`, and returns the folder of that build. Its
/// archives still have to be optimised: [`optimise::whole`].
pub(super) fn wasi(
    order: &Order,
    python: &Path,
    toolchain: &Toolchain,
    workshop: &Workshop,
) -> Result<PathBuf, MakeError> {
    let (release, dir) = (order.release, workshop.dir("wasi")?);
    let mut configure = configure_wasi(release, python, toolchain, workshop)?;
    if order.assertions == Assertions::On {
        configure.arg("--with-assertions");
    }
    workshop.run("configure libpython", &mut configure)?;
    workshop.keep(&dir.join("config.log"))?;
    let flags = optimise::compile_flags(workshop)?;
    let mut make = dated_make(release, &dir);
    make.arg(optimise::archive(release)).arg(flags);
    workshop.run("build libpython", &mut make)?;
    workshop.run(
        "describe libpython",
        dated_make(release, &dir).arg("pybuilddir.txt"),
    )?;
    Ok(dir)
}

fn configure_wasi(
    release: &Release,
    python: &Path,
    toolchain: &Toolchain,
    workshop: &Workshop,
) -> Result<Command, MakeError> {
    let dir = &workshop.dir("wasi")?;
    let source = format!("../Python-{}", release.version);
    let machine = output(
        clean("sh")
            .current_dir(dir)
            .arg(format!("{source}/config.guess")),
    )?;
    let answers = workshop.path("configure.site");
    fs::write(&answers, known_answers(release, toolchain)?)
        .map_err(MakeError::file("write", &answers))?;
    let mut configure = configure(release, dir);
    configure
        .args(CONFIGURE_WASI)
        .arg(format!("--build={machine}"))
        .arg(format!("--with-build-python={}", python.display()))
        .env(
            "CONFIG_SITE",
            format!("{source}/Tools/wasm/config.site-wasm32-wasi ../configure.site"),
        )
        // A cross build cannot find out whether memory must be aligned. WebAssembly does not demand it, and
        // with the demand, strings are hashed more slowly.
        .env("ac_cv_aligned_required", "no")
        .env("CC", format!("{} -fuse-ld=lld", toolchain.cc()))
        .env("AR", &toolchain.ar)
        .env("RANLIB", &toolchain.ranlib)
        .env("CFLAGS", WASI_CFLAGS)
        .env("LDFLAGS", toolchain.link_flags());
    for (module, library) in LIBRARIES {
        configure
            .env(format!("{module}_CFLAGS"), "-I../clibs/include")
            .env(format!("{module}_LIBS"), format!("-L../clibs -l{library}"));
    }
    Ok(configure)
}

/// Returns the recorded answers, if they are those for this release and toolchain.
fn known_answers(release: &Release, toolchain: &Toolchain) -> Result<&'static str, MakeError> {
    let compiler = toolchain.version()?;
    let mut words = compiler.split_whitespace();
    let compiler = words.find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let subject = format!(
        "# CPython {}; {}; {}; clang {}\n",
        release.version,
        toolchain.target,
        toolchain.libc,
        compiler.unwrap_or_default()
    );
    Ok(if ANSWERS.starts_with(&subject) {
        ANSWERS
    } else {
        ""
    })
}

/// Prepares the configure script. Its path is relative, since the objects have it inside.
fn configure(release: &Release, dir: &Path) -> Command {
    let mut configure = clean("sh");
    configure
        .current_dir(dir)
        .arg(format!("../Python-{}/configure", release.version))
        .args(CONFIGURE);
    configure
}

/// Prepares `make` for an interpreter whose date of build is the date of its source, so that every build
/// gives the same bytes.
fn dated_make(release: &Release, dir: &Path) -> Command {
    let mut make = make_command(dir);
    make.env("SOURCE_DATE_EPOCH", release.packed_at_s.to_string());
    make
}
