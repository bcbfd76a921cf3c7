//! `cargo xtask release`: everything that users get, with hashes and a signature.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use minisign::SecretKeyBox;
use wasi_py_toolkit::component::{self, MATERIALS_EXTENSION, Snapshot};
use wasi_py_toolkit::console::Step;
use wlr_libpy::stamp::sha256_of;
use wlr_libpy::target::Target;

use super::{dist, reproduce};
use crate::guests::{people, sandbox};
use crate::{crates, shell};

const USES: &str = "\
Examples:
  cargo xtask release --dry-run
  cargo xtask release --key minisign.key

Results: in `dist/release`; nothing is published.";

/// Makes what users get: libpython, components and crates, hashed and signed.
///
/// All is made twice, and both have to be the same bytes; libpython has to be the one on record. What is not
/// committed is refused. `cargo wasi-py verify` checks the result.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Takes what `CHANGELOG.md` has under `Unreleased` for the changes of this version
    #[arg(long)]
    dry_run: bool,
    /// File with a secret key of minisign that has no password, to sign the hashes with
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// The file with the hashes, in the form of `sha256sum`.
const SUMS: &str = "SHA256SUMS";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let changes = shell::repository().join("CHANGELOG.md");
    let changes = fs::read_to_string(&changes).context("cannot read `CHANGELOG.md`")?;
    let heading = if arguments.dry_run {
        "Unreleased"
    } else {
        env!("CARGO_PKG_VERSION")
    };
    check_changes(&changes, heading)?;
    let key = arguments.key.as_deref().map(read_key).transpose()?;

    let folder = shell::repository().join("dist/release");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot empty `{}`", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    // First what is refused soonest.
    crates(&folder)?;
    dist::pack(Target::Wasip2, &folder)?.check_record()?;
    for (guest, name) in [(people(None), "people"), (sandbox(), "sandbox")] {
        let out = folder.join(format!("{name}.wasm"));
        component::build_with_plain(&guest, Snapshot::Reproducible, &out)?;
        fs::remove_file(out.with_extension("plain.wasm"))?;
        ensure!(
            out.with_extension(MATERIALS_EXTENSION).exists(),
            "`{name}` has no bill of materials"
        );
        reproduce::again(&guest, &out)?;
    }
    let sums = sums(&folder)?;
    fs::write(folder.join(SUMS), &sums)?;
    if let Some(key) = key {
        let signature = minisign::sign(None, &key, sums.as_bytes(), None, None)?;
        fs::write(
            folder.join(format!("{SUMS}.minisig")),
            signature.into_string(),
        )?;
    }
    print!("{sums}");
    Ok(())
}

/// Packages the crates twice.
fn crates(folder: &Path) -> anyhow::Result<()> {
    let work = tempfile::tempdir()?;
    let [one, other] = ["one", "other"].map(|name| work.path().join(name));
    let again = crates::package(&other)?;
    for (first, again) in crates::package(&one)?.iter().zip(&again) {
        reproduce::compare(&first.path, &again.path)?;
        let name = first.path.file_name().unwrap_or_default();
        fs::copy(&first.path, folder.join(name))?;
    }
    Ok(())
}

/// Fails if the changelog says nothing under a heading.
fn check_changes(changes: &str, heading: &str) -> anyhow::Result<()> {
    let mut lines = changes.lines();
    let found = lines.any(|line| {
        line.strip_prefix("## ")
            .is_some_and(|text| text.trim() == heading)
    });
    let says = found
        && lines
            .take_while(|line| !line.starts_with("## "))
            .any(|line| line.starts_with("* "));
    ensure!(
        says,
        "`CHANGELOG.md` says nothing under `## {heading}`\n= help: write there what users notice of this version"
    );
    Ok(())
}

fn read_key(path: &Path) -> anyhow::Result<minisign::SecretKey> {
    let failed = || format!("cannot use the key in `{}`", path.display());
    let text = fs::read_to_string(path).with_context(failed)?;
    SecretKeyBox::from_string(&text)
        .and_then(SecretKeyBox::into_unencrypted_secret_key)
        .with_context(failed)
        .context(
            "cannot sign\n= help: name a key that `minisign -G -W` has made, which has no password",
        )
}

/// Lists the files of a folder with their hashes.
fn sums(folder: &Path) -> anyhow::Result<String> {
    let step = Step::begin("hashing");
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let line = |name: &String| Ok(format!("{}  {name}\n", sha256_of(&folder.join(name))?));
    let lines = names.iter().map(line).collect::<anyhow::Result<String>>()?;
    drop(step);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_without_changes_is_refused() {
        let changes = "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\nAdded:\n\n* All.\n";
        assert!(check_changes(changes, "0.1.0").is_ok());
        for heading in ["Unreleased", "0.2.0"] {
            let error = check_changes(changes, heading).expect_err("no changes");
            assert!(error.to_string().contains("= help: "), "{error}");
        }
    }
}
