//! A build script's view of a libpython of a few bytes.

use std::collections::HashMap;
use std::ffi::OsStr;

use super::*;
use crate::release::RELEASES;
use crate::stamp::{Archive, Tree};
use tempfile::TempDir;

/// Makes a libpython in a folder of its own, complete unless a test damages it.
fn libpython() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    write_libpython(dir.path());
    dir
}

/// Writes a whole libpython of the default release for `wasm32-wasip2`.
pub(crate) fn write_libpython(dir: &Path) {
    let stdlib = dir.join("lib/python3.13");
    fs::create_dir_all(&stdlib).expect("a folder");
    fs::write(stdlib.join("os.py"), "pass\n").expect("a file");
    let archive = dir.join("lib/libpython3.13.a");
    fs::write(&archive, "!<arch>\n").expect("a file");
    let stamp = Stamp {
        version: "3.13.15".to_owned(),
        target: "wasm32-wasip2".to_owned(),
        assertions: false,
        source_sha256: RELEASES[0].sha256.to_owned(),
        recipe: recipe::key(&RELEASES[0], Target::Wasip2, Assertions::Off),
        compiler: "clang version 19".to_owned(),
        libc: "wasi-libc 1".to_owned(),
        archives: vec![Archive::of(&archive).expect("readable")],
        stdlib: Tree::of(&stdlib).expect("readable"),
    };
    let stamp = serde_json::to_vec(&stamp).expect("serialisable");
    fs::write(dir.join(stamp::FILE_NAME), stamp).expect("a file");
}

fn open(dir: &TempDir) -> Result<LibsConfig, LibpyError> {
    LibsConfig::open(
        dir.path().to_owned(),
        &RELEASES[0],
        Target::Wasip2,
        Assertions::Off,
    )
}

/// Returns the outcome of a build script with these variables, and what it told cargo.
fn script(target: Target, variables: &[(&str, &Path)]) -> (Result<LibsConfig, LibpyError>, String) {
    let variables: HashMap<_, _> = variables.iter().copied().collect();
    let mut script = BuildScript {
        environment: |name: &str| {
            variables
                .get(name)
                .map(|value| value.as_os_str().to_owned())
        },
        out: Vec::new(),
    };
    let found = find(&mut script, target);
    (found, String::from_utf8(script.out).expect("text"))
}

#[test]
fn named_folder_is_used_and_everything_read_is_registered() {
    let dir = libpython();
    let (found, told) = script(Target::Wasip2, &[(DIR_VARIABLE, dir.path())]);
    assert_eq!(found.expect("whole").lib_dir(), dir.path().join("lib"));
    let dir = dir.path().display();
    assert_eq!(
        told,
        format!(
            "cargo::rerun-if-env-changed=WLR_LIBPY_VERSION\n\
             cargo::rerun-if-env-changed=WLR_LIBPY_ASSERTIONS\n\
             cargo::rerun-if-env-changed=WLR_LIBPY_DIR\n\
             cargo::rerun-if-changed={dir}/libpython.json\n\
             cargo::rerun-if-changed={dir}/lib/libpython3.13.a\n"
        )
    );
}

#[test]
fn empty_cache_names_the_command_that_fills_it() {
    let cache = tempfile::tempdir().expect("a folder");
    let (found, told) = script(Target::Wasip1, &[("WASI_PY_CACHE", cache.path())]);
    let release = &RELEASES[0];
    let stamp = libpython_dir(cache.path(), release, Target::Wasip1, Assertions::Off)
        .join(stamp::FILE_NAME);
    assert_eq!(
        found.expect_err("empty").to_string(),
        format!(
            "no libpython 3.13.15 for `wasm32-wasip1`: `{stamp}` does not exist\n\
             = help: run `cargo wasi-py libpython --target wasm32-wasip1 --version 3.13.15`\n\
             = help: or set `WLR_LIBPY_DIR` to a folder that this command has made",
            stamp = stamp.display()
        )
    );
    assert!(
        told.contains("rerun-if-env-changed=WASI_PY_CACHE\n"),
        "{told}"
    );
    assert!(
        told.ends_with(&format!("rerun-if-changed={}\n", stamp.display())),
        "{told}"
    );
}

#[test]
fn selected_version_is_the_one_looked_for() {
    let dir = libpython();
    let variables = [
        (DIR_VARIABLE, dir.path()),
        (VERSION_VARIABLE, Path::new("3.13.5")),
    ];
    let (found, _) = script(Target::Wasip2, &variables);
    assert_eq!(
        found.expect_err("another version").to_string(),
        format!(
            "`{dir}` holds libpython 3.13.15 for `wasm32-wasip2`, expected 3.13.5 for `wasm32-wasip2`\n\
             = help: set `WLR_LIBPY_DIR` to a folder that holds it, or unset it to use the cache\n\
             = help: set `WLR_LIBPY_VERSION` if the folder's version is the one you want",
            dir = dir.path().display()
        )
    );
}

#[test]
fn libpython_of_another_target_is_refused() {
    let dir = libpython();
    let (found, _) = script(Target::Wasip1, &[(DIR_VARIABLE, dir.path())]);
    assert!(
        matches!(found, Err(LibpyError::Another { .. })),
        "{found:?}"
    );
}

#[test]
fn libpython_without_assertions_is_refused_where_they_are_wanted() {
    let dir = libpython();
    let variables = [
        (DIR_VARIABLE, dir.path()),
        (ASSERTIONS_VARIABLE, Path::new("1")),
    ];
    let error = script(Target::Wasip2, &variables)
        .0
        .expect_err("another one");
    let expected = "expected 3.13.15 for `wasm32-wasip2` with assertions\n";
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn libpython_of_another_source_or_recipe_is_refused() {
    let dir = libpython();
    let path = dir.path().join(stamp::FILE_NAME);
    let whole = fs::read_to_string(&path).expect("a stamp");
    let recipe = recipe::key(&RELEASES[0], Target::Wasip2, Assertions::Off);
    for (kind, known) in [("of source", RELEASES[0].sha256), ("by recipe", &recipe)] {
        let other = "0".repeat(known.len());
        fs::write(&path, whole.replace(known, &other)).expect("a file");
        let error = open(&dir).expect_err("another one").to_string();
        let sentence = format!("libpython {kind} {other}, expected {kind} {known}\n");
        assert!(error.contains(&sentence), "{error}");
    }
}

#[test]
fn unknown_version_and_relative_folder_are_refused() {
    let (found, _) = script(Target::Wasip2, &[(VERSION_VARIABLE, Path::new("2.7"))]);
    assert!(
        matches!(found, Err(LibpyError::UnknownVersion { .. })),
        "{found:?}"
    );
    let (found, _) = script(Target::Wasip2, &[(DIR_VARIABLE, Path::new("here"))]);
    assert!(
        matches!(found, Err(LibpyError::Relative { .. })),
        "{found:?}"
    );
}

#[test]
fn truncated_archive_is_refused() {
    let dir = libpython();
    let archive = dir.path().join("lib/libpython3.13.a");
    fs::write(&archive, "!<ar").expect("a file");
    assert_eq!(
        open(&dir).expect_err("truncated").to_string(),
        format!(
            "`{archive}` is damaged: expected 8 bytes, found 4 bytes\n\
             = help: run `cargo wasi-py libpython --force --target wasm32-wasip2 --version 3.13.15`",
            archive = archive.display()
        )
    );
}

#[test]
fn absent_archive_is_refused() {
    let dir = libpython();
    fs::remove_file(dir.path().join("lib/libpython3.13.a")).expect("there");
    assert!(matches!(open(&dir), Err(LibpyError::Damaged { .. })));
}

#[test]
fn half_written_stamp_is_refused() {
    let dir = libpython();
    fs::write(dir.path().join(stamp::FILE_NAME), "{\"version\":").expect("a file");
    assert!(matches!(open(&dir), Err(LibpyError::Damaged { .. })));
}

#[test]
fn verifying_finds_what_sizes_do_not_tell() {
    let dir = libpython();
    let config = open(&dir).expect("whole");
    config.verify().expect("whole");

    fs::write(dir.path().join("lib/libpython3.13.a"), "!<arch>?").expect("a file");
    open(&dir).expect("of the right size");
    let error = config.verify().expect_err("another byte").to_string();
    assert!(
        error.contains("libpython3.13.a` is damaged: expected sha256 "),
        "{error}"
    );
}

#[test]
fn verifying_finds_a_changed_standard_library() {
    let dir = libpython();
    let config = open(&dir).expect("whole");
    fs::write(config.stdlib_dir().join("os.py"), "PASS\n").expect("a file");
    let error = config.verify().expect_err("another byte").to_string();
    assert!(
        error.contains("python3.13` is damaged: expected 1 files with sha256 "),
        "{error}"
    );
}

#[test]
fn link_lines_put_our_libc_first_and_give_python_its_stack() {
    let dir = libpython();
    let mut lines = Vec::new();
    open(&dir)
        .expect("whole")
        .write_link_flags(&mut lines)
        .expect("memory");
    let lines = String::from_utf8(lines).expect("text");
    let expected = format!(
        "cargo::rustc-link-search=native={}\n",
        dir.path().join("lib").display()
    ) + "cargo::rustc-link-lib=static=python3.13\n\
           cargo::rustc-link-lib=static=mpdec\n\
           cargo::rustc-link-lib=static=Hacl_Hash_SHA2\n\
           cargo::rustc-link-lib=static=expat\n\
           cargo::rustc-link-lib=static=z\n\
           cargo::rustc-link-lib=static=bz2\n\
           cargo::rustc-link-lib=static=lzma\n\
           cargo::rustc-link-lib=static=sqlite3\n\
           cargo::rustc-link-lib=static=dl\n\
           cargo::rustc-link-lib=static=wasi-emulated-signal\n\
           cargo::rustc-link-lib=static=wasi-emulated-getpid\n\
           cargo::rustc-link-lib=static=wasi-emulated-process-clocks\n\
           cargo::rustc-link-arg=-zstack-size=8454144\n";
    assert_eq!(lines, expected);
}

#[test]
fn committed_pyo3_configuration_is_the_one_of_this_libpython() {
    let dir = libpython();
    let config = open(&dir).expect("whole");
    assert_eq!(
        config.pyo3_config(),
        include_str!("../../../.cargo/pyo3-wasm32.cfg")
    );
    let path = dir.path().join("pyo3.cfg");
    config.write_pyo3_config(&path).expect("writable");
    assert_eq!(
        fs::read_to_string(path).expect("there"),
        config.pyo3_config()
    );
}

#[test]
fn native_python_runs_undisturbed() {
    let dir = libpython();
    let python = open(&dir).expect("whole").native_python();
    assert_eq!(
        Path::new(python.get_program()),
        dir.path().join("bin/python3.13")
    );
    let variables: Vec<_> = python.get_envs().collect();
    for (name, value) in [
        ("PYTHONHASHSEED", OsStr::new("0")),
        ("PYTHONHOME", dir.path().as_os_str()),
    ] {
        assert!(
            variables.contains(&(OsStr::new(name), Some(value))),
            "{variables:?}"
        );
    }
}

#[test]
fn description_says_what_where_and_by_what() {
    let dir = libpython();
    assert_eq!(
        open(&dir).expect("whole").to_string(),
        format!(
            "libpython 3.13.15 for wasm32-wasip2\n  \
             folder:   {}\n  \
             source:   sha256 {}\n  \
             recipe:   {}\n  \
             compiler: clang version 19\n  \
             libc:     wasi-libc 1\n  \
             size:     0.0 MB in 1 archives, 1 files of standard library",
            dir.path().display(),
            RELEASES[0].sha256,
            recipe::key(&RELEASES[0], Target::Wasip2, Assertions::Off),
        )
    );
}

#[test]
fn error_returned_by_a_build_script_is_readable() {
    let (found, _) = script(Target::Wasip2, &[(VERSION_VARIABLE, Path::new("2.7"))]);
    let error: Box<dyn std::error::Error> = found.expect_err("unknown").into();
    assert_eq!(format!("{error:?}"), error.to_string());
}
