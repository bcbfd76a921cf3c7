//! Whether CPython checks itself while it runs.

use std::ffi::OsString;

/// Environment variable that asks for a libpython with [`Assertions::On`]: set to anything.
pub const ASSERTIONS_VARIABLE: &str = "WLR_LIBPY_ASSERTIONS";

/// Whether the assertions in CPython's C code are compiled in. One that does not hold is a message on standard error and a
/// trap. For tests: it is larger and slower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assertions {
    /// As released.
    #[default]
    Off,
    /// As CPython's `configure --with-assertions` has it.
    On,
}

impl Assertions {
    /// What [`ASSERTIONS_VARIABLE`] asks for.
    #[must_use]
    pub fn wanted() -> Self {
        Self::wanted_by(std::env::var_os(ASSERTIONS_VARIABLE))
    }

    /// As [`Assertions::wanted`], with the variable's value.
    pub(crate) fn wanted_by(value: Option<OsString>) -> Self {
        match value.filter(|value| !value.is_empty()) {
            Some(_) => Self::On,
            None => Self::Off,
        }
    }

    /// What a folder or a description adds to the name of a libpython.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Off => "",
            Self::On => "-assertions",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_but_nothing_asks_for_them() {
        assert_eq!(Assertions::wanted_by(None), Assertions::Off);
        assert_eq!(Assertions::wanted_by(Some("".into())), Assertions::Off);
        assert_eq!(Assertions::wanted_by(Some("1".into())), Assertions::On);
    }
}
