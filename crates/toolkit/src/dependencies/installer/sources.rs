//! Packages that are built from their sources: found and pinned, fetched, built once into the cache, and
//! added to an installation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_app::dependencies::Dependencies;
use wasi_py_app::dependencies::native::{
    Extension, Linked, LinkedCrate, NativeLock, NativePackage, objects,
};
use wasi_py_native::{Package, Recipe, Workplace, compiler_library, extensions, key, rust_version};
use wlr_libpy::make::Development;
use wlr_libpy::stamp::sha256_of;

use super::{Installer, Item, Report, run, said, temporary};
use crate::console::{self, Step};
use crate::dependencies::InstallError;
use crate::dependencies::lock::{self, Pin};
use crate::libpython;

const SOURCE: &str = include_str!("../source.py");
/// The file of an installation that names the builds in it.
const BUILDS: &str = "builds";
/// The folder of a finished build with what is to be installed.
const PACKAGES: &str = "packages";
/// The file of an installation with the library of the compiler.
const COMPILER_LIBRARY: &str = "compiler.a";

/// Pins the sources of the packages to build, and what their builds take. `pins` are the versions to build.
pub(in crate::dependencies) fn lock_sources(
    installer: &Installer,
    manifest: &Path,
    to_build: &[String],
    pins: &[Pin],
) -> Result<NativeLock, InstallError> {
    if let Some(name) = to_build
        .iter()
        .find(|name| pins.iter().all(|pin| pin.name != **name))
    {
        return Err(InstallError::NotAsked {
            manifest: manifest.to_owned(),
            name: name.clone(),
        });
    }
    if pins.is_empty() {
        return Ok(NativeLock::default());
    }
    let builder = Builder::new(installer)?;
    let packages: Result<_, _> = pins.iter().map(|pin| builder.pin(pin)).collect();
    let mut lock = NativeLock {
        packages: packages?,
    };
    lock.packages
        .sort_by(|one, other| one.name.cmp(&other.name));
    Ok(lock)
}

/// The packages of an app that have been built.
#[derive(Default)]
pub(super) struct Builds {
    packages: Vec<Built>,
    /// The library of the compiler; none if nothing is built.
    compiler_library: Option<PathBuf>,
}

/// A package that has been built.
struct Built {
    title: String,
    folder: PathBuf,
}

/// Builds what a lock pins, unless the cache has it.
pub(super) fn build_all(installer: &Installer, lock: &NativeLock) -> Result<Builds, InstallError> {
    if lock.packages.is_empty() {
        return Ok(Builds::default());
    }
    let builder = Builder::new(installer)?;
    let built = lock.packages.iter().map(|package| {
        Ok(Built {
            title: package.title(),
            folder: builder.build(package)?,
        })
    });
    Ok(Builds {
        packages: built.collect::<Result<_, InstallError>>()?,
        compiler_library: Some(compiler_library(&builder.development.tools)?),
    })
}

/// Tells whether an installation has the builds that would be made now.
pub(super) fn is_up_to_date(
    installer: &Installer,
    dependencies: &Dependencies,
    folder: &Path,
) -> Result<bool, InstallError> {
    let packages = &dependencies.native().packages;
    if packages.is_empty() {
        return Ok(true);
    }
    let builder = Builder::new(installer)?;
    let wanted: Vec<PathBuf> = packages
        .iter()
        .map(|package| builder.place(package))
        .collect();
    let builds = fs::read_to_string(objects(folder).join(BUILDS)).unwrap_or_default();
    Ok(builds == names(wanted.iter().map(PathBuf::as_path)))
}

/// Names builds and the archive beside them, a line for each.
fn names<'a>(folders: impl Iterator<Item = &'a Path>) -> String {
    let name = |folder: &Path| {
        folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let names = folders.map(name).chain([COMPILER_LIBRARY.to_owned()]);
    names.map(|name| name + "\n").collect()
}

impl Builds {
    /// Adds them to the packages that are `installed`, and their objects to the installation in `folder`.
    pub(super) fn add(&self, installed: &Path, folder: &Path) -> Result<(), InstallError> {
        let Some(library) = &self.compiler_library else {
            return Ok(());
        };
        let objects = objects(folder);
        fs::create_dir_all(&objects).map_err(InstallError::file("create", &objects))?;
        let archive = objects.join(COMPILER_LIBRARY);
        fs::copy(library, &archive).map_err(InstallError::file("write", &archive))?;
        let mut owners: BTreeMap<String, (&str, Extension)> = BTreeMap::new();
        let mut all = Linked::default();
        all.archives.insert(archive);
        for Built { title, folder } in &self.packages {
            copy_tree(&folder.join(PACKAGES), installed)?;
            let linked = Linked::read(folder)?;
            all.crates.extend(linked.crates);
            all.libraries.extend(linked.libraries);
            for extension in linked.extensions {
                let to = objects.join(extension.object.file_name().unwrap_or_default());
                fs::copy(&extension.object, &to).map_err(InstallError::file("write", &to))?;
                let module = extension.module.clone();
                if let Some((one, _)) = owners.insert(module.clone(), (title, extension)) {
                    let (one, other) = (one.to_owned(), title.clone());
                    return Err(InstallError::TwoModules { module, one, other });
                }
            }
        }
        let extensions = owners.into_values().map(|(_, extension)| extension);
        all.extensions = extensions.collect();
        all.write(folder)
            .map_err(InstallError::file("write", &objects))?;
        let builds = objects.join(BUILDS);
        let text = names(self.packages.iter().map(|built| built.folder.as_path()));
        fs::write(&builds, text).map_err(InstallError::file("write", &builds))
    }
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), InstallError> {
    fs::create_dir_all(to).map_err(InstallError::file("create", to))?;
    for entry in fs::read_dir(from).map_err(InstallError::file("read", from))? {
        let path = entry.map_err(InstallError::file("read", from))?.path();
        let to = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_tree(&path, &to)?;
        } else {
            fs::copy(&path, &to).map_err(InstallError::file("write", &to))?;
        }
    }
    Ok(())
}

/// A builder with its tools.
struct Builder<'a> {
    installer: &'a Installer,
    development: Development,
    python: PathBuf,
    /// The description of the Rust compiler.
    rust: String,
}

impl<'a> Builder<'a> {
    fn new(installer: &'a Installer) -> Result<Self, InstallError> {
        let (development, python) = libpython::development().map_err(InstallError::Tools)?;
        Ok(Self {
            installer,
            development,
            python,
            rust: rust_version()?,
        })
    }

    fn root(&self) -> PathBuf {
        self.installer.root.join("native")
    }

    /// Returns the folder of a finished build, whether it is there yet or not.
    fn place(&self, package: &NativePackage) -> PathBuf {
        let NativePackage {
            name,
            sha256,
            requirements,
            crates,
            ..
        } = package;
        let recipe = Recipe::of(name);
        let mut parts = vec![&**sha256, requirements, recipe.text()];
        if !crates.is_empty() {
            parts.extend([&**crates, &self.rust]);
        }
        let key = key(&self.development, &parts);
        let folder = format!("{}-{}-{key}", package.name, package.version);
        self.root().join(folder)
    }

    /// Finds the source distribution of a version, and what its build takes. That runs code of the package.
    fn pin(&self, pin: &Pin) -> Result<NativePackage, InstallError> {
        let title = format!("{} {}", pin.name, pin.version);
        let _step = Step::begin(format!("finding what the build of `{title}` takes"));
        let place = Place::new(self, &title)?;
        let found = ask(
            self.installer,
            &title,
            &["find", &pin.name, &pin.version],
            Some(place.folder()),
        )?;
        let source = found.trim().to_owned();
        let archive = place.folder().join(&source);
        let workplace = place.workplace(&Recipe::of(&pin.name))?;
        workplace.unpack(place.package(&self.python), &archive)?;
        let mut asked = workplace.static_requirements(place.package(&self.python))?;
        let crates = workplace.crates(place.package(&self.python), &asked)?;
        let python = workplace.environment(&self.python)?;
        let requirements = self.requirements(&title, &python, &asked)?;
        self.install(&title, &python, &requirements)?;
        let more = workplace.dynamic_requirements(place.package(&python))?;
        asked.extend(more.iter().cloned());
        Ok(NativePackage {
            requirements: if more.is_empty() {
                requirements
            } else {
                self.requirements(&title, &python, &asked)?
            },
            sha256: sha256_of(&archive).map_err(InstallError::file("read", &archive))?,
            name: pin.name.clone(),
            version: pin.version.clone(),
            source,
            crates,
        })
    }

    /// Builds a package unless the cache has it, and returns the folder of the result.
    fn build(&self, package: &NativePackage) -> Result<PathBuf, InstallError> {
        let finished = self.place(package);
        if finished.is_dir() {
            return Ok(finished);
        }
        let title = package.title();
        let place = Place::new(self, &title)?;
        // Another run may have built it while this one waited for the place.
        if !finished.is_dir() {
            let _step = Step::begin(format!("building `{title}` from its source"));
            let result = self.build_in(&place, package)?;
            fs::rename(&result, &finished).map_err(InstallError::file("create", &finished))?;
        }
        Ok(finished)
    }

    fn build_in(&self, place: &Place, package: &NativePackage) -> Result<PathBuf, InstallError> {
        let recipe = Recipe::of(&package.name);
        let archive = fetch(self.installer, package, place.folder())?;
        let workplace = place.workplace(&recipe)?;
        let python = workplace.environment(&self.python)?;
        self.install(&place.title, &python, &package.requirements)?;
        workplace.unpack(place.package(&self.python), &archive)?;
        let crates = workplace.vendor(place.package(&python), &package.crates)?;
        let result = place.folder().join("result");
        let packages = result.join(PACKAGES);
        workplace.build(place.package(&python), &packages)?;
        let linked = Linked {
            libraries: recipe.libraries().map(str::to_owned).collect(),
            archives: BTreeSet::new(),
            extensions: self.seal(place, &packages, &result)?,
            crates: crates
                .into_iter()
                .map(|linked| LinkedCrate {
                    name: linked.name,
                    version: linked.version,
                    licence: linked.licence,
                })
                .collect(),
        };
        let written = linked.write(&result);
        written.map_err(InstallError::file("write", &result))?;
        Ok(result)
    }

    fn seal(
        &self,
        place: &Place,
        packages: &Path,
        result: &Path,
    ) -> Result<Vec<Extension>, InstallError> {
        let title = &place.title;
        let sealed = extensions::seal(title, packages, &objects(result), &self.development)?;
        if sealed.is_empty() {
            console::note(&format!("`{title}` has no native code after its build"));
        }
        let adapted: usize = sealed.iter().map(|extension| extension.adapted.len()).sum();
        if adapted > 0 {
            let what = "of its functions take other arguments than Python gives: adapted";
            console::note(&format!("`{title}`: {adapted} {what}"));
        }
        if sealed.iter().any(|extension| extension.may_throw) {
            let what = "has exceptions of C++: where one is thrown, the instance ends";
            console::note(&format!("`{title}` {what}"));
        }
        Ok(sealed
            .into_iter()
            .map(|extension| Extension {
                module: extension.module,
                init: extension.init,
                object: extension.object,
            })
            .collect())
    }

    /// Pins what a build takes: the text of a requirements file, with the hashes of all wheels of each
    /// version.
    fn requirements(
        &self,
        title: &str,
        python: &Path,
        asked: &[String],
    ) -> Result<String, InstallError> {
        if asked.is_empty() {
            return Ok(String::new());
        }
        let work = temporary()?;
        let report = work.path().join("report.json");
        let mut pip = self.pip(python, work.path());
        pip.args(["--dry-run", "--ignore-installed", "--report"])
            .arg(&report);
        let output = run(pip.args(asked))?;
        if !output.status.success() {
            return Err(taking(title, &output));
        }
        let bytes = fs::read(&report).map_err(InstallError::file("read", &report))?;
        let report: Report = serde_json::from_slice(&bytes).map_err(|error| answer(&error))?;
        let pins: Vec<Pin> = report.install.into_iter().map(Item::pin).collect();
        let list: Vec<String> = pins
            .iter()
            .map(|pin| format!("{}=={}", pin.name, pin.version))
            .collect();
        let asked = ["hashes", &*list.join(",")];
        let hashes = ask(self.installer, title, &asked, None)?;
        let hashes: BTreeMap<String, Vec<String>> =
            serde_json::from_str(&hashes).map_err(|error| answer(&error))?;
        Ok(lock::text_of_all(&pins, &hashes))
    }

    /// Installs what a build takes into the environment of `python`.
    fn install(&self, title: &str, python: &Path, requirements: &str) -> Result<(), InstallError> {
        if requirements.is_empty() {
            return Ok(());
        }
        let work = temporary()?;
        let lock = work.path().join("lock");
        fs::write(&lock, requirements).map_err(InstallError::file("write", &lock))?;
        let mut pip = self.pip(python, work.path());
        pip.args([
            "--no-deps",
            "--no-compile",
            "--require-hashes",
            "--requirement",
        ]);
        let output = run(pip.arg(&lock))?;
        if output.status.success() {
            Ok(())
        } else {
            Err(taking(title, &output))
        }
    }

    /// Prepares `pip install` into an environment of this machine.
    fn pip(&self, python: &Path, home: &Path) -> Command {
        let mut pip = self.installer.environment.python();
        pip.args(["-I", "-m", "pip", "--python"]).arg(python);
        pip.args([
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--no-color",
        ]);
        pip.args(["--progress-bar", "off", "--only-binary", ":all:"]);
        pip.args(self.installer.index_options());
        // Nothing of the user's own Python is taken for installed.
        pip.env("PYTHONNOUSERSITE", "1").env("TMPDIR", home);
        pip
    }
}

/// Fetches a source distribution into a folder. It must be the pinned one.
pub(in crate::dependencies) fn fetch(
    installer: &Installer,
    package: &NativePackage,
    folder: &Path,
) -> Result<PathBuf, InstallError> {
    let arguments = ["fetch", &package.name, &package.source];
    ask(installer, &package.title(), &arguments, Some(folder))?;
    let archive = folder.join(&package.source);
    let found = sha256_of(&archive).map_err(InstallError::file("read", &archive))?;
    if found != package.sha256 {
        return Err(InstallError::Hash {
            file: package.source.clone(),
            expected: package.sha256.clone(),
            found,
        });
    }
    Ok(archive)
}

/// Runs `source.py` and returns its answer.
fn ask(
    installer: &Installer,
    title: &str,
    arguments: &[&str],
    out: Option<&Path>,
) -> Result<String, InstallError> {
    let mut python = installer.environment.python();
    python.args(["-I", "-c", SOURCE]).args(arguments).args(out);
    python.args(installer.index_options());
    let output = run(&mut python)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(InstallError::NoSource {
        package: title.to_owned(),
        said: said(&output),
    })
}

fn taking(title: &str, output: &std::process::Output) -> InstallError {
    InstallError::BuildRequirements {
        package: title.to_owned(),
        said: said(output),
    }
}

fn answer(error: &serde_json::Error) -> InstallError {
    InstallError::Run {
        program: "pip".to_owned(),
        reason: error.to_string(),
    }
}

/// The one place of the cache where packages are built: its path is in what is built. Dropping it removes it.
struct Place<'a> {
    builder: &'a Builder<'a>,
    title: String,
    folder: PathBuf,
    source: PathBuf,
    log: PathBuf,
    _turn: File,
}

impl<'a> Place<'a> {
    /// Waits for the place and empties it.
    fn new(builder: &'a Builder<'a>, title: &str) -> Result<Self, InstallError> {
        let (root, logs) = (builder.root(), builder.installer.root.join("logs/native"));
        for dir in [&root, &logs] {
            fs::create_dir_all(dir).map_err(InstallError::file("create", dir))?;
        }
        let lock = root.join("lock");
        let turn = File::create(&lock).map_err(InstallError::file("create", &lock))?;
        turn.lock().map_err(InstallError::file("lock", &lock))?;
        let folder = root.join("work");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(InstallError::file("remove", &folder))?;
        }
        fs::create_dir(&folder).map_err(InstallError::file("create", &folder))?;
        Ok(Self {
            builder,
            title: title.to_owned(),
            source: folder.join("source"),
            log: logs.join(format!("{}.log", title.replace(' ', "-"))),
            folder,
            _turn: turn,
        })
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn workplace(&self, recipe: &Recipe) -> Result<Workplace, InstallError> {
        let Builder {
            development,
            python,
            ..
        } = self.builder;
        Ok(Workplace::new(&self.folder, python, development, recipe)?)
    }

    fn package<'p>(&'p self, python: &'p Path) -> Package<'p> {
        Package {
            title: &self.title,
            source: &self.source,
            python,
            log: &self.log,
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
