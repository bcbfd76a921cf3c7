//! Reading WIT packages from where they lie: a folder with `.wit` files and packages in its `deps`, or one
//! file.

use std::fs;
use std::path::{Path, PathBuf};

use wit_bindgen_core::wit_parser::{
    PackageId, PackageName, Resolve, ResolveError, ResolveErrorKind, SourceMap,
    UnresolvedPackageGroup,
};

use super::comments::without_notes;
use crate::BindgenError;

/// The number of folders below one in which a package is looked for that belongs into `deps`.
const DEEPEST_FOLDER: usize = 4;

/// Reads one package and what lies in its `deps`. Returns its files as well.
pub(super) fn push(
    resolve: &mut Resolve,
    path: &Path,
) -> Result<(PackageId, Vec<PathBuf>), BindgenError> {
    if !path.exists() || path.is_dir() && wit_files(path)?.is_empty() {
        return Err(BindgenError::Missing(path.to_owned()));
    }
    let (mut files, mut others) = (Vec::new(), Vec::new());
    let main = match package(resolve, path, &mut files)? {
        Package::Text(group) => *group,
        Package::Encoded(id) => return Ok((id, files)),
    };
    for dependency in dependencies(path)? {
        match package(resolve, &dependency, &mut files)? {
            Package::Text(group) => others.push(*group),
            Package::Encoded(_) => {}
        }
    }
    // Crates bring the same packages along.
    others.retain(|group| !resolve.package_names.contains_key(&group.main.name));
    let before = read_before(resolve, &main, path)?;
    let main = match before {
        None => Some(main),
        Some(_) => others.pop(),
    };
    let pushed = main.map(|main| resolve.push_groups(main, others));
    match (before, pushed) {
        (_, Some(Err(error))) => Err(unresolved(&error, &resolve.source_map, path)),
        (Some(id), _) | (None, Some(Ok(id))) => Ok((id, files)),
        (None, None) => Err(BindgenError::Missing(path.to_owned())),
    }
}

/// Finds a package of the same name that was read before. Only one that has nothing but its dependencies, as
/// those of crates are, may be read again.
fn read_before(
    resolve: &Resolve,
    main: &UnresolvedPackageGroup,
    path: &Path,
) -> Result<Option<PackageId>, BindgenError> {
    let name = &main.main.name;
    let before = resolve.package_names.get(name).copied();
    let count = main.main.worlds.len() + main.main.interfaces.len();
    if before.is_some() && count > 0 {
        let path = path.display();
        return Err(invalid(format!(
            "the package `{name}` is read twice, the second time from `{path}`\n\
             = help: give one of the two another name, or leave it out"
        )));
    }
    Ok(before)
}

enum Package {
    Text(Box<UnresolvedPackageGroup>),
    /// As WebAssembly: it is in the `Resolve` already.
    Encoded(PackageId),
}

/// Reads the package in a folder or a file, and adds its files to `files`.
fn package(
    resolve: &mut Resolve,
    path: &Path,
    files: &mut Vec<PathBuf>,
) -> Result<Package, BindgenError> {
    let own = if path.is_dir() {
        wit_files(path)?
    } else {
        vec![path.to_owned()]
    };
    let package = if path.is_dir() || is_text(path)? {
        Package::Text(Box::new(parse(&own)?))
    } else {
        let pushed = resolve.push_file(path);
        let pushed = pushed.map_err(|error| invalid(resolve.render_error(&error)));
        Package::Encoded(pushed?)
    };
    files.extend(own);
    Ok(package)
}

/// Parses twice: errors quote the text as it is, docs come from what is left without notes.
fn parse(files: &[PathBuf]) -> Result<UnresolvedPackageGroup, BindgenError> {
    let (mut whole, mut documented) = (SourceMap::new(), SourceMap::new());
    for file in files {
        let text = fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
        documented.push(file, without_notes(&text));
        whole.push(file, text);
    }
    let parsed = whole.parse().and_then(|_| documented.parse());
    parsed.map_err(|(sources, error)| invalid(error.render(&sources)))
}

/// Tells whether it is WIT as people write it.
fn is_text(file: &Path) -> Result<bool, BindgenError> {
    let content = fs::read(file).map_err(|error| unreadable(file, &error))?;
    Ok(!has_extension(file, &["wasm", "wat"]) && !content.starts_with(b"\0asm"))
}

/// Lists the packages in `deps`.
fn dependencies(package: &Path) -> Result<Vec<PathBuf>, BindgenError> {
    let folder = package.join("deps");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = entries(&folder)?;
    found.retain(|path| {
        if path.is_dir() {
            wit_files(path).is_ok_and(|files| !files.is_empty())
        } else {
            has_extension(path, &["wit", "wasm", "wat"])
        }
    });
    Ok(found)
}

fn wit_files(folder: &Path) -> Result<Vec<PathBuf>, BindgenError> {
    let mut found = entries(folder)?;
    found.retain(|path| !path.is_dir() && has_extension(path, &["wit"]));
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, BindgenError> {
    let entries = folder.read_dir().and_then(|entries| {
        let paths = entries.map(|entry| Ok(entry?.path()));
        paths.collect::<std::io::Result<Vec<_>>>()
    });
    let mut entries = entries.map_err(|error| unreadable(folder, &error))?;
    entries.sort();
    Ok(entries)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extensions.contains(&extension))
}

/// Explains why packages do not go together. If one is missing, it says where that one is or could be.
fn unresolved(error: &ResolveError, sources: &SourceMap, path: &Path) -> BindgenError {
    let reason = error.render(sources);
    let ResolveErrorKind::PackageNotFound { requested, .. } = error.kind() else {
        return invalid(reason);
    };
    let folder = if path.is_dir() {
        path
    } else {
        path.parent().unwrap_or(path)
    };
    BindgenError::MissingPackage {
        reason,
        deps: folder.join("deps"),
        found: find(folder, requested, DEEPEST_FOLDER),
        wasi: requested.namespace == "wasi",
    }
}

/// Finds the folder or file below `folder` that has a package, by its name.
fn find(folder: &Path, wanted: &PackageName, depth: usize) -> Option<PathBuf> {
    let is_wanted = |files: &[PathBuf]| {
        let parsed = parse(files).ok();
        parsed.is_some_and(|group| group.main.name == *wanted)
    };
    let folders = entries(folder).ok()?.into_iter();
    let mut folders = folders.filter(|path| depth > 0 && path.is_dir());
    folders.find_map(|folder| {
        let files = wit_files(&folder).unwrap_or_default();
        let mut single = files.iter().filter(|_| files.len() > 1);
        if is_wanted(&files) {
            Some(folder)
        } else {
            single
                .find(|file| is_wanted(&[file.to_path_buf()]))
                .cloned()
                .or_else(|| find(&folder, wanted, depth - 1))
        }
    })
}

fn invalid(reason: String) -> BindgenError {
    BindgenError::Wit(reason)
}

fn unreadable(path: &Path, error: &std::io::Error) -> BindgenError {
    BindgenError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
