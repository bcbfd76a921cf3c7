//! The targets that libpython is built for.

use std::fmt;
use std::str::FromStr;

use crate::error::{LibpyError, listed};

/// A WASI target of rustc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `wasm32-wasip1`: a core module that imports WASI preview 1.
    Wasip1,
    /// `wasm32-wasip2`: a component that imports WASI 0.2.
    Wasip2,
}

impl Target {
    /// All targets, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Wasip2, Self::Wasip1];

    /// Returns the name that rustc, clang and the folders of wasi-libc share.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wasip1 => "wasm32-wasip1",
            Self::Wasip2 => "wasm32-wasip2",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Target {
    type Err = LibpyError;

    fn from_str(name: &str) -> Result<Self, LibpyError> {
        Self::ALL
            .into_iter()
            .find(|target| target.name() == name)
            .ok_or_else(|| LibpyError::UnknownTarget {
                name: name.to_owned(),
                known: listed(Self::ALL.map(Self::name)),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_understood() {
        for target in Target::ALL {
            assert_eq!(target.name().parse::<Target>().expect("known"), target);
        }
    }

    #[test]
    fn other_targets_are_refused_in_one_sentence() {
        for name in [
            "x86_64-unknown-linux-gnu",
            "wasm32-wasi",
            "wasm32-wasip2-threads",
            "",
        ] {
            let error = name.parse::<Target>().expect_err("unknown");
            assert_eq!(
                error.to_string(),
                format!(
                    "don't know how to build libpython for `{name}`\n\
                     = help: build for `wasm32-wasip2` or `wasm32-wasip1`"
                )
            );
        }
    }
}
