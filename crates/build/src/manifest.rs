//! The table that describes a component in its `Cargo.toml`: where its world and its app are, and what is
//! written in Rust.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};
use wasi_py_app::AppError;
use wasi_py_app::Project;
use wasi_py_bindgen::{NumberLists, Settings, WarmUp, World};
use wasi_py_imports::{Entropy, Group, ImportedFunction, Imports};

use crate::{BuildError, wit_crates};

/// The table `package.metadata.wasi-py` of a `Cargo.toml`. Everything in it may be left out. Relative paths
/// start at the folder of that file.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// The folder of the Python project, with `pyproject.toml`, and in `src` the package that implements the
    /// exports. `app` unless given.
    pub app: PathBuf,
    /// The name of that package, if it is not the project's.
    pub module: Option<String>,
    /// Folders with WIT packages. The last one has the world, those before it have packages that it uses.
    /// `wit` unless given.
    pub wit: Vec<PathBuf>,
    /// Dependencies whose folder `wit` has packages that the world uses: `wasip2` has those of WASI. They are
    /// read before [`Self::wit`].
    pub wit_crates: Vec<String>,
    /// The name of the world, if the package has several.
    pub world: Option<String>,
    /// As [`Settings::types`].
    pub types_in_rust: BTreeMap<String, String>,
    /// As [`Settings::functions`].
    pub functions_in_rust: BTreeMap<String, String>,
    /// As [`Settings::interfaces`].
    pub interfaces_in_rust: Vec<String>,
    /// As [`Settings::builtins`].
    pub builtins: Vec<String>,
    /// The warm-up before a snapshot: a path in Rust as [`WarmUp::InRust`] has, or `false` for none.
    #[serde(deserialize_with = "warm_up")]
    pub warm_up: WarmUp,
    /// The form in which Python sees lists of numbers: `list` or `array`.
    #[serde(deserialize_with = "number_lists")]
    pub number_lists: NumberLists,
    /// The groups of WASI that the component imports; all unless given.
    pub wasi: Option<Vec<Group>>,
    /// The source of random bytes of a component that does not import `random`.
    pub entropy: Option<Entropy>,
    /// The import that tells the time of a component that does not import `clocks`.
    pub clock: Option<ImportedFunction>,
    /// The folder of that `Cargo.toml`.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            app: "app".into(),
            module: None,
            wit: vec!["wit".into()],
            wit_crates: Vec::new(),
            world: None,
            types_in_rust: BTreeMap::new(),
            functions_in_rust: BTreeMap::new(),
            interfaces_in_rust: Vec::new(),
            builtins: Vec::new(),
            warm_up: WarmUp::default(),
            number_lists: NumberLists::default(),
            wasi: None,
            entropy: None,
            clock: None,
            folder: PathBuf::new(),
        }
    }
}

/// Reads the value of the key `warm-up`.
fn warm_up<'de, D: Deserializer<'de>>(value: D) -> Result<WarmUp, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a path in Rust, or `false`")]
    enum Value {
        Switch(bool),
        Path(String),
    }
    Ok(match Value::deserialize(value)? {
        Value::Switch(false) => WarmUp::Off,
        Value::Switch(true) => WarmUp::Generated,
        Value::Path(path) => WarmUp::InRust(path),
    })
}

/// Reads the value of the key `number-lists`.
fn number_lists<'de, D: Deserializer<'de>>(value: D) -> Result<NumberLists, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Value {
        List,
        Array,
    }
    Ok(match Value::deserialize(value)? {
        Value::List => NumberLists::List,
        Value::Array => NumberLists::Array,
    })
}

/// The part of a `Cargo.toml` around that table.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CargoToml {
    package: Package,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Package {
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Metadata {
    wasi_py: Manifest,
}

impl Manifest {
    /// Reads the `Cargo.toml` in `folder`. Without one, every field has its default.
    ///
    /// # Errors
    /// [`BuildError::Manifest`].
    pub fn read(folder: &Path) -> Result<Self, BuildError> {
        let path = folder.join("Cargo.toml");
        let failed = |reason: String| BuildError::Manifest {
            path: path.clone(),
            reason,
        };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text.map_err(|error| failed(error.to_string()))?,
        };
        let cargo_toml: CargoToml = toml::from_str(&text)
            .map_err(|error| failed(error.to_string().trim_end().to_owned()))?;
        let mut manifest = cargo_toml.package.metadata.wasi_py;
        for path in manifest.wit.iter_mut().chain([&mut manifest.app]) {
            *path = folder.join(&*path);
        }
        manifest.folder = folder.to_owned();
        Ok(manifest)
    }

    /// Reads the world.
    ///
    /// # Errors
    /// As [`World::read`], and when a crate of [`Self::wit_crates`] cannot be found or has no WIT.
    pub fn world(&self) -> Result<World, BuildError> {
        let mut folders = wit_crates::folders(&self.folder, &self.wit_crates)?;
        folders.extend_from_slice(&self.wit);
        Ok(World::read(&folders, self.world.as_deref())?)
    }

    /// Reads the Python project.
    ///
    /// # Errors
    /// As [`Project::read`].
    pub fn project(&self) -> Result<Project, AppError> {
        Project::read(&self.app)
    }

    /// Returns what the component imports of WASI, unless that is left to the linker.
    ///
    /// # Errors
    /// When what is left out lacks a substitute, or a setting has no effect.
    pub fn imports(&self) -> Result<Option<Imports>, BuildError> {
        let (entropy, clock) = (self.entropy.clone(), self.clock.clone());
        Ok(Imports::new(self.wasi.clone(), entropy, clock)?)
    }

    /// Returns the settings for generating the world around that project.
    #[must_use]
    pub fn settings(&self, project: &Project) -> Settings {
        let module = self.module.clone();
        Settings {
            app: module.unwrap_or_else(|| project.module_name()),
            types: self.types_in_rust.clone(),
            functions: self.functions_in_rust.clone(),
            interfaces: self.interfaces_in_rust.clone(),
            builtins: self.builtins.clone(),
            extensions: Vec::new(),
            warm_up: self.warm_up.clone(),
            number_lists: self.number_lists,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(manifest: &str) -> Result<Manifest, BuildError> {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("Cargo.toml"), manifest).expect("written");
        let mut manifest = Manifest::read(folder.path())?;
        for path in manifest.wit.iter_mut().chain([&mut manifest.app]) {
            *path = path.strip_prefix(folder.path()).expect("inside").to_owned();
        }
        Ok(manifest)
    }

    #[test]
    fn everything_may_be_left_out() {
        for manifest in [
            "",
            "[workspace]",
            "[package]\nname = \"a\"\n[package.metadata.other]\n",
        ] {
            let manifest = read(manifest).expect("is right");
            assert_eq!(manifest.app, Path::new("app"));
            assert_eq!(manifest.wit, [Path::new("wit")]);
        }
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Manifest::read(folder.path()).is_ok());
    }

    #[test]
    fn what_is_in_rust_is_in_the_settings() {
        let manifest = read(
            "[package.metadata.wasi-py]\nmodule = \"mine\"\ninterfaces-in-rust = [\"a:b/i\"]\n\
             functions-in-rust = { \"a:b/j#f\" = \"crate::f\" }\n",
        );
        let manifest = manifest.expect("is right");
        let app = tempfile::tempdir().expect("a folder");
        let pyproject = "[project]\nname = \"x\"\nversion = \"1\"\n";
        fs::write(app.path().join("pyproject.toml"), pyproject).expect("written");
        let settings = manifest.settings(&Project::read(app.path()).expect("a project"));
        assert_eq!(settings.app, "mine");
        assert_eq!(settings.interfaces, ["a:b/i"]);
        assert_eq!(settings.functions["a:b/j#f"], "crate::f");
    }

    #[test]
    fn warm_up_can_be_written_by_hand_or_left_out() {
        let warm_up = |value: &str| {
            let key = format!("[package.metadata.wasi-py]\n{value}");
            read(&key).map(|description| description.warm_up)
        };
        assert_eq!(warm_up("").expect("is right"), WarmUp::Generated);
        let off = warm_up("warm-up = false").expect("is right");
        assert_eq!(off, WarmUp::Off);
        let by_hand = warm_up("warm-up = \"crate::warm\"").expect("is right");
        assert_eq!(by_hand, WarmUp::InRust("crate::warm".to_owned()));
        let error = warm_up("warm-up = 3").expect_err("is refused");
        let text = error.to_string();
        assert!(
            text.contains("expected a path in Rust, or `false`"),
            "{text}"
        );
    }

    #[test]
    fn numbers_are_seen_in_lists_or_arrays() {
        let number_lists = |value: &str| {
            let key = format!("[package.metadata.wasi-py]\n{value}");
            read(&key).map(|description| description.number_lists)
        };
        assert_eq!(number_lists("").expect("is right"), NumberLists::List);
        let arrays = number_lists("number-lists = \"array\"");
        assert_eq!(arrays.expect("is right"), NumberLists::Array);
        let error = number_lists("number-lists = \"numpy\"").expect_err("is refused");
        let text = error.to_string();
        assert!(text.contains("expected `list` or `array`"), "{text}");
    }

    #[test]
    fn unknown_group_is_refused_beside_those_that_exist() {
        let error = read("[package.metadata.wasi-py]\nwasi = [\"files\"]\n");
        let error = error.expect_err("is refused").to_string();
        assert!(error.contains("line 2"), "{error}");
        let known = "expected one of `random`, `clocks`, `stdio`, `filesystem`, `sockets`, `environment`, `exit`";
        assert!(
            error.contains("`files`") && error.contains(known),
            "{error}"
        );
    }

    #[test]
    fn groups_that_are_left_out_have_substitutes() {
        let description = |rest: &str| {
            let manifest = format!("[package.metadata.wasi-py]\nwasi = []\n{rest}");
            read(&manifest).expect("is right").imports()
        };
        let error = description("").expect_err("no random bytes").to_string();
        assert!(error.starts_with("`wasi` leaves out `random`"), "{error}");
        let imports = description("entropy = \"acme:host/random#bytes\"").expect("is right");
        assert!(!imports.expect("something").keeps(Group::Random));
        let everything = read("").expect("is right").imports();
        assert_eq!(everything.expect("is right"), None);
    }

    #[test]
    fn misspelt_key_is_named_with_its_line() {
        let error = read("[package]\nname = \"a\"\n\n[package.metadata.wasi-py]\nwits = []\n");
        let error = error.expect_err("is refused").to_string();
        assert!(error.starts_with("cannot use `"), "{error}");
        assert!(
            error.contains("line 5") && error.contains("`wits`"),
            "{error}"
        );
        assert!(error.contains("`warm-up`"), "{error}");
    }
}
