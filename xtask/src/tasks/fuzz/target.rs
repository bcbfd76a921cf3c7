//! The targets of fuzzing: their programs, and their kept inputs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::folder;
use crate::shell;

/// A target of the crate `wasi-py-fuzz`.
#[derive(Debug)]
pub(crate) struct Target {
    pub(super) name: &'static str,
    /// The feature of that crate which its program needs.
    feature: &'static str,
    /// The limit for the length of inputs: longer ones only take longer.
    pub(super) longest_bytes: usize,
}

const HOST: &str = "host";
const GENERATOR: &str = "generator";

pub(super) const TARGETS: [Target; 7] = [
    target("archive", HOST, 4096),
    target("echo", HOST, 1024),
    target("exceptions", HOST, 256),
    target("people", HOST, 2048),
    target("rows", HOST, 2048),
    target("streams", HOST, 1024),
    target("world", GENERATOR, 2048),
];

const fn target(name: &'static str, feature: &'static str, longest_bytes: usize) -> Target {
    Target {
        name,
        feature,
        longest_bytes,
    }
}

pub(super) fn parse(name: &str) -> Result<&'static Target, String> {
    let known = TARGETS.map(|target| target.name).join("`, `");
    let found = TARGETS.iter().find(|target| target.name == name);
    found.ok_or_else(|| format!("the targets are `{known}`"))
}

/// Compiles the programs. Our own crates are compiled so that libFuzzer sees what is reached.
pub(super) fn build(targets: &[&Target]) -> anyhow::Result<()> {
    for feature in [HOST, GENERATOR] {
        let wanted = targets.iter().filter(|target| target.feature == feature);
        let programs: Vec<String> = wanted.map(|target| target.program_name()).collect();
        if programs.is_empty() {
            continue;
        }
        let mut cargo = shell::cargo();
        let wrapper = shell::repository().join("crates/fuzz/instrument");
        cargo.env("RUSTC_WORKSPACE_WRAPPER", wrapper);
        cargo.args(["build", "--quiet", "--package", "wasi-py-fuzz"]);
        if feature == HOST {
            // Together with all other crates that contain `wasmtime`, so that it is not compiled again with
            // other features.
            cargo.args(["--package", "wasi-py-finish", "--package", "host-test"]);
        }
        let features = format!("wasi-py-fuzz/{feature},wasi-py-fuzz/libfuzzer");
        cargo.args(["--features", &features]);
        for program in programs {
            cargo.args(["--bin", &program]);
        }
        shell::run(&mut cargo)?;
    }
    Ok(())
}

impl Target {
    fn program_name(&self) -> String {
        format!("fuzz-{}", self.name)
    }

    pub(super) fn program(&self) -> PathBuf {
        let programs = wasi_py_toolkit::checkout::target_dir().join("debug");
        programs.join(self.program_name())
    }

    /// Returns the folder of the kept inputs.
    pub(super) fn corpus(&self) -> PathBuf {
        let corpus = shell::repository().join("crates/fuzz/corpus");
        corpus.join(self.name)
    }

    /// Returns the option that names the words of which inputs are made, if there are any.
    pub(super) fn dictionary(&self) -> Option<String> {
        let folder = shell::repository().join("crates/fuzz/dictionary");
        let path = folder.join(self.name).with_extension("dict");
        path.exists().then(|| format!("-dict={}", path.display()))
    }

    /// Counts the kept inputs.
    pub(super) fn kept(&self) -> anyhow::Result<usize> {
        Ok(files(&self.corpus())?.len())
    }

    /// Returns the folder of the inputs that runs on this machine have left.
    pub(super) fn inputs(&self) -> PathBuf {
        folder(self.name).join("inputs")
    }

    /// Returns the argument that sends findings and slow inputs there, and not into the current folder.
    pub(super) fn findings(&self) -> String {
        format!("-artifact_prefix={}/", folder(self.name).display())
    }

    /// Replaces the kept inputs by few that reach every branch which all of them reach. Those with a name
    /// stay: somebody wrote them, or they were a finding.
    pub(super) fn keep(&self) -> anyhow::Result<()> {
        let smallest = tempfile::tempdir()?;
        let mut fuzzer = std::process::Command::new(self.program());
        fuzzer
            .args(["-merge=1", "-verbosity=0", &self.findings()])
            .arg(smallest.path());
        shell::run(fuzzer.args([self.corpus(), self.inputs()]))?;
        for file in files(&self.corpus())? {
            if is_hash(&file) {
                fs::remove_file(file)?;
            }
        }
        for file in files(smallest.path())? {
            let name = file.file_name().unwrap_or_default();
            fs::copy(&file, self.corpus().join(name))?;
        }
        Ok(())
    }
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let unreadable = || format!("cannot read `{}`", folder.display());
    let entries = fs::read_dir(folder).with_context(unreadable)?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    paths.collect()
}

/// Tells whether the name of an input is a SHA-1, as libFuzzer names them.
fn is_hash(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
