//! A native interpreter of the same version, for measurements: `./configure CFLAGS=-O3 && make` builds it,
//! without profile-guided or link-time optimisation. Nothing is built with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::workshop::{Workshop, clean, make_command, output};
use super::{MakeError, Order, Progress, Steps, source};
use crate::recipe;
use crate::release::Release;

/// The compiler's flags. Debug information would be larger and not slower, since it is not loaded.
const CFLAGS: &str = "-O3 -g0";

/// Extension modules that must be there: without them, a comparison would measure something else.
const ACCELERATORS: &str = "_bisect, _collections, _datetime, _functools, _heapq, _json, _random, _sre, _struct, array, math";

/// Returns the program of the native interpreter, from the cache `root` or built now. Its prefix has the
/// standard library and every extension module that the machine's libraries allow.
///
/// It depends on the release, the source and `force` of the order. The target only names the logs.
///
/// # Errors
/// A [`MakeError`] that says what to do.
pub fn reference(
    order: &Order,
    root: &Path,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let release = order.release;
    let folder = format!("{}-{}", release.version, recipe::reference_key(release));
    let place = root.join("native-reference").join(folder);
    let python = program(&place, release);
    if !order.force && works(&python, release) {
        return Ok(python);
    }
    let workshop = Workshop::open(root, order, progress)?;
    // Somebody else may have built it while this run waited for the lock.
    if order.force || !works(&python, release) {
        let built = build(order, &workshop, progress)?;
        workshop.place(&built, &place)?;
    }
    Ok(python)
}

fn program(prefix: &Path, release: &Release) -> PathBuf {
    prefix.join(format!("bin/python{}", release.minor()))
}

/// Tells whether the program runs, is of that version, and has its accelerators.
fn works(python: &Path, release: &Release) -> bool {
    let code = format!("import platform, {ACCELERATORS}; print(platform.python_version())");
    output(Command::new(python).args(["-I", "-c", &code]))
        .is_ok_and(|version| version == release.version)
}

fn build(
    order: &Order,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<PathBuf, MakeError> {
    let release = order.release;
    let mut step = Steps::new(progress, 2);
    step.begin("source of CPython");
    let source_dir = source::unpack(order, workshop, step.progress)?;
    step.begin("native reference python");
    let dir = workshop.dir("reference")?;
    let mut configure = clean("sh");
    configure
        .current_dir(&dir)
        .arg(source_dir.join("configure"))
        .args(["--prefix=/prefix", "--disable-test-modules"])
        .args(["--without-ensurepip", "--without-readline"])
        .arg(format!("CFLAGS={CFLAGS}"));
    workshop.run("configure reference python", &mut configure)?;
    let mut make = make_command(&dir);
    make.args(["altbininstall", "sharedinstall"])
        .arg(format!("DESTDIR={}", dir.display()));
    workshop.run("build reference python", &mut make)?;
    add_stdlib(&source_dir, &dir.join("prefix"), release)?;
    Ok(dir.join("prefix"))
}

/// Moves the modules in Python to the extension modules, whose folder is in `lib` already.
fn add_stdlib(source_dir: &Path, prefix: &Path, release: &Release) -> Result<(), MakeError> {
    let lib = prefix.join(format!("lib/python{}", release.minor()));
    let from = source_dir.join("Lib");
    let dynload = lib.join("lib-dynload");
    let to = from.join("lib-dynload");
    fs::rename(&dynload, &to).map_err(MakeError::file("move", &dynload))?;
    fs::remove_dir(&lib).map_err(MakeError::file("replace", &lib))?;
    fs::rename(&from, &lib).map_err(MakeError::file("move", &from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::make::workshop::tests::{Notes, order};

    /// A program that answers whatever it is asked with the version.
    fn stand_in(root: &Path, version: &str) -> PathBuf {
        let release = order().release;
        let folder = format!("{}-{}", release.version, recipe::reference_key(release));
        let python = program(&root.join("native-reference").join(folder), release);
        fs::create_dir_all(python.parent().expect("in a folder")).expect("a folder");
        fs::write(&python, format!("#!/bin/sh\necho {version}\n")).expect("a file");
        output(Command::new("chmod").arg("+x").arg(&python)).expect("chmod");
        python
    }

    #[test]
    fn what_is_in_the_cache_is_not_built_again() {
        let root = tempfile::tempdir().expect("a folder");
        let python = stand_in(root.path(), order().release.version);
        let mut notes = Notes::default();
        let found = reference(&order(), root.path(), &mut notes).expect("there");
        assert_eq!(found, python);
        assert!(notes.0.is_empty(), "{:?}", notes.0);
    }

    #[test]
    fn another_version_is_not_taken() {
        let root = tempfile::tempdir().expect("a folder");
        stand_in(root.path(), "3.12.0");
        let error = reference(&order(), root.path(), &mut Notes::default());
        assert!(
            matches!(error, Err(MakeError::NoSource { .. })),
            "{error:?}"
        );
    }
}
