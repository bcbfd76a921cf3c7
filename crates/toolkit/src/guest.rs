//! A user's own package, as cargo describes it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use cargo_metadata::{CrateType, DependencyKind, Package};
use wlr_libpy::cache::cache_root;
use wlr_libpy::target::Target;

use crate::metadata::{About, of_workspace};
use crate::{checkout, shell};

/// A crate that becomes a component.
#[derive(Clone, Debug)]
pub struct GuestCrate {
    /// The folder of the package, or of a workspace that has it.
    pub folder: PathBuf,
    /// The name of the package.
    pub package: String,
    /// The name of the `.wasm` file, without that ending.
    pub artifact: String,
    /// The target that it is compiled for.
    pub target: Target,
    /// The folder that cargo builds in.
    pub target_dir: PathBuf,
    /// The folder for what is in the making, if it is not the same: all projects of a user share one, so that
    /// the second compiles little more than its own crate.
    pub shared_build_dir: Option<PathBuf>,
    /// The folder of the Python project that is bundled.
    pub app: Option<PathBuf>,
    /// Environment variables that its build script reads; `None` removes one.
    pub variables: Vec<(&'static str, Option<OsString>)>,
    /// True if a snapshot can be taken, which takes `wasi-py-embed` among its dependencies.
    pub embeds_python: bool,
}

impl GuestCrate {
    /// Reads the guest of the package around `folder`. Its Python project is in `app`, relative to the
    /// package.
    ///
    /// # Errors
    /// When there is no package, or it cannot become a component.
    pub fn of_package(folder: &Path, app: &Path) -> anyhow::Result<Self> {
        let manifest = nearest_manifest(folder)?;
        let metadata = of_workspace(&manifest)?;
        let mut packages = metadata.packages.into_iter();
        let package = packages
            .find(|package| package.manifest_path == manifest)
            .with_context(|| format!("`{}` does not describe a package", manifest.display()))?;
        let folder = manifest.parent().unwrap_or(&manifest).to_owned();
        Ok(Self {
            artifact: artifact(&package)?,
            app: Some(folder.join(app)),
            folder,
            target: Target::Wasip2,
            shared_build_dir: match metadata.build_directory {
                // A folder of the user's choice.
                Some(chosen) if chosen != metadata.target_directory => None,
                _ => Some(cache_root()?.join("build")),
            },
            target_dir: metadata.target_directory.into(),
            variables: Vec::new(),
            embeds_python: embeds(&package),
            package: package.name.to_string(),
        })
    }

    /// Returns what its `Cargo.toml` says for readers.
    pub(crate) fn about(&self) -> anyhow::Result<About> {
        let metadata = of_workspace(&self.folder.join("Cargo.toml"))?;
        let mut packages = metadata.packages.iter();
        let package = packages.find(|package| *package.name == self.package);
        let package =
            package.with_context(|| format!("cargo knows nothing of `{}`", self.package))?;
        Ok(package.into())
    }

    /// Returns the folder that cargo keeps unfinished results in.
    #[must_use]
    pub fn build_dir(&self) -> PathBuf {
        let elsewhere = std::env::var_os(checkout::BUILD_DIR_VARIABLE).map(PathBuf::from);
        let elsewhere = elsewhere.or_else(|| self.shared_build_dir.clone());
        elsewhere.unwrap_or_else(|| self.resolved_target_dir())
    }

    /// Resolves links: projects that share a folder of results then share what is compiled there, since its
    /// path is in flags.
    pub(crate) fn resolved_target_dir(&self) -> PathBuf {
        let resolved = self.target_dir.canonicalize();
        resolved.unwrap_or_else(|_| self.target_dir.clone())
    }

    /// Returns the folder that cargo leaves compiled files in.
    #[must_use]
    pub fn built(&self) -> PathBuf {
        let folder = self.target_dir.join(self.target.name()).join("release");
        folder.join(format!("{}.wasm", self.artifact))
    }
}

/// Tells whether Python is in the component.
fn embeds(package: &Package) -> bool {
    let mut dependencies = package.dependencies.iter();
    dependencies.any(|dependency| {
        dependency.name == checkout::EMBED && dependency.kind == DependencyKind::Normal
    })
}

/// Returns the name of the `.wasm` file, without that ending.
fn artifact(package: &Package) -> anyhow::Result<String> {
    let mut targets = package.targets.iter();
    match targets.find(|target| target.crate_types.contains(&CrateType::CDyLib)) {
        Some(library) => Ok(library.name.replace('-', "_")),
        None => bail!(
            "`{}` cannot become a component: it has no library of the crate type `cdylib`\n\
             = help: write `crate-type = [\"cdylib\"]` under `[lib]` in `{}`",
            package.name,
            package.manifest_path
        ),
    }
}

fn nearest_manifest(folder: &Path) -> anyhow::Result<PathBuf> {
    let mut cargo = shell::cargo(folder);
    cargo.args(["locate-project", "--message-format", "plain"]);
    let Ok(manifest) = shell::output(&mut cargo) else {
        bail!(
            "no `Cargo.toml` in `{}` or above\n\
             = help: go to the folder of a project, or make one with `cargo wasi-py new`",
            folder.display()
        );
    };
    Ok(PathBuf::from(manifest.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn package(manifest: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("src")).expect("a folder");
        fs::write(folder.path().join("src/lib.rs"), "").expect("written");
        fs::write(folder.path().join("Cargo.toml"), manifest).expect("written");
        folder
    }

    const MANIFEST: &str =
        "[package]\nname = \"my-words\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";

    #[test]
    fn package_is_found_from_a_folder_inside() {
        let folder = package(&format!(
            "{MANIFEST}[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\nwasi-py-embed = \"*\"\n"
        ));
        let root = folder.path().canonicalize().expect("there");
        let guest = GuestCrate::of_package(&root.join("src"), Path::new("app")).expect("a guest");
        assert_eq!(
            (guest.package.as_str(), guest.artifact.as_str()),
            ("my-words", "my_words")
        );
        assert_eq!(guest.app, Some(root.join("app")));
        assert_eq!(guest.folder, root);
        assert!(guest.embeds_python);
    }

    #[test]
    fn package_without_a_cdylib_is_refused() {
        let folder = package(MANIFEST);
        let error =
            GuestCrate::of_package(folder.path(), Path::new("app")).expect_err("a plain library");
        assert!(
            error.to_string().starts_with(
                "`my-words` cannot become a component: it has no library of the crate type `cdylib`\n= help: "
            ),
            "{error}"
        );
    }

    #[test]
    fn folder_without_a_package_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let error =
            GuestCrate::of_package(folder.path(), Path::new("app")).expect_err("nothing there");
        assert!(
            error.to_string().starts_with("no `Cargo.toml` in `"),
            "{error}"
        );
        assert!(error.to_string().contains("= help: "), "{error}");
    }
}
