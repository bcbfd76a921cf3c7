//! The packages that are built from their sources: pinned in a file of their own, with what their builds
//! take.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::DependencyError;

/// The file beside `pyproject.toml` that pins sources and build requirements.
pub const NATIVE_LOCK_NAME: &str = "native.lock";
/// The folder of the objects, beside that of the packages.
pub(crate) const OBJECTS: &str = "objects";
/// The file that lists the extension modules among them.
const LIST: &str = "extensions.toml";

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
        } = self;
        // Nothing in names, versions and hashes needs to be quoted; backslashes stand in the requirements
        // alone.
        format!(
            "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n\
             sha256 = \"{sha256}\"\nrequirements = '''\n{requirements}'''\n"
        )
    }
}

/// An extension module that is linked into the component.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Extension {
    /// The full name of the module.
    pub module: String,
    /// The name of its init function.
    pub init: String,
    /// The file of its object.
    pub object: PathBuf,
}

#[derive(Default, Deserialize)]
struct Extensions {
    #[serde(default)]
    extension: Vec<Extension>,
}

/// Lists the extension modules in the folder of an installation; none if nothing was built.
///
/// # Errors
/// [`DependencyError::Read`], [`DependencyError::NativeLock`].
pub fn extensions(folder: &Path) -> Result<Vec<Extension>, DependencyError> {
    let objects = folder.join(OBJECTS);
    let list = objects.join(LIST);
    let text = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(reason) => return Err(DependencyError::Read { lock: list, reason }),
    };
    let found: Extensions = toml::from_str(&text).map_err(|error| DependencyError::NativeLock {
        lock: list,
        reason: error.to_string(),
    })?;
    let placed = |extension: Extension| Extension {
        object: objects.join(&extension.object),
        ..extension
    };
    Ok(found.extension.into_iter().map(placed).collect())
}

/// Lists extension modules in the folder of an installation, which has their objects in [`objects`].
///
/// # Errors
/// When the list cannot be written.
pub fn write_extensions(folder: &Path, extensions: &[Extension]) -> io::Result<()> {
    let lines = extensions.iter().map(|extension| {
        let name = extension.object.file_name().unwrap_or_default();
        format!(
            "[[extension]]\nmodule = \"{}\"\ninit = \"{}\"\nobject = \"{}\"\n",
            extension.module,
            extension.init,
            name.to_string_lossy()
        )
    });
    let objects = objects(folder);
    fs::create_dir_all(&objects)?;
    fs::write(objects.join(LIST), lines.collect::<String>())
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
    fn extensions_are_listed_with_the_paths_of_their_objects() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(extensions(dir.path()).expect("none"), []);
        let extension = Extension {
            module: "a._b".to_owned(),
            init: "PyInit_a_2_1b".to_owned(),
            object: objects(dir.path()).join("a._b.o"),
        };
        write_extensions(dir.path(), std::slice::from_ref(&extension)).expect("written");
        assert_eq!(extensions(dir.path()).expect("a list"), [extension]);
    }
}
