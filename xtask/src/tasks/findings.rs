//! `cargo xtask findings`: tests whether public software still does what `findings` says of it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use wasi_py_toolkit::console::Step;

use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask findings
  cargo xtask findings jco wasi-libc

Results: a table is printed; what each script has said lies in `target/findings`.";

/// Tries whether public software still behaves as the scripts in `findings` say.
///
/// Each installs what it needs in a temporary folder, which takes minutes and the network.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Only scripts whose names contain one of these
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// The outcome of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Holds,
    Changed,
    NotTried,
}

impl Outcome {
    /// Reads the outcome from the exit status of a script.
    fn of(status: Option<i32>) -> Self {
        match status {
            Some(0) => Self::Holds,
            Some(1) => Self::Changed,
            _ => Self::NotTried,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Changed => "changed",
            Self::NotTried => "could not be tried",
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let scripts = wanted(scripts()?, &arguments.names);
    ensure!(
        !scripts.is_empty(),
        "no finding has such a name\n= help: `ls findings` lists them"
    );
    let step = Step::begin_counted("trying findings", scripts.len());
    let mut tried = Vec::new();
    for (number, script) in scripts.iter().enumerate() {
        step.at_part(number, &name(script));
        tried.push((name(script), attempt(script)?));
    }
    drop(step);
    print!("{}", table(&tried));
    let all_hold = tried.iter().all(|(_, outcome)| *outcome == Outcome::Holds);
    ensure!(
        all_hold,
        "not every finding holds\n= help: `target/findings/NAME.log` has what its script said"
    );
    Ok(())
}

/// Lists all scripts by name.
fn scripts() -> anyhow::Result<Vec<PathBuf>> {
    let folder = shell::repository().join("findings");
    let entries = fs::read_dir(&folder)
        .with_context(|| format!("cannot read `{}`", folder.display()))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "sh"));
    paths.sort();
    Ok(paths)
}

fn wanted(scripts: Vec<PathBuf>, names: &[String]) -> Vec<PathBuf> {
    let is_wanted = |script: &PathBuf| {
        names.is_empty()
            || names
                .iter()
                .any(|part| name(script).contains(part.as_str()))
    };
    scripts.into_iter().filter(is_wanted).collect()
}

fn name(script: &Path) -> String {
    script
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Runs a script, and keeps its output.
fn attempt(script: &Path) -> anyhow::Result<Outcome> {
    let folder = shell::repository().join("target/findings");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let path = folder.join(format!("{}.log", name(script)));
    let log =
        fs::File::create(&path).with_context(|| format!("cannot write `{}`", path.display()))?;
    let status = Command::new("bash")
        .arg(script)
        .stdout(log.try_clone()?)
        .stderr(log)
        .status()
        .context("cannot run `bash`")?;
    Ok(Outcome::of(status.code()))
}

fn table(tried: &[(String, Outcome)]) -> String {
    let width = tried.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut table = String::new();
    for (name, outcome) in tried {
        let _ = writeln!(table, "{name:<width$}  {}", outcome.name());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_of_a_script_says_what_came_of_it() {
        assert_eq!(Outcome::of(Some(0)), Outcome::Holds);
        assert_eq!(Outcome::of(Some(1)), Outcome::Changed);
        assert_eq!(Outcome::of(Some(2)), Outcome::NotTried);
        assert_eq!(Outcome::of(None), Outcome::NotTried);
    }

    #[test]
    fn table_has_a_line_for_each() {
        let tried = [
            ("one".to_owned(), Outcome::Holds),
            ("another".to_owned(), Outcome::Changed),
        ];
        assert_eq!(table(&tried), "one      holds\nanother  changed\n");
    }

    #[test]
    fn names_choose_scripts() {
        let scripts = || vec![PathBuf::from("jco-one.sh"), PathBuf::from("wkg-two.sh")];
        assert_eq!(wanted(scripts(), &[]), scripts());
        assert_eq!(wanted(scripts(), &["wkg".to_owned()]), scripts()[1..]);
        assert!(wanted(scripts(), &["none".to_owned()]).is_empty());
    }

    /// The page lists all scripts, and every head has what the rules ask for.
    #[test]
    fn every_script_is_listed_and_says_what_it_is_about() {
        let page = fs::read_to_string(shell::repository().join("findings/README.md"));
        let page = page.expect("a page");
        let scripts = scripts().expect("scripts");
        for script in &scripts {
            let (name, text) = (name(script), fs::read_to_string(script).expect("a script"));
            assert!(page.contains(&format!("[`{name}`]({name}.sh)")), "{name}");
            for part in ["# Versions: ", "# Expected: ", "# Seen:     ", "mktemp -d"] {
                assert!(text.contains(part), "`{name}` lacks `{part}`");
            }
        }
        assert_eq!(page.matches(".sh) |").count(), scripts.len());
    }
}
