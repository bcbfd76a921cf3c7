//! The needs of a build, looked up on this machine. Nothing is installed or changed.

use std::fmt;
use std::path::PathBuf;
use std::process::Command;

use semver::Version;
use wlr_libpy::cache::cache_root;
use wlr_libpy::environment::{CACHE_VARIABLE, DIR_VARIABLE, PREBUILT_VARIABLE, SDK_VARIABLE};
use wlr_libpy::make::{DEBIAN_BUILD_PACKAGES, DEBIAN_CLANG_PACKAGES};
use wlr_libpy::target::Target;

use crate::{libpython, setup};

/// A need of a build, and what this machine has of it.
#[derive(Debug)]
pub struct Need {
    /// What a build takes.
    pub what: &'static str,
    /// What was found.
    pub found: Found,
}

/// What a machine has of a need.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// It is there, in words.
    There(String),
    /// The first build that takes it gets it, in words.
    Later(String),
    /// It has to be installed by hand.
    Missing {
        /// The fact.
        fact: String,
        /// What to do.
        help: String,
    },
}

/// Looks up all needs of a build.
#[must_use]
pub fn needs() -> Vec<Need> {
    let libpython = libpython();
    let mut needs = vec![
        need("Rust", rust()),
        need("Rust's standard library", target(Target::Wasip2)),
        need("cache", cache()),
    ];
    let is_made = matches!(libpython, Found::Later(_));
    needs.push(need("libpython", libpython));
    if is_made && std::env::var_os(PREBUILT_VARIABLE).is_none() {
        needs.push(need(
            "tools that make libpython",
            packages(&build_packages()),
        ));
    }
    needs.push(need("Python, for its packages and tests", python()));
    needs
}

fn need(what: &'static str, found: Found) -> Need {
    Need { what, found }
}

/// Looks for a compiler that is new enough.
fn rust() -> Found {
    let output = Command::new(setup::rustc()).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    judge_rust(&text.unwrap_or_default())
}

/// The oldest compiler that the crates of a component are compiled with.
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// Judges the words of `rustc --version`.
fn judge_rust(text: &str) -> Found {
    let parse = |text: &str| Version::parse(text).ok();
    let found = text.split(' ').nth(1).and_then(parse);
    let needed = parse(&format!("{RUST}.0"));
    match (found, needed) {
        (Some(found), Some(needed)) if found >= needed => Found::There(text.to_owned()),
        (Some(_), _) => Found::Missing {
            fact: format!("{text}, which is older than {RUST}"),
            help: "run `rustup update`".to_owned(),
        },
        (None, _) => Found::Missing {
            fact: "no `rustc` on the `PATH`".to_owned(),
            help: "install Rust by rustup".to_owned(),
        },
    }
}

fn target(target: Target) -> Found {
    match setup::has_rust_target(target) {
        Ok(true) => Found::There(target.to_string()),
        _ if setup::which("rustup").is_some() => {
            Found::Later(format!("the first build adds `{target}`"))
        }
        _ => Found::Missing {
            fact: format!("`{target}` is missing, and there is no `rustup`"),
            help: "install the target as you have installed Rust".to_owned(),
        },
    }
}

/// Looks whether the cache can be written to.
fn cache() -> Found {
    let root = match cache_root() {
        Ok(root) => root,
        Err(error) => {
            return Found::Missing {
                fact: error.to_string(),
                help: format!("set `{CACHE_VARIABLE}` to a folder"),
            };
        }
    };
    // Of a folder that is not there yet, the nearest one counts.
    let there = root.ancestors().find(|folder| folder.exists());
    let written = tempfile::tempfile_in(there.unwrap_or(&root));
    match written {
        Ok(_) => Found::There(root.display().to_string()),
        Err(error) => Found::Missing {
            fact: format!("cannot write to `{}`: {error}", root.display()),
            help: format!("set `{CACHE_VARIABLE}` to a folder that you may write to"),
        },
    }
}

fn libpython() -> Found {
    let named = std::env::var_os(DIR_VARIABLE).map(PathBuf::from);
    match (libpython::find(Target::Wasip2), named) {
        (Ok(config), _) => Found::There(config.lib_dir().display().to_string()),
        (Err(error), Some(_)) => Found::Missing {
            fact: error.to_string(),
            help: format!("unset `{DIR_VARIABLE}`, or name a right folder"),
        },
        (Err(_), None) => Found::Later(match std::env::var(PREBUILT_VARIABLE) {
            Ok(place) => format!("the first build takes it from {place}, or makes it"),
            Err(_) => "the first build makes it, which takes minutes".to_owned(),
        }),
    }
}

/// Lists the Debian packages that make libpython, beside a wasi-sdk or without one.
fn build_packages() -> Vec<&'static str> {
    let has_sdk = std::env::var_os(SDK_VARIABLE).is_some_and(|dir| !dir.is_empty());
    let compiler: &[&str] = if has_sdk { &[] } else { &DEBIAN_CLANG_PACKAGES };
    [&DEBIAN_BUILD_PACKAGES, compiler].concat()
}

fn packages(packages: &[&str]) -> Found {
    let missing = setup::missing_debian_packages(packages);
    let names = missing.join(" ");
    if missing.is_empty() {
        Found::There("all Debian packages".to_owned())
    } else if setup::can_install() {
        Found::Later(format!("the first build installs {names}"))
    } else if setup::which("apt-get").is_some() {
        Found::Missing {
            fact: format!("missing packages: {names}"),
            help: format!("as root: `apt-get install {names}`"),
        }
    } else {
        // How other systems call them is not known here.
        Found::Later(format!(
            "this is not Debian: the build says what it misses; set `{SDK_VARIABLE}` to the folder of a wasi-sdk"
        ))
    }
}

fn python() -> Found {
    let asked = Command::new("python3")
        .args([
            "-c",
            "import ensurepip, venv, sys; print(sys.version.split()[0])",
        ])
        .output();
    match asked {
        Ok(output) if output.status.success() => {
            let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            Found::There(format!("Python {version}"))
        }
        _ => packages(&["python3", "python3-venv"]),
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, text) = match &self.found {
            Found::There(text) => ("there", text),
            Found::Later(text) => ("later", text),
            Found::Missing { fact, .. } => ("missing", fact),
        };
        write!(f, "{mark:<8} {}: {text}", self.what)?;
        match &self.found {
            Found::There(_) | Found::Later(_) => Ok(()),
            Found::Missing { help, .. } => write!(f, "\n         = help: {help}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_compiler_is_missing_and_newer_ones_are_there() {
        for newer in [
            "rustc 1.95.0 (abc 2026-04-01)",
            "rustc 1.100.0-nightly (x)",
            "rustc 2.0.0",
        ] {
            assert_eq!(judge_rust(newer), Found::There(newer.to_owned()));
        }
        let Found::Missing { fact, help } = judge_rust("rustc 1.94.1 (abc 2026-03-01)") else {
            panic!("it is too old");
        };
        assert!(fact.ends_with("which is older than 1.95"), "{fact}");
        assert_eq!(help, "run `rustup update`");
        assert!(matches!(judge_rust(""), Found::Missing { .. }));
    }

    #[test]
    fn every_need_is_looked_up_on_the_machine_that_runs_tests() {
        let needs = needs();
        let rust = &needs[0];
        assert!(
            matches!(&rust.found, Found::There(text) if text.starts_with("rustc ")),
            "{rust}"
        );
        let what: Vec<_> = needs.iter().map(|need| need.what).collect();
        for expected in ["cache", "libpython"] {
            assert!(what.contains(&expected), "{what:?}");
        }
    }

    #[test]
    fn missing_need_says_what_to_do() {
        let need = need(
            "cache",
            Found::Missing {
                fact: "cannot write".to_owned(),
                help: "write elsewhere".to_owned(),
            },
        );
        assert_eq!(
            need.to_string(),
            "missing  cache: cannot write\n         = help: write elsewhere"
        );
    }
}
