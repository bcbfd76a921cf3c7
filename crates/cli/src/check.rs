//! `wasi-py check`: the types of the app, and whether it has what its world exports.

use std::fmt::Write;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use wasi_py_bindgen::{Exports, Stub};
use wasi_py_toolkit::checkout;
use wasi_py_toolkit::python::guest_minor;

use crate::parts::Parts;
use crate::{tools, world};

/// Checks the types of the app with mypy in strict mode, and that it has what the world exports.
///
/// What is written in Rust, as `Cargo.toml` says, is not asked for. The variable `MYPYPATH` names folders
/// with further stubs, as those of modules in Rust.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    parts: Parts,
}

/// The file that assigns each module to its protocol. mypy names it in its errors.
const CHECK: &str = "exports_of_the_world.py";
/// The variable with folders in which mypy looks for modules.
const PATH_VARIABLE: &str = "MYPYPATH";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let manifest = arguments.parts.manifest()?;
    let app = &manifest.app;
    let settings = manifest.settings(&manifest.project()?);
    let stubs = manifest.world()?.stubs(&settings)?;
    let sources = std::path::absolute(app.join("src"))?;
    let work = tempfile::tempdir().context("cannot create a temporary folder")?;
    world::write(&stubs, work.path())?;
    let check = uses(&stubs, &settings.app, &sources);
    fs::write(work.path().join(CHECK), check)?;
    let own = checkout::python(Path::new("."))?;
    let mut paths = vec![work.path().to_owned(), sources.clone(), own];
    // A type checker takes installed packages for sources if it is told to look there.
    if let Some(installed) = tools::installed(app)? {
        paths.push(
            packages(&installed, work.path()).context("cannot link the packages of the app")?,
        );
    }
    paths.extend(
        std::env::var_os(PATH_VARIABLE)
            .iter()
            .flat_map(std::env::split_paths),
    );
    let mut mypy = tools::module("mypy")?;
    mypy.args(["--strict", "--python-version", guest_minor()?])
        .args(["--follow-imports", "silent", "--explicit-package-bases"])
        .args(["--config-file", "", "--cache-dir"])
        .arg(work.path().join("cache"))
        .arg(work.path().join(CHECK))
        .arg(&sources)
        .env(PATH_VARIABLE, std::env::join_paths(paths)?);
    let status = mypy.status().context("cannot run mypy")?;
    ensure!(
        status.success(),
        "the app has type errors, or does not match its world\n= help: fix the errors of mypy above"
    );
    Ok(())
}

/// Links installed packages into a folder, but for those that mypy has itself and lets no program have.
fn packages(installed: &Path, work: &Path) -> io::Result<PathBuf> {
    const OWN: [&str; 2] = ["mypy_extensions.py", "typing_extensions.py"];
    let folder = work.join("packages");
    fs::create_dir(&folder)?;
    for entry in fs::read_dir(installed)? {
        let entry = entry?;
        if !OWN.iter().any(|own| entry.file_name() == *own) {
            symlink(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    Ok(folder)
}

/// Writes Python that is valid if each module follows its protocol. An interface is a module of the app, or
/// the app itself.
fn uses(stubs: &[Stub], app: &str, sources: &Path) -> String {
    let mut text = String::new();
    for (index, stub) in stubs.iter().enumerate() {
        let Some(Exports { class, members }) = &stub.exports else {
            continue;
        };
        let path = stub.path.with_extension("");
        let protocol = path.display().to_string().replace('/', ".");
        let interface = protocol.strip_prefix("wit.exports.");
        let own = interface.filter(|name| {
            let path = sources.join(app).join(name);
            path.is_dir() || path.with_extension("py").is_file()
        });
        let module = own.map_or_else(|| app.to_owned(), |name| format!("{app}.{name}"));
        let _ = writeln!(text, "import {module}\nimport {protocol}\n");
        // One by one, since mypy does not say what a whole module lacks.
        for member in members {
            let _ = writeln!(text, "{module}.{member}");
        }
        let _ = writeln!(text, "exports_{index}: {protocol}.{class} = {module}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_that_the_checker_has_itself_are_left_out() {
        let (installed, work) = (tempfile::tempdir(), tempfile::tempdir());
        let (installed, work) = (installed.expect("a folder"), work.expect("a folder"));
        for name in ["typing_extensions.py", "flask.py"] {
            fs::write(installed.path().join(name), "").expect("written");
        }
        let folder = packages(installed.path(), work.path()).expect("linked");
        assert!(folder.join("flask.py").is_file());
        assert!(!folder.join("typing_extensions.py").exists());
    }

    #[test]
    fn interface_is_a_module_of_the_app_if_there_is_one() {
        let sources = tempfile::tempdir().expect("a folder");
        let package = sources.path().join("my_app");
        fs::create_dir(&package).expect("a folder");
        fs::write(package.join("texts.py"), "").expect("written");
        let exports = Exports {
            class: "Exports".to_owned(),
            members: vec!["count".to_owned()],
        };
        let stub = |path: &str, exports| Stub {
            path: path.into(),
            content: String::new(),
            exports,
        };
        let stubs = [
            stub("wit/types.pyi", None),
            stub("wit/world.pyi", Some(exports.clone())),
            stub("wit/exports/texts.pyi", Some(exports.clone())),
            stub("wit/exports/views.pyi", Some(exports)),
        ];
        let text = uses(&stubs, "my_app", sources.path());
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with("import") && !line.is_empty())
            .collect();
        let expected = [
            "my_app.count",
            "exports_1: wit.world.Exports = my_app",
            "my_app.texts.count",
            "exports_2: wit.exports.texts.Exports = my_app.texts",
            "my_app.count",
            "exports_3: wit.exports.views.Exports = my_app",
        ];
        assert_eq!(lines, expected);
    }
}
