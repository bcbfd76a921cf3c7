//! A user's own package, as cargo describes it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wlr_libpy::target::Target;

use crate::component::Guest;
use crate::inventory::About;
use crate::metadata::{Metadata, Package};
use crate::shell;

/// The crate whose feature `snapshot` exports the functions that a snapshot is taken with.
const EMBED: &str = "wasi-py-embed";

impl Guest {
    /// Reads the guest of the package around `folder`. Its Python project is in `app`, relative to the
    /// package.
    ///
    /// # Errors
    /// When there is no package, or it cannot become a component.
    pub fn of_package(folder: &Path, app: &Path) -> anyhow::Result<Self> {
        let manifest = nearest_manifest(folder)?;
        let metadata = Metadata::read(&manifest)?;
        let mut packages = metadata.packages.into_iter();
        let package = packages
            .find(|package| package.manifest_path == manifest)
            .with_context(|| format!("`{}` does not describe a package", manifest.display()))?;
        let folder = manifest.parent().unwrap_or(&manifest).to_owned();
        Ok(Self {
            artifact: package.artifact()?,
            app: Some(folder.join(app)),
            folder,
            target: Target::Wasip2,
            target_dir: metadata.target_directory,
            variables: Vec::new(),
            prepares: package.embeds(),
            package: package.name,
        })
    }

    /// Returns what its `Cargo.toml` says for readers.
    pub(crate) fn about(&self) -> anyhow::Result<About> {
        let metadata = Metadata::read(&self.folder.join("Cargo.toml"))?;
        let mut packages = metadata.packages.into_iter();
        let package = packages.find(|package| package.name == self.package);
        let package =
            package.with_context(|| format!("cargo knows nothing of `{}`", self.package))?;
        Ok(package.about)
    }
}

impl Package {
    /// Tells whether Python is in the component.
    fn embeds(&self) -> bool {
        let mut dependencies = self.dependencies.iter();
        dependencies.any(|dependency| dependency.name == EMBED && dependency.kind.is_none())
    }

    /// Returns the name of the `.wasm` file, without that ending.
    fn artifact(&self) -> anyhow::Result<String> {
        let mut targets = self.targets.iter();
        let library = targets.find(|target| target.crate_types.iter().any(|kind| kind == "cdylib"));
        match library {
            Some(library) => Ok(library.name.replace('-', "_")),
            None => bail!(
                "`{}` cannot become a component: it has no library of the crate type `cdylib`\n\
                 = help: write `crate-type = [\"cdylib\"]` under `[lib]` in `{}`",
                self.name,
                self.manifest_path.display()
            ),
        }
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
        let guest = Guest::of_package(&root.join("src"), Path::new("app")).expect("a guest");
        assert_eq!(
            (guest.package.as_str(), guest.artifact.as_str()),
            ("my-words", "my_words")
        );
        assert_eq!(guest.app, Some(root.join("app")));
        assert_eq!(guest.folder, root);
        assert!(guest.prepares);
    }

    #[test]
    fn package_without_a_cdylib_is_refused() {
        let folder = package(MANIFEST);
        let error =
            Guest::of_package(folder.path(), Path::new("app")).expect_err("a plain library");
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
        let error = Guest::of_package(folder.path(), Path::new("app")).expect_err("nothing there");
        assert!(
            error.to_string().starts_with("no `Cargo.toml` in `"),
            "{error}"
        );
        assert!(error.to_string().contains("= help: "), "{error}");
    }
}
