//! `wasi-py check`: the types of the app, and whether it has what its world exports.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Context;
use wasi_py_bundle::pack::project::Project;
use wasi_py_project::shell;

use crate::tools;
use crate::world::{self, Place};

/// Checks the types of the app with mypy in strict mode, and that it has what the world exports.
///
/// What is written in Rust in the place of Python is not known here: such an export counts as missing.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

/// The first line of what an implementation has to be, in a stub.
const PROTOCOL: &str = "class Exports(Protocol):";
/// The file that assigns each module to its protocol; mypy names it.
const CHECK: &str = "exports_of_the_world.py";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Place { app, .. } = &arguments.place;
    let project = Project::read(app)?;
    let world = arguments.place.world()?;
    let sources = std::path::absolute(app.join("src"))?;
    let work = tempfile::tempdir().context("no folder for temporary files")?;
    world::write(&world, work.path())?;
    let implemented: Vec<String> = world
        .stubs()
        .iter()
        .filter(|stub| stub.content.contains(PROTOCOL))
        .map(|stub| {
            stub.path
                .with_extension("")
                .display()
                .to_string()
                .replace('/', ".")
        })
        .collect();
    let check = assignments(&implemented, &project.module_name(), &sources);
    fs::write(work.path().join(CHECK), check)?;
    let mut paths = vec![work.path().to_owned(), sources.clone()];
    // A type checker takes what is installed for sources if it is told to look there.
    paths.extend(tools::installed(app)?);
    let mut mypy = tools::module("mypy")?;
    mypy.args([
        "--strict",
        "--python-version",
        "3.13",
        "--follow-imports",
        "silent",
    ])
    .args([
        "--explicit-package-bases",
        "--config-file",
        "",
        "--cache-dir",
    ])
    .arg(work.path().join("cache"))
    .arg(work.path().join(CHECK))
    .arg(&sources)
    .env("MYPYPATH", std::env::join_paths(paths)?);
    shell::run(&mut mypy)
}

/// Python that is right if each module follows its protocol. That of an interface is a module of the app, or the app.
fn assignments(protocols: &[String], app: &str, sources: &Path) -> String {
    let mut text = String::new();
    for (index, protocol) in protocols.iter().enumerate() {
        let interface = protocol.strip_prefix("wit.exports.");
        let own = interface.filter(|name| {
            let path = sources.join(app).join(name);
            path.is_dir() || path.with_extension("py").is_file()
        });
        let module = own.map_or_else(|| app.to_owned(), |name| format!("{app}.{name}"));
        let _ = writeln!(text, "import {module}\nimport {protocol}\n");
        let _ = writeln!(text, "exports_{index}: {protocol}.Exports = {module}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interface_is_a_module_of_the_app_if_there_is_one() {
        let sources = tempfile::tempdir().expect("a folder");
        let package = sources.path().join("my_app");
        fs::create_dir(&package).expect("a folder");
        fs::write(package.join("texts.py"), "").expect("written");
        let protocols = ["wit.world", "wit.exports.texts", "wit.exports.views"].map(str::to_owned);
        let text = assignments(&protocols, "my_app", sources.path());
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(": ")).collect();
        let expected = [
            "exports_0: wit.world.Exports = my_app",
            "exports_1: wit.exports.texts.Exports = my_app.texts",
            "exports_2: wit.exports.views.Exports = my_app",
        ];
        assert_eq!(lines, expected);
    }
}
