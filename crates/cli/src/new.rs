//! `wasi-py new`: a project of the user's own, complete and ready to be built.

mod crates;
mod interface;
mod name;
mod template;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wasi_py_toolkit::checkout::{Origin, origin};
use wasi_py_toolkit::{console, libpython};

use crates::{Crates, LOCK};
use interface::{Interface, Part};
use name::Name;
use template::{Framework, GIVEN, Template};

/// Writes a project that becomes a component: a world, a Python package that implements it, and the little
/// Rust between.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder to write to, empty or not there yet
    folder: PathBuf,
    /// Name of the component, the folder's name unless given
    #[arg(long)]
    name: Option<String>,
    /// Answers HTTP requests, by this framework
    #[arg(long, value_name = "FRAMEWORK")]
    http: Option<Framework>,
    /// Implements what this exports: a component, a file or folder of WIT, or a package of WIT in a `.wasm`
    #[arg(long, value_name = "PATH", conflicts_with = "http")]
    from: Option<PathBuf>,
    /// World of `--from`, if it is WIT with several
    #[arg(long, requires = "from")]
    world: Option<String>,
    /// Calls what `--from` exports, and does not implement it
    #[arg(long, requires = "from")]
    calls: bool,
}

impl Arguments {
    /// Reads what the project implements or calls, if that exists.
    fn interface(&self, name: &Name) -> anyhow::Result<Option<Interface>> {
        let part = if self.calls {
            Part::Calls
        } else {
            Part::Implements
        };
        let read = |path| Interface::read(path, self.world.as_deref(), part, name);
        self.from.as_deref().map(read).transpose()
    }
}

/// The files that all projects have. They have placeholders.
const FILES: [(&str, &str); 7] = [
    ("Cargo.toml", include_str!("../template/Cargo.toml.in")),
    ("build.rs", include_str!("../template/build.rs.in")),
    ("src/lib.rs", include_str!("../template/lib.rs.in")),
    (
        "app/pyproject.toml",
        include_str!("../template/pyproject.toml.in"),
    ),
    (
        ".cargo/config.toml",
        include_str!("../template/config.toml.in"),
    ),
    (".gitignore", include_str!("../template/gitignore.in")),
    ("README.md", include_str!("../template/README.md.in")),
];
/// The file that tells pyo3 of the Python in components.
const PYO3_CONFIG: &str = ".cargo/pyo3-wasm32.cfg";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = std::path::absolute(&arguments.folder)?;
    refuse_content(&folder)?;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    };
    let name = Name::new(&name)?;
    let interface = arguments.interface(&name)?;
    let parent = folder.parent().unwrap_or(&folder);
    let failed = || format!("cannot create `{}`", folder.display());
    fs::create_dir_all(parent).with_context(failed)?;
    // Written beside its place and moved, so that nothing half-written stays behind.
    let work = tempfile::Builder::new()
        .prefix(".wasi-py-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777))
        .tempdir_in(parent)
        .with_context(failed)?;
    let template = match interface {
        Some(_) => GIVEN,
        None => Template::of(arguments.http),
    };
    write(work.path(), &name, &template, &origin()).with_context(failed)?;
    if let Some(interface) = interface {
        write_files(work.path(), interface.wit()?).with_context(failed)?;
        write_files(work.path(), interface::app(work.path(), &name)?).with_context(failed)?;
    }
    place(work, &folder).with_context(failed)?;
    println!("{}", folder.display());
    let next = if template.dependencies.is_empty() {
        "next: `cargo wasi-py build` in this folder"
    } else {
        "next: `cargo wasi-py lock` and `cargo wasi-py build` in this folder"
    };
    console::note(next);
    Ok(())
}

/// Moves a finished project to its place. If there is an empty folder, it is kept and filled: a shell may be
/// in it.
fn place(work: tempfile::TempDir, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        fs::rename(work.path(), folder)?;
        // The folder has been moved, so there is nothing to remove.
        let _ = work.keep();
        return Ok(());
    }
    for entry in fs::read_dir(work.path())? {
        let entry = entry?;
        fs::rename(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

/// Refuses a folder with something in it: it is somebody's.
fn refuse_content(folder: &Path) -> anyhow::Result<()> {
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => {
            return Err(error).with_context(|| format!("cannot use `{}`", folder.display()));
        }
    };
    if !is_empty {
        bail!(
            "`{}` is not empty\n= help: name a folder that is not there yet",
            folder.display()
        );
    }
    Ok(())
}

/// Lists the files of a project and their content. Both have placeholders.
fn files(template: &Template) -> impl Iterator<Item = (&'static str, &'static str)> {
    let sources = template.sources.as_ref().map(|sources| {
        [
            ("wit/world.wit", sources.world),
            ("app/src/{{module}}/__init__.py", sources.app),
            ("app/tests/test_{{module}}.py", sources.test),
        ]
    });
    FILES.into_iter().chain(sources.into_iter().flatten())
}

/// Writes files that have no placeholders.
fn write_files(folder: &Path, files: Vec<(PathBuf, String)>) -> io::Result<()> {
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &Name, template: &Template, origin: &Origin) -> anyhow::Result<()> {
    let crates = Crates::of(origin)?;
    let values = [
        ("{{dependencies}}", template.dependencies.to_owned()),
        ("{{wit_crates}}", template.wit_crates.to_owned()),
        ("{{wasip2}}", template.wasip2.to_owned()),
        ("{{lock}}", template.lock.to_owned()),
        ("{{serve}}", template.serve.to_owned()),
        // It has the name.
        ("{{run}}", template.run.to_owned()),
        ("{{name}}", name.as_str().to_owned()),
        ("{{module}}", name.module()),
        ("{{embed}}", crates.embed),
        ("{{build}}", crates.build),
        ("{{alias}}", crates.alias),
        ("{{note}}", crates.note.to_owned()),
    ];
    let fill = |text: &str| {
        let fill =
            |text: String, (placeholder, value): &(&str, String)| text.replace(placeholder, value);
        values.iter().fold(text.to_owned(), fill)
    };
    let filled = files(template).map(|(path, content)| (fill(path).into(), fill(content)));
    write_files(folder, filled.collect())?;
    fs::write(folder.join(PYO3_CONFIG), libpython::pyo3_config()?)?;
    if let Some(lock) = crates.lock {
        fs::copy(&lock, folder.join(LOCK))
            .with_context(|| format!("cannot read `{}`", lock.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_placeholder_has_a_value() {
        let frameworks = Framework::value_variants().iter().copied().map(Some);
        for framework in frameworks.chain([None]) {
            let (folder, template) = (tempfile::tempdir(), Template::of(framework));
            let folder = folder.expect("a folder");
            let name = Name::new("my-words").expect("a name");
            write(folder.path(), &name, &template, &origin()).expect("written");
            for (path, _) in files(&template) {
                let path = path.replace("{{module}}", "my_words_app");
                let path = folder.path().join(path);
                let text = fs::read_to_string(&path).expect("written");
                assert!(!text.contains("{{"), "{framework:?}: {}", path.display());
            }
        }
    }
}
