//! The Python packages that an app depends on: pinned with hashes beside its `pyproject.toml`, installed into
//! the cache by a task, taken from there by build scripts, which use no network. `wasi-py-toolkit` installs
//! them.

pub mod native;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wlr_libpy::error::LibpyError;
use wlr_libpy::release::Release;
use wlr_libpy::stamp::Tree;

use native::{NATIVE_LOCK_NAME, NativeLock, objects};
use wlr_libpy::stamp::hex;

/// The file beside `pyproject.toml` that pins packages: a requirements file of pip, every line with its
/// hashes.
pub const LOCK_NAME: &str = "requirements.lock";

/// The version of an installed folder's content, part of its key. It changes when the same lock is installed
/// in another way.
const LAYOUT: &str = "1";
/// The file that is written last: a folder without it is unfinished.
const STAMP_NAME: &str = "dependencies.json";
const SITE_PACKAGES: &str = "site-packages";

/// The error of bundling an app's dependencies.
#[derive(Debug, thiserror::Error)]
pub enum DependencyError {
    /// A requirement without a lock that pins it.
    #[error(
        "`{manifest}` asks for `{requirement}`, but there is no `{LOCK_NAME}` beside it\n\
         = help: run `cargo wasi-py lock --app {app}`",
        manifest = .app.join("pyproject.toml").display(), app = .app.display()
    )]
    NoLock {
        /// The folder of the app.
        app: PathBuf,
        /// The first requirement.
        requirement: String,
    },
    /// The lock cannot be read.
    #[error("cannot read `{lock}`: {reason}", lock = .lock.display())]
    Read {
        /// The file.
        lock: PathBuf,
        /// The error of the system.
        reason: io::Error,
    },
    /// A lock with lines that are not pins.
    #[error(
        "`{lock}` line {line}: expected a requirement, found the option `{option}`\n\
         = help: run `cargo wasi-py lock`, which writes it anew",
        lock = .lock.display()
    )]
    Option {
        /// The lock.
        lock: PathBuf,
        /// The number of the line, counted from one.
        line: usize,
        /// The whole line.
        option: String,
    },
    /// A package that is to be built and is not pinned.
    #[error(
        "`{name}` is to be built from its source, but `{lock}` does not pin it\n\
         = help: run `cargo wasi-py lock --app {app}`",
        lock = .app.join(NATIVE_LOCK_NAME).display(), app = .app.display()
    )]
    NoNativeLock {
        /// The folder of the app.
        app: PathBuf,
        /// The package.
        name: String,
    },
    /// A list of what is built that is not valid.
    #[error("cannot use `{lock}`: {reason}\n= help: run `cargo wasi-py lock`, which writes it anew", lock = .lock.display())]
    NativeLock {
        /// The file.
        lock: PathBuf,
        /// The fault.
        reason: String,
    },
    /// Dependencies that were not installed yet, or whose lock has changed since.
    #[error(
        "the dependencies that `{lock}` pins are not installed: `{folder}` does not exist\n\
         = help: run `cargo wasi-py install --app {app}`",
        lock = .app.join(LOCK_NAME).display(), folder = .folder.display(), app = .app.display()
    )]
    Missing {
        /// The folder of the app.
        app: PathBuf,
        /// The folder that they would be in.
        folder: PathBuf,
    },
    /// An installed folder that has changed since.
    #[error(
        "`{folder}` is damaged: expected {expected}, found {found}\n\
         = help: run `cargo wasi-py install --force --app {app}`",
        folder = .folder.display(), app = .app.display()
    )]
    Damaged {
        /// The folder of the app.
        app: PathBuf,
        /// The folder that is damaged.
        folder: PathBuf,
        /// The stamp of its installation.
        expected: String,
        /// The stamp of its content.
        found: String,
    },
    /// There is no cache, or no such version of CPython.
    #[error(transparent)]
    Libpython(#[from] LibpyError),
}

/// The requirements of an app, and the lock that pins them.
#[derive(Clone, Debug)]
pub struct Dependencies {
    app: PathBuf,
    requirements: Vec<String>,
    lock: String,
    native: NativeLock,
}

impl Dependencies {
    /// Reads the lock of the app in that folder, which asks for `requirements` (PEP 508).
    ///
    /// # Errors
    /// [`DependencyError::NoLock`], [`DependencyError::Read`], [`DependencyError::Option`].
    pub fn read(app: &Path, requirements: &[String]) -> Result<Option<Self>, DependencyError> {
        let Some(requirement) = requirements.first() else {
            return Ok(None);
        };
        // Messages name this folder, whoever reads them and wherever they are.
        let app = std::path::absolute(app).unwrap_or_else(|_| app.to_owned());
        let path = app.join(LOCK_NAME);
        let lock = match fs::read_to_string(&path) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let requirement = requirement.clone();
                return Err(DependencyError::NoLock { app, requirement });
            }
            Err(reason) => return Err(DependencyError::Read { lock: path, reason }),
        };
        Self::locked(&app, requirements, lock).map(Some)
    }

    /// Takes that lock instead of the app's.
    ///
    /// # Errors
    /// [`DependencyError::Option`].
    pub fn locked(
        app: &Path,
        requirements: &[String],
        lock: String,
    ) -> Result<Self, DependencyError> {
        let app = std::path::absolute(app).unwrap_or_else(|_| app.to_owned());
        refuse_options(&app.join(LOCK_NAME), &lock)?;
        Ok(Self {
            app,
            requirements: requirements.to_vec(),
            lock,
            native: NativeLock::default(),
        })
    }

    /// Adds the packages that are built from their sources.
    #[must_use]
    pub fn with_native(self, native: NativeLock) -> Self {
        Self { native, ..self }
    }

    /// Returns the packages that are built from their sources.
    #[must_use]
    pub fn native(&self) -> &NativeLock {
        &self.native
    }

    /// Returns the folder of the app.
    #[must_use]
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// Returns the requirements in `pyproject.toml`.
    #[must_use]
    pub fn requirements(&self) -> &[String] {
        &self.requirements
    }

    /// Returns the lock: the content of [`Dependencies::lock_path`].
    #[must_use]
    pub fn lock(&self) -> &str {
        &self.lock
    }

    /// Returns the path of the lock.
    #[must_use]
    pub fn lock_path(&self) -> PathBuf {
        self.app.join(LOCK_NAME)
    }

    /// Returns their folder in the cache `root`, whether it is there yet or not. Other requirements, another
    /// lock or another Python have another folder.
    #[must_use]
    pub fn folder(&self, root: &Path, release: &Release) -> PathBuf {
        let mut hash = Sha256::new();
        let parts = [LAYOUT, release.version, &self.lock].into_iter();
        let native = (!self.native.packages.is_empty()).then(|| self.native.text());
        let parts = parts.chain(self.requirements.iter().map(String::as_str));
        for part in parts.chain(native.as_deref()) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let key = hex(&hash.finalize());
        root.join("dependencies")
            .join(format!("{}-{}", release.minor(), &key[..16]))
    }

    /// Returns the folder that the installed packages are importable from, after checking every byte of it.
    ///
    /// # Errors
    /// [`DependencyError::Missing`], [`DependencyError::Damaged`].
    pub fn installed(&self, root: &Path, release: &Release) -> Result<PathBuf, DependencyError> {
        let folder = self.folder(root, release);
        let app = self.app.clone();
        let Ok(stamp) = fs::read_to_string(folder.join(STAMP_NAME)) else {
            return Err(DependencyError::Missing { app, folder });
        };
        let packages = folder.join(SITE_PACKAGES);
        let found = stamp_of(&folder).unwrap_or_else(|error| error.to_string());
        if found != stamp {
            return Err(DependencyError::Damaged {
                app,
                folder: packages,
                expected: stamp,
                found,
            });
        }
        Ok(packages)
    }

    /// Stamps `work` so that [`Dependencies::installed`] accepts it. Nothing may be in it but the folder of
    /// [`site_packages`].
    ///
    /// # Errors
    /// When something in it cannot be read or the stamp cannot be written.
    pub fn seal(work: &Path) -> io::Result<()> {
        fs::write(work.join(STAMP_NAME), stamp_of(work)?)
    }
}

/// Returns the folder of the packages inside one that is to be [sealed](Dependencies::seal).
#[must_use]
pub fn site_packages(work: &Path) -> PathBuf {
    work.join(SITE_PACKAGES)
}

/// Describes what is installed: the number of files and their hash, and that of the objects if there are any.
fn stamp_of(folder: &Path) -> io::Result<String> {
    let tree = Tree::of(&site_packages(folder))?;
    let objects = objects(folder);
    let objects = if objects.is_dir() {
        format!(", \"objects\": \"{}\"", Tree::of(&objects)?.sha256)
    } else {
        String::new()
    };
    Ok(format!(
        "{{\"file_count\": {}, \"sha256\": \"{}\"{objects}}}",
        tree.file_count, tree.sha256
    ))
}

/// Refuses options: they could name other files or another index, which the key does not know of.
fn refuse_options(lock: &Path, text: &str) -> Result<(), DependencyError> {
    let found = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.trim().starts_with('-') && !line.trim().starts_with("--hash"));
    match found {
        None => Ok(()),
        Some((index, line)) => Err(DependencyError::Option {
            lock: lock.to_owned(),
            line: index + 1,
            option: line.trim().to_owned(),
        }),
    }
}
