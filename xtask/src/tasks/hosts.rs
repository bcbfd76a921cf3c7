//! `cargo xtask hosts`: calls the component from other languages, by the examples in `examples/hosts`.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use wasi_py_toolkit::checkout::target_dir;
use wasi_py_toolkit::python::VirtualEnvironment;
use wasi_py_toolkit::tools::Tools;
use wasi_py_toolkit::up_to_date::unless_up_to_date;

use crate::fixtures::{self, MINIMAL};
use crate::guests::build_people;
use crate::programs::chromium;
use crate::programs::node::Node;
use crate::shell;
use crate::suites::Extent;

const USES: &str = "\
Examples:
  cargo xtask hosts
  cargo xtask hosts --test

Results: printed; what jco makes of the component lies in `target/hosts`.";

/// Calls the component from each language that has an example, and times it.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Runs the tests of the examples instead
    #[arg(long)]
    test: bool,
}

/// The packages of the example in Python.
const PYTHON_LOCK: &str = include_str!("../../../examples/hosts/python/requirements.txt");

/// The fixture with the same world whose app raises what it is told to.
const LAB: &str = "lab-snapshot";

/// The people that each language filters.
const PEOPLE: &str = r#"[{"name": "John", "age": 21, "tags": ["funny", "student"]},
    {"name": "Jane", "age": 22, "tags": ["thoughtful", "student"]},
    {"name": "George", "age": 75, "tags": ["wise", "retired"]}]"#;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let component = build_people()?;
    fixtures::build(|name| [LAB, MINIMAL].contains(&name))?;
    if arguments.test {
        test(Extent::Full)
    } else {
        print_times(&component)
    }
}

fn print_times(component: &Path) -> anyhow::Result<()> {
    let (python, packages) = (python()?, Packages::ensure()?);
    let work = tempfile::tempdir().context("cannot create a temporary folder")?;
    let people = work.path().join("people.json");
    fs::write(&people, PEOPLE)?;
    let mut rust = Tools::ensure()?.host();
    rust.args(["--time", "--component"]).arg(component);
    let mut script = python.python();
    script.arg(sources("python").join("filter.py"));
    script.arg("--time").arg(component);
    let mut javascript = packages.npm("javascript")?;
    javascript.args(["--silent", "start", "--", "--time"]);
    let mut page = packages.npm("page")?;
    page.args(["--silent", "run", "time"]);
    for (language, mut command) in [
        ("Rust", rust),
        ("Python", script),
        ("JavaScript", javascript),
        ("page", page),
    ] {
        let time = shell::output(command.arg(&people))?;
        println!("{language}: {}", time.trim_end());
    }
    Ok(())
}

/// Tests the examples, with components that are already built: the one in Python, and in full those that take
/// Node and a browser.
pub(crate) fn test(extent: Extent) -> anyhow::Result<()> {
    let mut pytest = python()?.python();
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]);
    shell::run(pytest.current_dir(sources("python")))?;
    match extent {
        Extent::Usual => Ok(()),
        Extent::Full => test_packages(),
    }
}

fn test_packages() -> anyhow::Result<()> {
    let packages = Packages::ensure()?;
    for example in Packages::EXAMPLES {
        shell::run(packages.npm(example)?.args(["--silent", "run", "check"]))?;
        shell::run(packages.npm(example)?.args(["--silent", "test"]))?;
    }
    Ok(())
}

/// Installs the packages of the example in Python.
pub(crate) fn python() -> anyhow::Result<VirtualEnvironment> {
    VirtualEnvironment::ensure("host-in-python", PYTHON_LOCK)
}

/// Copies of the examples that are packages of npm, with installed and transpiled files, which do not belong
/// into the repository.
struct Packages {
    node: Node,
    chromium: PathBuf,
}

impl Packages {
    const EXAMPLES: [&str; 2] = ["javascript", "page"];

    /// Sets up what is missing. The components must be built.
    fn ensure() -> anyhow::Result<Self> {
        let packages = Self {
            chromium: chromium()?,
            node: Node::ensure()?,
        };
        for example in Self::EXAMPLES {
            packages.place(example)?;
        }
        let people = shell::repository().join("dist/people.wasm");
        packages.transpile(&people, "component")?;
        packages.transpile(&fixtures::path(LAB), "component-lab")?;
        packages.transpile(&fixtures::path(MINIMAL), "component-minimal")?;
        Ok(packages)
    }

    fn npm(&self, example: &str) -> anyhow::Result<Command> {
        let mut npm = self.node.npm(&folder().join(example))?;
        npm.env("CHROMIUM", &self.chromium);
        Ok(npm)
    }

    fn place(&self, example: &str) -> anyhow::Result<()> {
        let (sources, package) = (sources(example), folder().join(example));
        let failed = || format!("cannot write `{}`", package.display());
        if package.exists() {
            fs::remove_dir_all(&package).with_context(failed)?;
        }
        shell::copy_folder(&sources, &package, |name| !is_of_a_user(name))?;
        let modules = self.node.modules(&sources)?;
        symlink(modules, package.join("node_modules")).with_context(failed)
    }

    /// Makes JavaScript of a component by jco, unless it is up to date, and puts it beside the example in
    /// JavaScript.
    fn transpile(&self, component: &Path, name: &str) -> anyhow::Result<()> {
        let (package, out) = (folder().join("javascript"), folder().join(name));
        let inputs = [component, &package.join("package-lock.json")];
        let made = ["people.js", "people.core.wasm"].map(|file| out.join(file));
        let made = made.each_ref().map(PathBuf::as_path);
        let script = fs::read_to_string(package.join("package.json"))?;
        let records = target_dir().join("made");
        unless_up_to_date(&records, (&inputs, &script), &made, || {
            let mut npm = self.npm("javascript")?;
            npm.args(["--silent", "run", "transpile", "--"])
                .arg(component);
            shell::run(npm.arg("--out-dir").arg(&out))
        })?;
        Ok(symlink(out, package.join(name))?)
    }
}

fn sources(example: &str) -> PathBuf {
    shell::repository().join("examples/hosts").join(example)
}

fn folder() -> PathBuf {
    target_dir().join("hosts")
}

/// Tells whether a user of an example has installed or transpiled that file in its folder.
fn is_of_a_user(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == "node_modules" || name.starts_with("component")
}
