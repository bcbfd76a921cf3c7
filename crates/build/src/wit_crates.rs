//! WIT from crates: the folder `wit` of a dependency, wherever cargo keeps it.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Node, Package};

use crate::BuildError;

/// Returns the folders `wit` of the dependencies called `names` of the package in `folder`, in that order.
pub(crate) fn folders(folder: &Path, names: &[String]) -> Result<Vec<PathBuf>, BuildError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let metadata = metadata(folder)?;
    let dependencies = dependencies(&metadata, &folder.join("Cargo.toml"))?;
    let folders = names.iter().map(|name| {
        let mut dependencies = dependencies.iter();
        match dependencies.find(|package| *package.name == *name) {
            Some(package) => wit(package),
            None => Err(BuildError::NoCrate(name.clone())),
        }
    });
    folders.collect()
}

/// Asks cargo. It may download missing crates, except in a build script.
fn metadata(folder: &Path) -> Result<Metadata, BuildError> {
    let mut options = vec!["--quiet".to_owned()];
    if std::env::var_os("OUT_DIR").is_some() {
        options.push("--offline".to_owned());
    }
    let mut cargo = MetadataCommand::new();
    cargo.manifest_path(folder.join("Cargo.toml"));
    cargo.other_options(options).exec().map_err(|error| {
        BuildError::Metadata(match error {
            cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim_end().to_owned(),
            error => error.to_string(),
        })
    })
}

/// Returns the direct dependencies of the package with this `Cargo.toml`.
fn dependencies<'a>(
    metadata: &'a Metadata,
    manifest: &Path,
) -> Result<Vec<&'a Package>, BuildError> {
    let manifest = manifest.canonicalize();
    let manifest = manifest.map_err(|error| BuildError::Metadata(error.to_string()))?;
    let mut packages = metadata.packages.iter();
    let own = packages.find(|package| package.manifest_path == manifest);
    let mut nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let node = own.and_then(|own| nodes.find(|node| node.id == own.id));
    let Some(Node { dependencies, .. }) = node else {
        let reason = format!("`{}` does not describe a package", manifest.display());
        return Err(BuildError::Metadata(reason));
    };
    let packages = metadata.packages.iter();
    Ok(packages
        .filter(|package| dependencies.contains(&package.id))
        .collect())
}

fn wit(package: &Package) -> Result<PathBuf, BuildError> {
    let folder = package.manifest_path.with_file_name("wit");
    if folder.is_dir() {
        Ok(folder.into())
    } else {
        Err(BuildError::NoWit {
            name: package.name.to_string(),
            version: package.version.to_string(),
            folder: folder.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Makes a package that depends on a crate with WIT and on one without.
    fn package() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        };
        for name in ["own", "own/with", "own/without", "own/with/deeper"] {
            let last = name.rsplit('/').next().expect("a name");
            let dependencies = match last {
                "own" => "with = { path = 'with' }\nwithout = { path = 'without' }\n[workspace]\n",
                "with" => "deeper = { path = 'deeper' }\n",
                _ => "",
            };
            write(&format!("{name}/src/lib.rs"), "");
            write(
                &format!("{name}/Cargo.toml"),
                &format!(
                    "[package]\nname = '{last}'\nversion = '1.2.3'\nedition = '2024'\n[dependencies]\n{dependencies}"
                ),
            );
        }
        write(
            "own/with/wit/with.wit",
            "package a:b@0.1.0;\ninterface i {}\n",
        );
        write("own/with/deeper/wit/deeper.wit", "package a:c@0.1.0;\n");
        root
    }

    fn wit_of(names: &[&str]) -> Result<Vec<PathBuf>, String> {
        let package = package();
        let root = package.path().canonicalize().expect("there");
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let folders = folders(&root.join("own"), &names);
        let strip = |folder: PathBuf| folder.strip_prefix(&root).expect("inside").to_owned();
        match folders {
            Ok(folders) => Ok(folders.into_iter().map(strip).collect()),
            Err(error) => Err(error.to_string().replace(&root.display().to_string(), "…")),
        }
    }

    #[test]
    fn wit_of_a_dependency_is_found() {
        assert_eq!(wit_of(&["with"]), Ok(vec!["own/with/wit".into()]));
        assert_eq!(wit_of(&[]), Ok(Vec::new()));
    }

    #[test]
    fn crate_without_wit_is_named_with_its_version() {
        let expected = "the crate `without` 1.2.3 has no WIT: there is no folder `…/own/without/wit`\n\
                        = help: take it out of `wit-crates` in `Cargo.toml`";
        assert_eq!(wit_of(&["with", "without"]), Err(expected.to_owned()));
    }

    #[test]
    fn crate_that_is_no_dependency_is_named() {
        for name in ["deeper", "absent"] {
            let expected = format!(
                "`wit-crates` in `Cargo.toml` names `{name}`, on which this package does not depend\n\
                 = help: add it: `cargo add {name}`"
            );
            assert_eq!(wit_of(&[name]), Err(expected));
        }
    }

    #[test]
    fn what_cargo_finds_wrong_is_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("Cargo.toml"), "[package]\n").expect("written");
        let error = folders(folder.path(), &["a".to_owned()]).expect_err("no package");
        let text = error.to_string();
        assert!(
            text.starts_with("cannot find the crates that `wit-crates` names: "),
            "{text}"
        );
        assert!(
            text.contains("missing field `name`") || text.contains("`package.name`"),
            "{text}"
        );
    }
}
