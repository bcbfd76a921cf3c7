//! The lock as text: a requirements file for pip's `--require-hashes`, sorted by name, so that equal pins are
//! equal bytes.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use wasi_py_fs::{NEW_FILE_MODE, replace};

use super::InstallError;

const HEADER: &str = "\
# What `cargo wasi-py lock` has chosen for `pyproject.toml`; nothing else is installed. Run it again after a change there,
# or to have newer versions.
";

/// The beginning of a line about a package that is installed without its native code.
const NOTE: &str = "# without native code: ";

/// A file that a lock pins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pin {
    /// The name of the package, normalised.
    pub(crate) name: String,
    /// The version, as PEP 440 has it.
    pub(crate) version: String,
    /// The hash of the wheel, in hexadecimal digits.
    pub(crate) sha256: String,
    /// The file name of the wheel.
    pub(crate) file: String,
    /// Native code that is left out, since the package can do without.
    pub(crate) left_out: Vec<String>,
}

impl Pin {
    /// Returns the line of the lock that leaves its native code out.
    pub(crate) fn note(&self) -> Option<String> {
        let (name, files) = (&self.name, self.left_out.join(", "));
        (!files.is_empty()).then(|| format!("{NOTE}{name}: {files}"))
    }

    /// Tells whether the wheel is for any machine.
    pub(crate) fn is_pure(&self) -> bool {
        self.file.ends_with("-none-any.whl")
    }
}

/// Writes the content of the lock.
pub(crate) fn text(pins: &[Pin]) -> String {
    let mut pins: Vec<&Pin> = pins.iter().collect();
    pins.sort_by(|one, other| one.name.cmp(&other.name));
    let mut text = HEADER.to_owned();
    for pin in pins {
        let Pin {
            name,
            version,
            sha256,
            ..
        } = pin;
        text += &pin.note().map_or_else(String::new, |note| note + "\n");
        text += &format!("{name}=={version} \\\n    --hash=sha256:{sha256}\n");
    }
    text
}

/// Writes pins as a requirements file, each with the hashes of all its wheels.
pub(crate) fn text_of_all(pins: &[Pin], hashes: &BTreeMap<String, Vec<String>>) -> String {
    let mut pins: Vec<&Pin> = pins.iter().collect();
    pins.sort_by(|one, other| one.name.cmp(&other.name));
    let line = |pin: &&Pin| {
        let own = std::slice::from_ref(&pin.sha256);
        let hashes = hashes.get(&pin.name).filter(|hashes| !hashes.is_empty());
        let hashes = hashes.map_or(own, Vec::as_slice).iter();
        let hashes: String = hashes
            .map(|hash| format!(" \\\n    --hash=sha256:{hash}"))
            .collect();
        format!("{}=={}{hashes}\n", pin.name, pin.version)
    };
    pins.iter().map(line).collect()
}

/// Returns the packages that a lock installs without their native code.
pub(crate) fn without_native_code(text: &str) -> impl Iterator<Item = &str> {
    let notes = text.lines().filter_map(|line| line.strip_prefix(NOTE));
    notes.filter_map(|note| note.split([':', ' ']).next())
}

/// Tells whether a lock pins anything.
pub(crate) fn pins_something(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Writes a lock whole or not at all.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), InstallError> {
    let permissions = Permissions::from_mode(NEW_FILE_MODE);
    replace(path, permissions, |to| to.write_all(text.as_bytes()))
        .map_err(InstallError::file("write", path))
}
