//! The settings, as `Cargo.toml` and the section have them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A part of WASI that is kept or left out as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Random bytes and numbers: `wasi:random`.
    Random,
    /// Time of day, and waiting: `wasi:clocks`.
    Clocks,
    /// Standard input, output and error, and terminals.
    Stdio,
    /// Folders of the host: `wasi:filesystem`.
    Filesystem,
    /// TCP, UDP and names of hosts: `wasi:sockets`.
    Sockets,
    /// Environment variables, arguments and the initial folder.
    Environment,
    /// The end of the process.
    Exit,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Random,
        Self::Clocks,
        Self::Stdio,
        Self::Filesystem,
        Self::Sockets,
        Self::Environment,
        Self::Exit,
    ];

    /// Returns the group of an interface, which is given without its version. An interface that is in none is
    /// never left out, except that those of `wasi:io` are imported only with another that uses them.
    #[must_use]
    pub fn of(interface: &str) -> Option<Self> {
        let (package, name) = interface.split_once('/')?;
        match package {
            "wasi:random" => Some(Self::Random),
            "wasi:clocks" => Some(Self::Clocks),
            "wasi:filesystem" => Some(Self::Filesystem),
            "wasi:sockets" => Some(Self::Sockets),
            "wasi:cli" => match name {
                "environment" => Some(Self::Environment),
                "exit" => Some(Self::Exit),
                "run" => None,
                _ => Some(Self::Stdio),
            },
            _ => None,
        }
    }
}

/// A function of an interface, written `acme:host/random#bytes`. The version may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ImportedFunction {
    /// The interface.
    pub interface: String,
    /// The function.
    pub name: String,
}

impl fmt::Display for ImportedFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.interface, self.name)
    }
}

impl From<ImportedFunction> for String {
    fn from(function: ImportedFunction) -> Self {
        function.to_string()
    }
}

impl TryFrom<String> for ImportedFunction {
    type Error = ImportsError;

    fn try_from(text: String) -> Result<Self, ImportsError> {
        match text.split_once('#') {
            Some((interface, name)) if interface.contains('/') && !name.is_empty() => Ok(Self {
                interface: interface.to_owned(),
                name: name.to_owned(),
            }),
            _ => Err(ImportsError::NoFunction(text)),
        }
    }
}

/// The source of random bytes of a component that does not import `wasi:random`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Entropy {
    /// None: every instance draws the same bytes.
    Repeats,
    /// An import of the world, `func(len: u64) -> list<u8>` or the same with `u32`.
    Import(ImportedFunction),
}

/// The word for [`Entropy::Repeats`].
const REPEATS: &str = "repeats";

impl From<Entropy> for String {
    fn from(entropy: Entropy) -> Self {
        match entropy {
            Entropy::Repeats => REPEATS.to_owned(),
            Entropy::Import(function) => function.to_string(),
        }
    }
}

impl TryFrom<String> for Entropy {
    type Error = ImportsError;

    fn try_from(text: String) -> Result<Self, ImportsError> {
        if text == REPEATS {
            Ok(Self::Repeats)
        } else {
            text.try_into().map(Self::Import)
        }
    }
}

/// The imports of a component from WASI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    wasi: Vec<Group>,
    entropy: Option<Entropy>,
    clock: Option<ImportedFunction>,
}

/// The error of settings that do not fit each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportsError {
    /// The text does not name a function.
    #[error(
        "`{0}` is not a function of an interface\n= help: write it as `package:name/interface#function`"
    )]
    NoFunction(String),
    /// Nothing gives random bytes.
    #[error(
        "`wasi` leaves out `random`, and nothing else gives random bytes\n\
         = help: import a function `func(len: u64) -> list<u8>` in the world, and name it: `entropy = \"acme:host/random#bytes\"`\n\
         = help: if hashes and `random` may repeat, write `entropy = \"{REPEATS}\"`"
    )]
    NoEntropy,
    /// A group is kept, and something else is to stand for it.
    #[error(
        "`{key}` has no effect, since the component imports `{group}`\n= help: remove `{key}`, or name the groups to keep in `wasi`, without `{group}`"
    )]
    Kept {
        /// The setting.
        key: &'static str,
        /// The name of the group.
        group: &'static str,
    },
    /// Sockets are kept without clocks.
    #[error(
        "`wasi` has `sockets` without `clocks`, and no timeout would be right\n= help: add `\"clocks\"` to `wasi`"
    )]
    NoClocks,
}

impl Imports {
    /// Keeps the groups in `wasi`: all if it is `None`, and then nothing is to be done and returned.
    ///
    /// # Errors
    /// When the settings do not fit each other.
    pub fn new(
        wasi: Option<Vec<Group>>,
        entropy: Option<Entropy>,
        clock: Option<ImportedFunction>,
    ) -> Result<Option<Self>, ImportsError> {
        let imports = Self {
            wasi: wasi.clone().unwrap_or_else(|| Group::ALL.to_vec()),
            entropy,
            clock,
        };
        imports.check()?;
        Ok(wasi.map(|_| imports))
    }

    fn check(&self) -> Result<(), ImportsError> {
        let kept = |key, group| Err(ImportsError::Kept { key, group });
        match (self.keeps(Group::Random), &self.entropy) {
            (true, Some(_)) => return kept("entropy", "random"),
            (false, None) => return Err(ImportsError::NoEntropy),
            (true, None) | (false, Some(_)) => {}
        }
        match (self.keeps(Group::Clocks), &self.clock) {
            (true, Some(_)) => kept("clock", "clocks"),
            (false, _) if self.keeps(Group::Sockets) => Err(ImportsError::NoClocks),
            (true, None) | (false, _) => Ok(()),
        }
    }

    /// Tells whether a group is imported.
    #[must_use]
    pub fn keeps(&self, group: Group) -> bool {
        self.wasi.contains(&group)
    }

    /// Returns the source of random bytes, if it is not `wasi:random`.
    #[must_use]
    pub fn entropy(&self) -> Option<&Entropy> {
        self.entropy.as_ref()
    }

    /// Returns the import that tells the time, if there is one: `func() -> u64`, in nanoseconds since 1970.
    #[must_use]
    pub fn clock(&self) -> Option<&ImportedFunction> {
        self.clock.as_ref()
    }

    /// Writes the text of the section.
    ///
    /// # Panics
    /// Never: names and texts can always be written.
    #[must_use]
    pub fn to_section(&self) -> String {
        serde_json::to_string(self).expect("names and texts are JSON")
    }

    /// Reads the text of the section.
    ///
    /// # Errors
    /// When it was written by another version.
    pub fn from_section(text: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(text).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(text: &str) -> ImportedFunction {
        ImportedFunction::try_from(text.to_owned()).expect("a function")
    }

    #[test]
    fn section_says_what_was_set() {
        let entropy = Entropy::Import(function("acme:host/random@1.0.0#bytes"));
        let clock = Some(function("acme:host/clock#now"));
        let imports = Imports::new(Some(vec![Group::Stdio]), Some(entropy), clock);
        let imports = imports.expect("fit").expect("something is left out");
        let section = imports.to_section();
        assert_eq!(
            section,
            r#"{"wasi":["stdio"],"entropy":"acme:host/random@1.0.0#bytes","clock":"acme:host/clock#now"}"#
        );
        assert_eq!(Imports::from_section(section.as_bytes()), Ok(imports));
    }

    #[test]
    fn nothing_is_to_be_done_without_settings() {
        assert_eq!(Imports::new(None, None, None), Ok(None));
    }

    #[test]
    fn random_bytes_come_from_somewhere() {
        let error = Imports::new(Some(Vec::new()), None, None).expect_err("none");
        assert_eq!(
            error.to_string(),
            "`wasi` leaves out `random`, and nothing else gives random bytes\n\
             = help: import a function `func(len: u64) -> list<u8>` in the world, and name it: `entropy = \"acme:host/random#bytes\"`\n\
             = help: if hashes and `random` may repeat, write `entropy = \"repeats\"`"
        );
        let repeats = Imports::new(Some(Vec::new()), Some(Entropy::Repeats), None);
        assert!(repeats.is_ok());
    }

    #[test]
    fn what_has_no_effect_is_refused() {
        let error = Imports::new(None, Some(Entropy::Repeats), None).expect_err("no effect");
        assert!(
            error
                .to_string()
                .starts_with("`entropy` has no effect, since the component imports `random`"),
            "{error}"
        );
        let clock = Some(function("a:b/c#now"));
        let error = Imports::new(Some(Group::ALL.to_vec()), None, clock).expect_err("no effect");
        assert!(error.to_string().starts_with("`clock` has"), "{error}");
    }

    #[test]
    fn sockets_need_clocks() {
        let wasi = Some(vec![Group::Random, Group::Sockets]);
        assert_eq!(Imports::new(wasi, None, None), Err(ImportsError::NoClocks));
    }

    #[test]
    fn text_that_is_not_a_function_is_refused() {
        for text in ["", "bytes", "acme:host/random", "random#bytes", "a:b/c#"] {
            let error = ImportedFunction::try_from(text.to_owned()).expect_err("refused");
            assert_eq!(error, ImportsError::NoFunction(text.to_owned()));
        }
    }
}
