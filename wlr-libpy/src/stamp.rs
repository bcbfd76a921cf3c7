//! The stamp of a finished libpython: its identity, its sources and tools, and the hashes of its files. It is
//! written last, so a folder without one is unfinished.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name of the stamp in its folder.
pub const FILE_NAME: &str = "libpython.json";

/// The identity of a libpython, its sources and its tools. No path of the machine that made it is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The version of CPython: `3.13.15`.
    pub version: String,
    /// The target: `wasm32-wasip2`.
    pub target: String,
    /// True if it was compiled with CPython's assertions.
    pub assertions: bool,
    /// The hash of the tarball with CPython's source, in lower-case hexadecimal digits.
    pub source_sha256: String,
    /// The name of the recipe: 16 hexadecimal digits, made from everything in this crate that decides the
    /// result.
    pub recipe: String,
    /// The version of the C compiler, in its own words.
    pub compiler: String,
    /// The C library that was compiled against.
    pub libc: String,
    /// The static libraries, sorted by name.
    pub archives: Vec<Archive>,
    /// The standard library.
    pub stdlib: Tree,
}

impl Stamp {
    /// Returns the sha256 of the source, the recipe, the compiler and the C library, each with its name.
    #[must_use]
    pub fn provenance(&self) -> [(&'static str, String); 4] {
        [
            ("source-sha256", self.source_sha256.clone()),
            ("recipe", self.recipe.clone()),
            ("compiler", self.compiler.clone()),
            ("libc", self.libc.clone()),
        ]
    }
}

/// A static library in the folder `lib`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// The name: `libpython3.13.a`.
    pub name: String,
    /// Its length.
    pub size_bytes: u64,
    /// The hash of its content, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// A folder of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// The number of files.
    pub file_count: usize,
    /// The hash of their names and contents in the order of their names, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Archive {
    /// Describes a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default();
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            size_bytes: fs::metadata(path)?.len(),
            sha256: sha256_of(path)?,
        })
    }
}

impl Tree {
    /// Describes a folder and everything below it.
    ///
    /// # Errors
    /// When something in it cannot be read.
    pub fn of(dir: &Path) -> io::Result<Self> {
        let mut names = Vec::new();
        list(dir, "", &mut names)?;
        names.sort();
        let mut hash = Sha256::new();
        for name in &names {
            let content = fs::read(dir.join(name))?;
            hash.update(format!("{name}\0{}\0", content.len()));
            hash.update(content);
        }
        Ok(Self {
            file_count: names.len(),
            sha256: hex(&hash.finalize()),
        })
    }
}

/// Lists all files below `dir`, with `/` between folders on every system.
fn list(dir: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// Writes a hash in lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the hash of a file's content, in lower-case hexadecimal digits.
///
/// # Errors
/// When it cannot be read.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    fs::read(path).map(|content| hex(&Sha256::digest(content)))
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files with sha256 {}", self.file_count, self.sha256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, content) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
        Tree::of(dir.path()).expect("readable")
    }

    #[test]
    fn tree_does_not_depend_on_the_order_of_creation() {
        let files = [("b.py", "1"), ("a/c.py", "2"), ("a.py", "3")];
        let mut reversed = files;
        reversed.reverse();
        assert_eq!(tree(&files), tree(&reversed));
        assert_eq!(tree(&files).file_count, 3);
    }

    #[test]
    fn tree_sees_changed_moved_and_renamed_content() {
        let whole = tree(&[("a.py", "12"), ("b.py", "3")]);
        assert_ne!(whole, tree(&[("a.py", "12"), ("b.py", "4")]));
        assert_ne!(whole, tree(&[("a.py", "1"), ("b.py", "23")]));
        assert_ne!(whole, tree(&[("a.py", "12"), ("c.py", "3")]));
        assert_ne!(whole, tree(&[("a.py", "12")]));
    }

    #[test]
    fn sha256_is_that_of_the_standard() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("abc");
        fs::write(&path, "abc").expect("a file");
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_of(&path).expect("readable"), sum);
    }
}
