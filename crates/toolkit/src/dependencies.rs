//! The Python packages that an app asks for. pip, told to install for a component, resolves them into a lock
//! with hashes and installs them into the cache, where build scripts find them.

mod error;
mod installer;
mod lock;

use std::fs;
use std::path::{Path, PathBuf};

use wasi_py_app::Project;
use wasi_py_app::dependencies::native::{NATIVE_LOCK_NAME, NativePackage};
use wasi_py_app::dependencies::{Dependencies, LOCK_NAME};

use crate::console;

pub use error::InstallError;
use installer::lock_sources;
pub use installer::{Index, Installer};

/// Resolves what the app in that folder asks for, newest versions first, installs it and writes the lock.
/// Returns the path of the lock. An app that asks for nothing has no lock afterwards, and `None` is returned.
///
/// # Errors
/// An [`InstallError`]; the lock is then unchanged.
pub fn lock(app: &Path, installer: &Installer) -> Result<Option<PathBuf>, InstallError> {
    let project = Project::read(app)?;
    let path = app.join(LOCK_NAME);
    if project.dependencies.is_empty() {
        remove(&app.join(NATIVE_LOCK_NAME))?;
        remove(&path)?;
        return Ok(None);
    }
    let manifest = app.join("pyproject.toml");
    let pins = installer.resolve(&manifest, &project.dependencies, &project.native)?;
    let (natives, pins): (Vec<_>, Vec<_>) = pins
        .into_iter()
        .partition(|pin| project.native.contains(&pin.name));
    let native = lock_sources(installer, &manifest, &project.native, &natives)?;
    for note in pins.iter().filter_map(lock::Pin::note) {
        console::note(note.trim_start_matches("# "));
    }
    let text = lock::text(&pins);
    let locked = Dependencies::locked(app, &project.dependencies, text.clone())?;
    let locked = locked.with_native(native.clone());
    installer.install(&locked, false)?;
    lock::write(&path, &text)?;
    let native_path = app.join(NATIVE_LOCK_NAME);
    if native.packages.is_empty() {
        remove(&native_path)?;
    } else {
        lock::write(&native_path, &native.text())?;
    }
    Ok(Some(path))
}

/// Fetches the source distribution that a lock pins for a package into a folder, and returns its path.
///
/// # Errors
/// [`InstallError::NoSource`], [`InstallError::Hash`].
pub fn fetch_source(
    installer: &Installer,
    package: &NativePackage,
    folder: &Path,
) -> Result<PathBuf, InstallError> {
    installer::fetch(installer, package, folder)
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> Result<(), InstallError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(InstallError::file("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Installs what the lock of the app in that folder pins, unless it is in the cache. `force` installs it
/// anew.
///
/// # Errors
/// An [`InstallError`]; nothing is left that a build would mistake for complete.
pub fn install(
    app: &Path,
    installer: &Installer,
    force: bool,
) -> Result<Option<PathBuf>, InstallError> {
    match Project::read(app)?.dependencies()? {
        Some(dependencies) => installer.install(&dependencies, force).map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
