//! The choice whether CPython checks itself while it runs.

use std::ffi::OsString;

use crate::environment::ASSERTIONS_VARIABLE;

/// The assertions in CPython's C code, compiled in or not. One that does not hold is a message on standard
/// error and a trap. They are for tests, since they make libpython larger and slower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assertions {
    /// Not compiled in, as CPython is released.
    #[default]
    Off,
    /// Compiled in, as by `configure --with-assertions` of CPython.
    On,
}

impl Assertions {
    /// Reads [`ASSERTIONS_VARIABLE`].
    #[must_use]
    pub fn wanted() -> Self {
        Self::wanted_by(std::env::var_os(ASSERTIONS_VARIABLE))
    }

    /// Reads the variable's value, like [`Assertions::wanted`].
    pub(crate) fn wanted_by(value: Option<OsString>) -> Self {
        match value.filter(|value| !value.is_empty()) {
            Some(_) => Self::On,
            None => Self::Off,
        }
    }

    /// Returns the suffix for the name of a libpython, in its folder and in descriptions.
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
