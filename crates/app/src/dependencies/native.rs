//! The packages that are built from their sources: pinned in a file of their own, with what their builds
//! take.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::DependencyError;

/// The file beside `pyproject.toml` that pins sources and build requirements.
pub const NATIVE_LOCK_NAME: &str = "native.lock";
/// The folder of the objects, beside that of the packages.
pub(crate) const OBJECTS: &str = "objects";
/// The file among them that lists what is linked.
const LIST: &str = "linked.toml";

const HEADER: &str = "\
# The sources that `cargo wasi-py lock` has chosen for `[tool.wasi-py.native]`, and what their builds take. Run it again
# after a change there, or to have newer versions.
";

/// A package that is built from its source.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct NativePackage {
    /// The name, normalised.
    pub name: String,
    /// The version, as PEP 440 has it.
    pub version: String,
    /// The file name of the source distribution.
    pub source: String,
    /// Its hash, in hexadecimal digits.
    pub sha256: String,
    /// The packages that its build takes: a requirements file of pip, every line with its hashes.
    pub requirements: String,
    /// The crates that it is built from, if it is written in Rust: a line for each with name, version and
    /// hash.
    #[serde(default)]
    pub crates: String,
}

/// All packages that are built from their sources, sorted by name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct NativeLock {
    /// The packages.
    #[serde(default, rename = "package")]
    pub packages: Vec<NativePackage>,
}

impl NativeLock {
    /// Reads the lock of the app in that folder.
    ///
    /// # Errors
    /// [`DependencyError::NoNativeLock`], [`DependencyError::Read`], [`DependencyError::NativeLock`].
    pub fn read(app: &Path, wanted: &[String]) -> Result<Self, DependencyError> {
        let path = app.join(NATIVE_LOCK_NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(reason) => return Err(DependencyError::Read { lock: path, reason }),
        };
        let lock: Self = toml::from_str(&text).map_err(|error| DependencyError::NativeLock {
            lock: path,
            reason: error.to_string().trim_end().to_owned(),
        })?;
        match wanted.iter().find(|name| lock.package(name).is_none()) {
            None => Ok(lock),
            Some(name) => Err(DependencyError::NoNativeLock {
                app: app.to_owned(),
                name: name.clone(),
            }),
        }
    }

    /// Returns the package of that name.
    #[must_use]
    pub fn package(&self, name: &str) -> Option<&NativePackage> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// Writes the content of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let packages = self.packages.iter().map(NativePackage::text);
        format!("{HEADER}{}", packages.collect::<String>())
    }
}

impl NativePackage {
    /// Returns name and version, for messages.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    fn text(&self) -> String {
        let Self {
            name,
            version,
            source,
            sha256,
            requirements,
            crates,
        } = self;
        let crates = if crates.is_empty() {
            String::new()
        } else {
            format!("crates = '''\n{crates}'''\n")
        };
        // Nothing in names, versions and hashes needs to be quoted; backslashes stand in the requirements
        // alone.
        format!(
            "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n\
             sha256 = \"{sha256}\"\nrequirements = '''\n{requirements}'''\n{crates}"
        )
    }
}

/// Everything that is linked into a component for its packages.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Linked {
    /// Further parts of the C library: the names of archives in the folder of libpython.
    pub libraries: BTreeSet<String>,
    /// The files of archives beside the objects, of which the linker takes what is missing.
    pub archives: BTreeSet<PathBuf>,
    /// The extension modules.
    #[serde(rename = "extension")]
    pub extensions: Vec<Extension>,
    /// The Rust crates in these.
    #[serde(rename = "crate")]
    pub crates: BTreeSet<LinkedCrate>,
}

/// An extension module.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Extension {
    /// The full name of the module.
    pub module: String,
    /// The name of its init function.
    pub init: String,
    /// The file of its object.
    pub object: PathBuf,
}

/// A Rust crate in an extension module.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkedCrate {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The licence, an SPDX expression, if it names one.
    pub licence: Option<String>,
}

impl Linked {
    /// Reads what is linked for an installation in that folder; nothing if nothing was built.
    ///
    /// # Errors
    /// [`DependencyError::Read`], [`DependencyError::NativeLock`].
    pub fn read(folder: &Path) -> Result<Self, DependencyError> {
        let objects = folder.join(OBJECTS);
        let lock = objects.join(LIST);
        let text = match fs::read_to_string(&lock) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(reason) => return Err(DependencyError::Read { lock, reason }),
        };
        let mut linked: Self = toml::from_str(&text).map_err(|error| {
            let reason = error.to_string();
            DependencyError::NativeLock { lock, reason }
        })?;
        for extension in &mut linked.extensions {
            extension.object = objects.join(&extension.object);
        }
        let archives = linked.archives.iter();
        linked.archives = archives.map(|archive| objects.join(archive)).collect();
        Ok(linked)
    }

    /// Writes it into the folder of an installation, which has the objects in [`objects`].
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let extensions = self.extensions.iter().map(Extension::text);
        let crates = self.crates.iter().map(LinkedCrate::text);
        let archives: Vec<_> = self
            .archives
            .iter()
            .filter_map(|path| path.file_name())
            .collect();
        let libraries = format!("libraries = {:?}\n", Vec::from_iter(&self.libraries));
        let text: String = [libraries, format!("archives = {archives:?}\n")]
            .into_iter()
            .chain(extensions)
            .chain(crates)
            .collect();
        let objects = objects(folder);
        fs::create_dir_all(&objects)?;
        fs::write(objects.join(LIST), text)
    }
}

impl Extension {
    fn text(&self) -> String {
        let Self {
            module,
            init,
            object,
        } = self;
        let object = object.file_name().unwrap_or_default().to_string_lossy();
        format!("[[extension]]\nmodule = \"{module}\"\ninit = \"{init}\"\nobject = \"{object}\"\n")
    }
}

impl LinkedCrate {
    fn text(&self) -> String {
        let Self {
            name,
            version,
            licence,
        } = self;
        let licence = licence.as_ref();
        let licence =
            licence.map_or_else(String::new, |licence| format!("licence = {licence:?}\n"));
        format!("[[crate]]\nname = \"{name}\"\nversion = \"{version}\"\n{licence}")
    }
}

/// Returns the folder of the objects inside that of an installation.
#[must_use]
pub fn objects(folder: &Path) -> PathBuf {
    folder.join(OBJECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> NativePackage {
        NativePackage {
            name: "a".to_owned(),
            version: "1".to_owned(),
            source: "a-1.tar.gz".to_owned(),
            sha256: "00".to_owned(),
            requirements: "setuptools==80 \\\n    --hash=sha256:11\n".to_owned(),
            crates: "one 1.0.0 sha256:22\n".to_owned(),
        }
    }

    #[test]
    fn lock_is_read_as_it_was_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let lock = NativeLock {
            packages: vec![package()],
        };
        fs::write(dir.path().join(NATIVE_LOCK_NAME), lock.text()).expect("a file");
        let read = NativeLock::read(dir.path(), &["a".to_owned()]).expect("a lock");
        assert_eq!(read, lock);
    }

    #[test]
    fn package_that_is_not_locked_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let error = NativeLock::read(dir.path(), &["b".to_owned()]).expect_err("not locked");
        let text = error.to_string();
        assert!(
            text.starts_with("`b` is to be built from its source, but `"),
            "{text}"
        );
    }

    #[test]
    fn what_is_linked_is_read_as_it_was_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let nothing = Linked::read(dir.path()).expect("nothing");
        assert_eq!(nothing, Linked::default());
        let licences = [Some("MIT OR Apache-2.0".to_owned()), None];
        let linked = Linked {
            libraries: ["c-more".to_owned()].into(),
            archives: [objects(dir.path()).join("more.a")].into(),
            extensions: vec![Extension {
                module: "a._b".to_owned(),
                init: "PyInit_a_2_1b".to_owned(),
                object: objects(dir.path()).join("a._b.o"),
            }],
            crates: licences
                .map(|licence| LinkedCrate {
                    name: "one".to_owned(),
                    version: "1.0.0".to_owned(),
                    licence,
                })
                .into(),
        };
        linked.write(dir.path()).expect("written");
        assert_eq!(Linked::read(dir.path()).expect("a list"), linked);
    }
}
