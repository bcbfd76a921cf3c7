//! Virtual environments, such as the one that a build backend runs in.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::NativeError;

/// Prints where packages go and the name of the module that describes this Python's build.
const ASK: &str = "\
import sys, sysconfig
print(f'python{sys.version_info[0]}.{sys.version_info[1]}', sysconfig._get_sysconfigdata_name())";

/// Makes a virtual environment without any package, and returns its interpreter. `python` needs none of the
/// files that `venv` asks for: it may have been copied without the description of its own build.
///
/// # Errors
/// [`NativeError::File`], [`NativeError::Program`].
pub fn make(folder: &Path, python: &Path) -> Result<PathBuf, NativeError> {
    let (lib, description) = ask(python)?;
    let bin = folder.join("bin");
    let packages = folder.join("lib").join(lib).join("site-packages");
    for dir in [&bin, &packages] {
        fs::create_dir_all(dir).map_err(NativeError::file("create", dir))?;
    }
    let home = python.parent().unwrap_or(python).display();
    let config = format!("home = {home}\ninclude-system-site-packages = false\n");
    write(&folder.join("pyvenv.cfg"), &config)?;
    let description = packages.join(format!("{description}.py"));
    if !knows_its_build(python) {
        write(&description, "build_time_vars = {}\n")?;
    }
    for name in ["python3", "python"] {
        let path = bin.join(name);
        symlink(python, &path).map_err(NativeError::file("create", &path))?;
    }
    Ok(bin.join("python3"))
}

fn write(path: &Path, text: &str) -> Result<(), NativeError> {
    fs::write(path, text).map_err(NativeError::file("write", path))
}

fn ask(python: &Path) -> Result<(String, String), NativeError> {
    let failed = |reason| NativeError::Program {
        program: python.display().to_string(),
        reason,
    };
    let output = Command::new(python)
        .args(["-I", "-c", ASK])
        .output()
        .map_err(failed)?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().split_once(' ') {
        Some((lib, description)) => Ok((lib.to_owned(), description.to_owned())),
        None => Err(failed(std::io::Error::other("it does not answer"))),
    }
}

fn knows_its_build(python: &Path) -> bool {
    let mut ask = Command::new(python);
    let output = ask
        .args(["-I", "-c", "import sysconfig; sysconfig.get_config_vars()"])
        .output();
    output.is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_is_one_of_that_python() {
        let dir = tempfile::tempdir().expect("a folder");
        let which = Command::new("python3")
            .args(["-c", "import sys; print(sys.executable)"])
            .output();
        let python = String::from_utf8(which.expect("python3").stdout).expect("a path");
        let interpreter =
            make(&dir.path().join("environment"), Path::new(python.trim())).expect("made");
        let code = "import sys, sysconfig; sysconfig.get_config_vars(); print(sys.prefix != sys.base_prefix)";
        let output = Command::new(interpreter)
            .args(["-I", "-c", code])
            .output()
            .expect("runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "True\n");
    }
}
