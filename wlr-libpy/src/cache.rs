//! The cache of files that take minutes to make: one folder for a user, shared by all checkouts.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::assertions::Assertions;
use crate::environment::CACHE_VARIABLE;
use crate::error::LibpyError;
use crate::recipe;
use crate::release::Release;
use crate::target::Target;

/// Returns the folder of the cache: `$WASI_PY_CACHE`, else `$XDG_CACHE_HOME/wasi-py-rs`, else
/// `$HOME/.cache/wasi-py-rs`.
///
/// # Errors
/// [`LibpyError::NoCache`] when none of the three is set, [`LibpyError::Relative`] when the first is not an
/// absolute path.
pub fn cache_root() -> Result<PathBuf, LibpyError> {
    cache_root_in(|name| std::env::var_os(name))
}

/// Returns the folder of the cache, with the variables looked up by `variable`.
pub(crate) fn cache_root_in(
    mut variable: impl FnMut(&str) -> Option<OsString>,
) -> Result<PathBuf, LibpyError> {
    let mut folder = |name| {
        let value = variable(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from)
    };
    if let Some(root) = folder(CACHE_VARIABLE) {
        return absolute(CACHE_VARIABLE, root);
    }
    // The XDG base directory specification says that relative paths are ignored.
    folder("XDG_CACHE_HOME")
        .filter(|dir| dir.is_absolute())
        .map(|dir| dir.join("wasi-py-rs"))
        .or_else(|| folder("HOME").map(|dir| dir.join(".cache/wasi-py-rs")))
        .ok_or(LibpyError::NoCache)
}

/// Refuses a relative path: build scripts and tasks run in different folders, so it would mean two places.
pub(crate) fn absolute(variable: &'static str, value: PathBuf) -> Result<PathBuf, LibpyError> {
    if value.is_absolute() {
        return Ok(value);
    }
    Err(LibpyError::Relative { variable, value })
}

/// Returns the folder of a libpython, whether it is there yet or not. Another recipe has another folder.
#[must_use]
pub fn libpython_dir(
    root: &Path,
    release: &Release,
    target: Target,
    assertions: Assertions,
) -> PathBuf {
    let key = recipe::key(release, target, assertions);
    let suffix = assertions.suffix();
    root.join("libpython")
        .join(format!("{}-{target}-{key}{suffix}", release.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(variables: &[(&str, &str)]) -> Result<PathBuf, LibpyError> {
        cache_root_in(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.into())
        })
    }

    #[test]
    fn own_variable_wins_over_xdg_and_home() {
        let all = [
            ("HOME", "/h"),
            ("XDG_CACHE_HOME", "/x"),
            ("WASI_PY_CACHE", "/w"),
        ];
        assert_eq!(root(&all).expect("set"), Path::new("/w"));
        assert_eq!(root(&all[..2]).expect("set"), Path::new("/x/wasi-py-rs"));
        assert_eq!(
            root(&all[..1]).expect("set"),
            Path::new("/h/.cache/wasi-py-rs")
        );
    }

    #[test]
    fn empty_and_relative_xdg_variables_count_as_unset() {
        let variables = [
            ("WASI_PY_CACHE", ""),
            ("XDG_CACHE_HOME", "x"),
            ("HOME", "/h"),
        ];
        assert_eq!(
            root(&variables).expect("set"),
            Path::new("/h/.cache/wasi-py-rs")
        );
    }

    #[test]
    fn relative_cache_is_refused() {
        let error = root(&[("WASI_PY_CACHE", "here")]).expect_err("relative");
        assert_eq!(
            error.to_string(),
            "`WASI_PY_CACHE` is `here`, expected an absolute path"
        );
    }

    #[test]
    fn nowhere_to_cache_is_an_error() {
        assert_eq!(
            root(&[]).expect_err("nothing set").to_string(),
            "don't know where the cache is\n= help: set `WASI_PY_CACHE` to a folder"
        );
    }
}
