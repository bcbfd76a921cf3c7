//! The crates of a package that is written in Rust: those that its `Cargo.lock` pins, a folder with these and
//! no others, and which of them are linked.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::run::{isolated, run};
use crate::{NativeError, Package};

/// The target of crates that are linked into a component.
pub(crate) const TARGET: &str = "wasm32-wasip2";
/// The build requirements of packages that are written in Rust.
const BUILDERS: [&str; 3] = ["maturin", "setuptools-rust", "setuptools_rust"];
/// The number of folders between the top of a source and its `Cargo.lock`, at most.
const DEEPEST: usize = 3;

/// A crate that is linked into an extension module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedCrate {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The licence, an SPDX expression, if it names one.
    pub licence: Option<String>,
}

/// A `Cargo.lock`, as far as it is read.
#[derive(Deserialize)]
struct CargoLock {
    #[serde(default, rename = "package")]
    packages: Vec<LockedCrate>,
}

#[derive(Deserialize)]
struct LockedCrate {
    name: String,
    version: String,
    /// None for a crate of the package itself.
    source: Option<String>,
    /// None for one that no registry has.
    checksum: Option<String>,
}

/// Lists the crates that the `Cargo.lock` in a source pins, a line for each with name, version and hash.
/// Nothing is listed for a package without Rust. `asked` is what its build takes.
pub(crate) fn pinned(package: Package, asked: &[String]) -> Result<String, NativeError> {
    let title = || package.title.to_owned();
    let Some(folder) = folder_of_lock(package.source) else {
        let is_rust = asked.iter().any(|requirement| is_builder(requirement));
        return if is_rust {
            Err(NativeError::NoCargoLock { package: title() })
        } else {
            Ok(String::new())
        };
    };
    let path = folder.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(NativeError::file("read", &path))?;
    let lock: CargoLock = toml::from_str(&text).map_err(|error| NativeError::CargoLock {
        package: title(),
        reason: error.to_string(),
    })?;
    let mut lines = Vec::new();
    for LockedCrate {
        name,
        version,
        source,
        checksum,
    } in lock.packages
    {
        match (source, checksum) {
            (_, Some(checksum)) => lines.push(format!("{name} {version} sha256:{checksum}\n")),
            (Some(source), None) => {
                let package = title();
                return Err(NativeError::Crate {
                    package,
                    name,
                    origin: source,
                });
            }
            (None, None) => {}
        }
    }
    Ok(lines.concat())
}

fn is_builder(requirement: &str) -> bool {
    let end = requirement.find(|letter: char| {
        !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_' && letter != '.'
    });
    let name = &requirement[..end.unwrap_or(requirement.len())];
    BUILDERS.contains(&name.to_lowercase().as_str())
}

/// Returns the folder of the `Cargo.lock` in a source, the outermost if there are several.
fn folder_of_lock(source: &Path) -> Option<PathBuf> {
    let mut level = vec![source.to_owned()];
    for _ in 0..=DEEPEST {
        let has_lock = |folder: &&PathBuf| {
            ["Cargo.lock", "Cargo.toml"]
                .iter()
                .all(|name| folder.join(name).is_file())
        };
        if let Some(found) = level.iter().find(has_lock) {
            return Some(found.clone());
        }
        let inside = level.iter().filter_map(|folder| fs::read_dir(folder).ok());
        let mut next: Vec<PathBuf> = inside
            .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
            .filter(|path| path.is_dir())
            .collect();
        next.sort();
        level = next;
    }
    None
}

/// Puts the crates of a package into `work`, and tells the cargo that has its home there to take no others.
/// This alone uses a network, and it runs nothing of the package.
pub(crate) fn vendor(package: Package, work: &Path) -> Result<(), NativeError> {
    let Some(folder) = folder_of_lock(package.source) else {
        return Ok(());
    };
    let crates = work.join("crates");
    let mut cargo = Command::new("cargo");
    // Not in the folder of the source, which may have a configuration that names programs to run.
    cargo.current_dir(work);
    cargo
        .args([
            "vendor",
            "--locked",
            "--versioned-dirs",
            "--respect-source-config",
        ])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg(&crates);
    run(&mut cargo, package.title, package.log)?;
    let config = home(work).join("config.toml");
    let text = format!(
        "[source.crates-io]\nreplace-with = \"crates\"\n\n[source.crates]\ndirectory = {:?}\n",
        crates.display().to_string()
    );
    fs::write(&config, text).map_err(NativeError::file("write", &config))
}

/// Returns the home folder of cargo for builds in `work`.
pub(crate) fn home(work: &Path) -> PathBuf {
    work.join("cargo")
}

/// Returns the crates that are linked into a package whose crates are in `work`.
pub(crate) fn linked(package: Package, work: &Path) -> Result<Vec<LinkedCrate>, NativeError> {
    let Some(folder) = folder_of_lock(package.source) else {
        return Ok(Vec::new());
    };
    let mut cargo = isolated(OsStr::new("cargo"));
    cargo
        .envs(std::env::vars_os().filter(|(name, _)| name == "PATH"))
        .envs(rust_variables())
        .env("CARGO_HOME", home(work))
        .current_dir(work)
        .args([
            "tree",
            "--quiet",
            "--offline",
            "--locked",
            "--prefix",
            "none",
        ])
        .args(["--edges", "normal,no-proc-macro", "--target", TARGET])
        .args(["--format", "{p}|{l}", "--manifest-path"])
        .arg(folder.join("Cargo.toml"));
    run(&mut cargo, package.title, package.log)?;
    let text = fs::read_to_string(package.log).map_err(NativeError::file("read", package.log))?;
    let mut crates: Vec<LinkedCrate> = text.lines().filter_map(linked_crate).collect();
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    crates.dedup();
    Ok(crates)
}

/// Reads a crate in `memchr v2.8.0|Unlicense OR MIT (*)`. Those of the package itself have a path behind the
/// version.
fn linked_crate(line: &str) -> Option<LinkedCrate> {
    let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
    let mut words = package.split_whitespace();
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    if words.next().is_some() {
        return None;
    }
    Some(LinkedCrate {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: (!licence.is_empty()).then(|| licence.replace('/', " OR ")),
    })
}

/// Returns the variables that a Rust toolchain by rustup needs.
pub(crate) fn rust_variables() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    let below_home = || {
        Some(
            PathBuf::from(std::env::var_os("HOME")?)
                .join(".rustup")
                .into(),
        )
    };
    let home = std::env::var_os("RUSTUP_HOME").or_else(below_home);
    // The package may ask for another toolchain.
    let toolchain = std::env::var_os("RUSTUP_TOOLCHAIN");
    let found = [("RUSTUP_HOME", home), ("RUSTUP_TOOLCHAIN", toolchain)];
    found
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
}

/// Describes the Rust compiler, whose version decides what comes out of a build.
///
/// # Errors
/// [`NativeError::Program`].
pub fn rust_version() -> Result<String, NativeError> {
    let output = Command::new("rustc").arg("-vV").output();
    let output = output.map_err(|reason| NativeError::Program {
        program: "rustc".to_owned(),
        reason,
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the crates of a source with that `Cargo.lock` in that folder, if any.
    fn pinned_in(lock: Option<(&str, &str)>, asked: &[&str]) -> Result<String, NativeError> {
        let dir = tempfile::tempdir().expect("a folder");
        if let Some((place, text)) = lock {
            let folder = dir.path().join(place);
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("Cargo.toml"), "").expect("a file");
            fs::write(folder.join("Cargo.lock"), text).expect("a file");
        }
        let package = Package {
            title: "a 1",
            source: dir.path(),
            python: Path::new("python3"),
            log: Path::new("log"),
        };
        let asked: Vec<String> = asked.iter().copied().map(str::to_owned).collect();
        pinned(package, &asked)
    }

    const LOCK: &str = "
        [[package]]\nname = \"own\"\nversion = \"1.0.0\"\n
        [[package]]\nname = \"one\"\nversion = \"2.0.0\"\nsource = \"registry\"\nchecksum = \"00ff\"\n";

    #[test]
    fn crates_are_those_of_the_lock_but_the_package_itself() {
        for place in ["", "src/rust"] {
            let found = pinned_in(Some((place, LOCK)), &["maturin>=1"]).expect("a lock");
            assert_eq!(found, "one 2.0.0 sha256:00ff\n");
        }
    }

    #[test]
    fn package_in_c_has_none() {
        assert_eq!(
            pinned_in(None, &["setuptools>=77", "maturinish"]).expect("none"),
            ""
        );
    }

    #[test]
    fn package_in_rust_without_a_lock_is_refused() {
        for asked in ["maturin>=1,<2", "Maturin", "setuptools-rust[all]"] {
            let text = pinned_in(None, &[asked]).expect_err("refused").to_string();
            let expected =
                "cannot build `a 1`: it is written in Rust, and its source has no `Cargo.lock`";
            assert!(text.starts_with(expected), "{text}");
        }
    }

    #[test]
    fn crate_without_a_hash_is_refused_by_name() {
        let lock = "[[package]]\nname = \"one\"\nversion = \"1.0.0\"\nsource = \"git+https://a.example\"\n";
        let text = pinned_in(Some(("", lock)), &[])
            .expect_err("refused")
            .to_string();
        let expected = "cannot build `a 1`: no hash pins its crate `one`, which comes from `git+https://a.example`";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn linked_crate_is_read_from_the_line_that_cargo_prints() {
        let found = linked_crate("memchr v2.8.0|Unlicense/MIT (*)").expect("a crate");
        assert_eq!((&*found.name, &*found.version), ("memchr", "2.8.0"));
        assert_eq!(found.licence.as_deref(), Some("Unlicense OR MIT"));
        assert_eq!(linked_crate("own v1.0.0 (/some/where)|MIT"), None);
    }
}
