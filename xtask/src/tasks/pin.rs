//! `cargo xtask pin`: moves the pin of CPython to another patch release, after checking everything that this
//! project relies on.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, bail, ensure};
use wlr_libpy::parts::CARRIED;
use wlr_libpy::release::{RELEASES, Release};
use wlr_libpy::stamp::sha256_of;

use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask pin --sha256 1e66a7… Python-3.13.16.tar.xz

Results: in `wlr-libpy/src/release.rs`; what to run next is printed.";

/// Moves the pin of CPython to another patch release.
///
/// Checked before anything is written: the tarball's sha256, its version, that it is of the same minor
/// version, that the limits of recursion are where they are lowered, and that what CPython carries
/// (mpdecimal, HACL*, libb2) is what the bill of materials says. The first row of `wlr-libpy/src/release.rs`
/// is replaced; what to run next is printed.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// `Python-3.13.N.tar.xz` from python.org or a mirror of it
    #[arg(value_name = "TARBALL")]
    tarball: PathBuf,
    /// Its sha256 as python.org publishes it, in hexadecimal digits: take it from there, not from where the
    /// file came from
    #[arg(long, value_name = "HEX")]
    sha256: String,
}

/// The table with the pin.
const TABLE: &str = "wlr-libpy/src/release.rs";
/// The page on what a minor version takes.
const MINOR_PAGE: &str = "docs/contributing/new-cpython.md";

/// The commands to run after a pin was moved. Each stops at the first difference.
const NEXT: [&str; 5] = [
    "cargo xtask libpython     # makes it",
    "cargo xtask test          # what this project says of it",
    "cargo xtask cpython-tests # what CPython says of it",
    "cargo xtask reproduce     # whether two builds give the same bytes",
    "wlr-libpy/profile/record.sh, if `cargo xtask bench` says that it became slower",
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let table = shell::repository().join(TABLE);
    let text = std::fs::read_to_string(&table)?;
    let pin = Pin::examine(&arguments.tarball, &arguments.sha256)?;
    let moved = pin.put(&text, &RELEASES[0])?;
    if moved == text {
        println!("CPython {} is what is pinned", pin.version);
        return Ok(());
    }
    std::fs::write(&table, moved)?;
    println!("CPython {} is pinned in `{TABLE}`; next:", pin.version);
    for command in NEXT {
        println!("  {command}");
    }
    Ok(())
}

/// The row of the table for a release.
#[derive(Debug, PartialEq, Eq)]
struct Pin {
    version: String,
    sha256: String,
    packed_at_s: u64,
    expat: String,
}

impl Pin {
    fn examine(tarball: &Path, sha256: &str) -> anyhow::Result<Self> {
        let unreadable = || format!("cannot read `{}`", tarball.display());
        let found = sha256_of(tarball).with_context(unreadable)?;
        ensure!(
            found.eq_ignore_ascii_case(sha256),
            "`{}` has the sha256 {found}, expected {sha256}\n= help: fetch it again, from elsewhere",
            tarball.display()
        );
        let work = tempfile::tempdir()?;
        let mut tar = std::process::Command::new("tar");
        tar.args(["--extract", "--no-same-owner", "--strip-components=1"]);
        tar.arg("--file").arg(tarball).arg("--directory");
        shell::run(tar.arg(work.path()))?;
        Ok(Self {
            sha256: found,
            packed_at_s: newest_s(work.path())?,
            ..Self::of_source(work.path())?
        })
    }

    /// Reads the version and more from the source. Checks before that this project's changes and its list of
    /// parts still fit.
    fn of_source(source: &Path) -> anyhow::Result<Self> {
        let read = |file: &str| {
            std::fs::read_to_string(source.join(file))
                .with_context(|| format!("`{file}` is missing: this is not a source of CPython"))
        };
        let version = quoted(&read("Include/patchlevel.h")?, "PY_VERSION").context("no version")?;
        let minor = RELEASES[0].minor();
        ensure!(
            version.rsplit_once('.').map(|(minor, _)| minor) == Some(minor),
            "this is CPython {version}, expected a {minor}: another minor version is more than a pin\n\
             = help: `{MINOR_PAGE}` lists what depends on it"
        );
        wlr_libpy::make::change_source(source)?;
        let carried = read("Misc/sbom.spdx.json")?;
        for (name, version, _) in CARRIED {
            ensure!(
                carried.contains(&format!("\"versionInfo\": \"{version}\"")),
                "it does not carry {name} {version} any more\n= help: look into its `Misc/sbom.spdx.json` and correct \
                 `wlr-libpy/src/parts.rs`"
            );
        }
        let expat = read("Modules/expat/expat.h")?;
        let number = |name: &str| defined(&expat, name).context("no version of expat");
        let expat = format!(
            "{}.{}.{}",
            number("XML_MAJOR_VERSION")?,
            number("XML_MINOR_VERSION")?,
            number("XML_MICRO_VERSION")?
        );
        Ok(Self {
            version,
            sha256: String::new(),
            packed_at_s: 0,
            expat,
        })
    }

    /// Returns the table with this pin in the place of the row `old`.
    fn put(&self, table: &str, old: &Release) -> anyhow::Result<String> {
        let mut moved = table.to_owned();
        for (from, to) in [
            (quote(old.version), quote(&self.version)),
            (quote(old.sha256), quote(&self.sha256)),
            (grouped(old.packed_at_s), grouped(self.packed_at_s)),
            (quote(old.expat), quote(&self.expat)),
        ] {
            let Some((before, after)) = moved.split_once(&from) else {
                bail!("`{TABLE}` has no {from}\n= help: write the row by hand");
            };
            moved = format!("{before}{to}{after}");
        }
        Ok(moved)
    }
}

fn quote(text: &str) -> String {
    format!("\"{text}\"")
}

/// Writes a number as Rust code does: `1_785_932_743`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b'_')).into_owned()
}

/// Returns the text after `#define NAME`.
fn defined<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let directives = header.lines().filter_map(|line| line.strip_prefix('#'));
    directives.map(str::split_whitespace).find_map(|mut words| {
        let found = words.next() == Some("define") && words.next() == Some(name);
        found.then(|| words.next()).flatten()
    })
}

fn quoted(header: &str, name: &str) -> Option<String> {
    Some(defined(header, name)?.trim_matches('"').to_owned())
}

/// Returns the time of the newest file below a folder, in seconds since 1970.
fn newest_s(folder: &Path) -> anyhow::Result<u64> {
    let mut newest_s = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            newest_s = newest_s.max(self::newest_s(&entry.path())?);
        } else if kind.is_file() {
            let modified = entry.metadata()?.modified()?;
            newest_s = newest_s.max(modified.duration_since(UNIX_EPOCH)?.as_secs());
        }
    }
    Ok(newest_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "#define PY_MAJOR_VERSION 3\n#  define X 1\n#define PY_VERSION   \"3.13.99\"\n";

    fn pin() -> Pin {
        Pin {
            version: "3.13.99".into(),
            sha256: "ab".repeat(32),
            packed_at_s: 1_999_999_999,
            expat: "9.9.9".into(),
        }
    }

    #[test]
    fn headers_are_read_by_name() {
        assert_eq!(quoted(HEADER, "PY_VERSION").as_deref(), Some("3.13.99"));
        assert_eq!(defined(HEADER, "PY_MAJOR_VERSION"), Some("3"));
        assert_eq!(defined(HEADER, "X"), Some("1"));
        assert_eq!(defined(HEADER, "PY_MINOR_VERSION"), None);
    }

    #[test]
    fn only_the_first_row_is_replaced() {
        let text = std::fs::read_to_string(shell::repository().join(TABLE)).expect("the table");
        let moved = pin().put(&text, &RELEASES[0]).expect("a row");
        for part in [
            "\"3.13.99\"",
            "1_999_999_999",
            "\"9.9.9\"",
            &"ab".repeat(32),
        ] {
            assert_eq!(moved.matches(part).count(), 1, "{part}");
        }
        let differing = text.lines().zip(moved.lines()).filter(|(a, b)| a != b);
        assert_eq!(differing.count(), 4);
        let back = Pin {
            version: RELEASES[0].version.into(),
            sha256: RELEASES[0].sha256.into(),
            packed_at_s: RELEASES[0].packed_at_s,
            expat: RELEASES[0].expat.into(),
        };
        assert_eq!(back.put(&text, &RELEASES[0]).expect("a row"), text);
    }

    #[test]
    fn a_tarball_with_another_sum_is_not_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        let tarball = folder.path().join("Python-3.13.99.tar.xz");
        std::fs::write(&tarball, "no tarball").expect("a file");
        let error = Pin::examine(&tarball, &"0".repeat(64)).expect_err("another sum");
        let text = error.to_string();
        let expected = format!(", expected {}", "0".repeat(64));
        assert!(text.contains(&expected), "{text}");
        assert!(
            text.ends_with("\n= help: fetch it again, from elsewhere"),
            "{text}"
        );
    }

    #[test]
    fn page_on_minor_versions_lists_the_marked_files() {
        const MARK: &str = "CPYTHON-INTERNAL: ";
        let mut grep = std::process::Command::new("git");
        grep.args(["grep", "--files-with-matches", MARK, "--", "crates"]);
        let output = grep.current_dir(shell::repository()).output();
        let output = output.expect("git runs").stdout;
        let marked = String::from_utf8_lossy(&output);
        let mut marked: Vec<&str> = marked.lines().collect();
        marked.sort_unstable();
        let page = std::fs::read_to_string(shell::repository().join(MINOR_PAGE));
        let page = page.expect("the page");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let mut listed: Vec<&str> = rows
            .filter_map(|row| Some(row.split_once('`')?.0))
            .collect();
        listed.sort_unstable();
        assert_eq!(marked, listed);
    }

    #[test]
    fn another_minor_version_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("Include")).expect("a folder");
        let header = HEADER.replace("3.13.99", "3.14.0");
        std::fs::write(folder.path().join("Include/patchlevel.h"), header).expect("a file");
        let error = Pin::of_source(folder.path()).expect_err("another minor version");
        assert_eq!(
            error.to_string(),
            "this is CPython 3.14.0, expected a 3.13: another minor version is more than a pin\n\
             = help: `docs/contributing/new-cpython.md` lists what depends on it"
        );
    }

    #[test]
    fn a_folder_without_cpython_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = Pin::of_source(folder.path()).expect_err("no source");
        assert!(
            error
                .to_string()
                .contains("this is not a source of CPython"),
            "{error}"
        );
    }
}
