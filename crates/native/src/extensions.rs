//! Extension modules in what a build leaves: each is sealed, and a mark stays where it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wasi_py_seal::{Sealed, seal as seal_object};
use wlr_libpy::make::Development;

use crate::NativeError;
use crate::foreign::{available, described};
use crate::throws::{may_throw, with_an_end};
use crate::toolbox::SUFFIX;

/// The endings of extension modules, the longest first: of this Python, of any, of none in particular.
const SUFFIXES: [&str; 3] = [SUFFIX, ".abi3.so", ".so"];
/// Endings of native code for other systems.
const FOREIGN_SUFFIXES: [&str; 3] = [".pyd", ".dylib", ".dll"];
/// The content of the file that stays where an extension module was. Python finds the module by it.
pub const MARK: &str = "This module is linked into the component.\n";

/// A sealed extension module.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The full name of the module.
    pub module: String,
    /// The name of its init function.
    pub init: String,
    /// The object, in the folder that was given for objects.
    pub object: PathBuf,
    /// The functions that got an adaptor.
    pub adapted: Vec<String>,
    /// The functions in data of unknown layout.
    pub unproven: Vec<String>,
    /// True if it may throw an exception of C++, which would end the component.
    pub may_throw: bool,
}

/// Seals the extension modules below `site_packages` into the folder `objects`. They may use what the
/// archives of libpython define.
///
/// # Errors
/// A [`NativeError`], when one of them cannot be linked. It names the module and the reason.
pub fn seal(
    package: &str,
    site_packages: &Path,
    objects: &Path,
    development: &Development,
) -> Result<Vec<Extension>, NativeError> {
    fs::create_dir_all(objects).map_err(NativeError::file("create", objects))?;
    let available = available(&development.lib)?;
    let mut extensions = Vec::new();
    for path in files_below(site_packages)? {
        if let Some(module) = module_of(package, site_packages, &path)? {
            let bytes = fs::read(&path).map_err(NativeError::file("read", &path))?;
            let mut sealed = sealed(package, &module, &bytes)?;
            let may_throw = may_throw(&sealed.undefined);
            if may_throw {
                let bytes = with_an_end(&development.tools, &module, &path, objects)?;
                sealed = self::sealed(package, &module, &bytes)?;
            }
            check(package, &module, &sealed, &available)?;
            let object = objects.join(format!("{module}.o"));
            fs::write(&object, &sealed.object).map_err(NativeError::file("write", &object))?;
            fs::write(&path, MARK).map_err(NativeError::file("write", &path))?;
            extensions.push(Extension {
                module,
                object,
                init: sealed.init,
                adapted: sealed.adapted,
                unproven: sealed.unproven,
                may_throw,
            });
        }
    }
    extensions.sort_by(|one, other| one.module.cmp(&other.module));
    Ok(extensions)
}

fn sealed(package: &str, module: &str, object: &[u8]) -> Result<Sealed, NativeError> {
    seal_object(object, module).map_err(|reason| NativeError::Seal {
        package: package.to_owned(),
        module: module.to_owned(),
        reason,
    })
}

/// Refuses a module that cannot be linked, or would end the component.
fn check(
    package: &str,
    module: &str,
    sealed: &Sealed,
    available: &BTreeSet<String>,
) -> Result<(), NativeError> {
    let (package, module) = (package.to_owned(), module.to_owned());
    let symbols = sealed.undefined.iter().map(String::as_str);
    let missing: Vec<&str> = symbols
        .filter(|symbol| !available.contains(*symbol))
        .collect();
    if !missing.is_empty() {
        let symbols = described(missing);
        return Err(NativeError::Undefined {
            package,
            module,
            symbols,
        });
    }
    if !sealed.unfit.is_empty() {
        let functions = sealed.unfit.iter().map(|name| format!("`{name}`"));
        let functions = functions.collect::<Vec<_>>().join(", ");
        return Err(NativeError::Unfit {
            package,
            module,
            functions,
        });
    }
    Ok(())
}

/// Returns the full name of the extension module in a file; none if it is something else.
fn module_of(
    package: &str,
    site_packages: &Path,
    path: &Path,
) -> Result<Option<String>, NativeError> {
    let inside = path.strip_prefix(site_packages).unwrap_or(path);
    let name = inside.to_string_lossy();
    let stem = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
    let is_foreign = FOREIGN_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
        || stem.is_some_and(|stem| stem.contains(".cpython-") || stem.contains(".pypy"));
    if is_foreign {
        return Err(NativeError::OtherTarget {
            package: package.to_owned(),
            file: name.into_owned(),
        });
    }
    let module = stem.map(|stem| stem.replace('/', "."));
    Ok(module.map(|module| match module.strip_suffix(".__init__") {
        Some(package) => package.to_owned(),
        None => module,
    }))
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, NativeError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(NativeError::file("read", folder))? {
        let path = entry.map_err(NativeError::file("read", folder))?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use wlr_libpy::make::CTools;

    use super::*;

    fn module(file: &str) -> Result<Option<String>, NativeError> {
        module_of("a 1", Path::new("/site"), &Path::new("/site").join(file))
    }

    #[test]
    fn module_is_named_by_its_file() {
        for (file, name) in [
            (
                "a/_speedups.cpython-313-wasm32-wasi.so",
                Some("a._speedups"),
            ),
            ("a/b.abi3.so", Some("a.b")),
            ("c.so", Some("c")),
            ("d/__init__.cpython-313-wasm32-wasi.so", Some("d")),
            ("a/__init__.py", None),
        ] {
            assert_eq!(module(file).expect("fine").as_deref(), name, "{file}");
        }
    }

    #[test]
    fn module_for_another_system_is_refused() {
        for file in [
            "a.cpython-311-x86_64-linux-gnu.so",
            "a/b.pyd",
            "a.dylibs/c.dylib",
        ] {
            let text = module(file).expect_err("foreign").to_string();
            let expected = format!("`a 1` has been built for another Python or system: `{file}`\n");
            assert!(text.starts_with(&expected), "{text}");
        }
    }

    fn development(lib: PathBuf) -> Development {
        let nothing = PathBuf::new;
        Development {
            lib,
            include: nothing(),
            sysconfigdata: nothing(),
            tools: CTools {
                clang: nothing(),
                ar: nothing(),
                ranlib: nothing(),
                linker: nothing(),
                sysroot: nothing(),
                builtins: None,
                cxx: None,
                version: String::new(),
            },
        }
    }

    #[test]
    fn file_that_is_no_object_is_named_with_its_module() {
        let dir = tempfile::tempdir().expect("a folder");
        let (site, lib) = (dir.path().join("site"), dir.path().join("lib"));
        for folder in [&site, &lib] {
            fs::create_dir_all(folder).expect("a folder");
        }
        fs::write(site.join("a.so"), b"\x7fELF").expect("a file");
        let error = seal("a 1", &site, &dir.path().join("objects"), &development(lib));
        let error = error.expect_err("native");
        let text = error.to_string();
        let expected = "cannot link the extension module `a` of `a 1`: expected a WebAssembly object, found native code";
        assert!(text.starts_with(expected), "{text}");
    }
}
