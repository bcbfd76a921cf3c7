//! The last step: puts the parts of a finished libpython together, describes them and moves them into the
//! cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::toolchain::Toolchain;
use super::workshop::Workshop;
use super::{MakeError, Order};
use crate::assertions::Assertions;
use crate::bld_cfg::LibsConfig;
use crate::recipe;
use crate::stamp::{self, Archive, Stamp, Tree};

/// Names that are not stored: CPython's tests, and compiled files that a running Python leaves behind.
const LEFT_OUT: [&str; 2] = ["test", "__pycache__"];

/// The parts, and the folders that they are in.
pub(super) struct Parts<'a> {
    pub(super) order: &'a Order,
    pub(super) source_dir: PathBuf,
    pub(super) clibs_dir: PathBuf,
    pub(super) build_dir: PathBuf,
    pub(super) python: PathBuf,
    pub(super) toolchain: &'a Toolchain,
}

impl Parts<'_> {
    /// Puts the parts into one folder, moves it into the cache and opens it there.
    pub(super) fn assemble(&self, workshop: &Workshop) -> Result<LibsConfig, MakeError> {
        let dir = workshop.dir("libpython")?;
        let lib = workshop.dir("libpython/lib")?;
        let stdlib = workshop.dir(&format!("libpython/lib/{}", self.python_name()))?;
        self.copy_archives(&lib)?;
        copy_tree(&self.source_dir.join("Lib"), &stdlib)?;
        // Python takes the folder's absence for a broken installation and says so at every start.
        workshop.dir(&format!("libpython/lib/{}/lib-dynload", self.python_name()))?;
        self.write_sysconfig(&stdlib, workshop)?;
        copy(
            &self.python,
            &workshop.dir("libpython/bin")?.join(self.python_name()),
        )?;
        self.write_stamp(&dir, &lib, &stdlib)?;
        workshop.place(&dir, &self.order.folder(workshop.root()))?;
        Ok(self.order.open(workshop.root())?)
    }

    fn python_name(&self) -> String {
        format!("python{}", self.order.release.minor())
    }

    fn copy_archives(&self, lib: &Path) -> Result<(), MakeError> {
        for dir in [
            self.build_dir.clone(),
            self.build_dir.join("Modules/_decimal/libmpdec"),
            self.build_dir.join("Modules/_hacl"),
            self.build_dir.join("Modules/expat"),
            self.clibs_dir.clone(),
            self.toolchain.libc_dir(),
        ] {
            for archive in archives_in(&dir)? {
                copy(&archive, &lib.join(archive.file_name().unwrap_or_default()))?;
            }
        }
        Ok(())
    }

    /// Writes `_sysconfigdata` without the folders of this machine.
    fn write_sysconfig(&self, stdlib: &Path, workshop: &Workshop) -> Result<(), MakeError> {
        let list = self.build_dir.join("pybuilddir.txt");
        let generated = fs::read_to_string(&list).map_err(MakeError::file("read", &list))?;
        let generated = self.build_dir.join(generated.trim());
        let script = workshop.path("sysconfig.py");
        fs::write(&script, include_str!("sysconfig.py"))
            .map_err(MakeError::file("write", &script))?;
        let mut folders = self.toolchain.folders.clone();
        folders.push((workshop.path(""), "/build/"));
        for name in names_in(&generated)? {
            let mut python = Command::new(&self.python);
            python
                .args(["-I", "-S", "-B"])
                .arg(&script)
                .args([generated.join(&name), stdlib.join(&name)])
                .args(
                    folders
                        .iter()
                        .map(|(dir, name)| format!("{}={name}", dir.display())),
                );
            workshop.run("rewrite sysconfig", &mut python)?;
        }
        Ok(())
    }

    fn write_stamp(&self, dir: &Path, lib: &Path, stdlib: &Path) -> Result<(), MakeError> {
        let Order {
            release,
            target,
            assertions,
            ..
        } = *self.order;
        let stamp = Stamp {
            version: release.version.to_owned(),
            target: target.to_string(),
            assertions: assertions == Assertions::On,
            source_sha256: release.sha256.to_owned(),
            recipe: recipe::key(release, target, assertions),
            compiler: self.toolchain.version()?,
            libc: self.toolchain.libc.clone(),
            archives: archives_in(lib)?
                .iter()
                .map(|path| Archive::of(path).map_err(MakeError::file("read", path)))
                .collect::<Result<_, _>>()?,
            stdlib: Tree::of(stdlib).map_err(MakeError::file("read", stdlib))?,
        };
        let path = dir.join(stamp::FILE_NAME);
        let text = serde_json::to_vec_pretty(&stamp).unwrap_or_default();
        fs::write(&path, text).map_err(MakeError::file("write", &path))
    }
}

/// Lists the static libraries directly in a folder, sorted.
fn archives_in(dir: &Path) -> Result<Vec<PathBuf>, MakeError> {
    let names = names_in(dir)?.into_iter();
    Ok(names
        .filter(|name| name.ends_with(".a"))
        .map(|name| dir.join(name))
        .collect())
}

/// Lists the names directly in a folder, sorted.
fn names_in(dir: &Path) -> Result<Vec<String>, MakeError> {
    let entries = fs::read_dir(dir).map_err(MakeError::file("read", dir))?;
    let mut names: Vec<_> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), MakeError> {
    fs::create_dir_all(to).map_err(MakeError::file("create", to))?;
    for name in names_in(from)? {
        let (from, to) = (from.join(&name), to.join(&name));
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if from.is_dir() {
            copy_tree(&from, &to)?;
        } else {
            copy(&from, &to)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), MakeError> {
    fs::copy(from, to)
        .map(drop)
        .map_err(MakeError::file("copy", from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_library_is_stored_without_its_tests() {
        let dir = tempfile::tempdir().expect("a folder");
        let (from, to) = (dir.path().join("Lib"), dir.path().join("stored"));
        for name in [
            "os.py",
            "json/decoder.py",
            "test/test_os.py",
            "json/__pycache__/decoder.pyc",
        ] {
            let path = from.join(name);
            fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        copy_tree(&from, &to).expect("readable");
        assert_eq!(names_in(&to).expect("there"), ["json", "os.py"]);
        assert_eq!(names_in(&to.join("json")).expect("there"), ["decoder.py"]);
    }
}
