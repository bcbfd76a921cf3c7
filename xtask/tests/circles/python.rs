//! Imports between the modules below a folder of Python, those inside of functions included.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wasi_py_bundle::packer::files_below;

use super::graph::{Import, ModulePath};

/// Reads the imports of all modules below `folder`.
pub(crate) fn imports(folder: &Path) -> Vec<Import> {
    let files = files_below(folder, &|name| !name.ends_with("__pycache__")).expect("readable");
    let sources: Vec<(ModulePath, String)> = files
        .iter()
        .filter_map(|(name, path)| Some((module(name)?, fs::read_to_string(path).expect("text"))))
        .collect();
    let known: BTreeSet<&ModulePath> = sources.iter().map(|(module, _)| module).collect();
    let of_module = |(from, text): &(ModulePath, String)| -> Vec<Import> {
        let named = names(text);
        let found = named.iter().filter_map(|name| found(name, &known));
        found.map(|to| (from.clone(), to)).collect()
    };
    sources.iter().flat_map(of_module).collect()
}

/// Returns the path of the module in a file: `wasi_py/http/__init__.py` has `wasi_py.http`.
fn module(file: &str) -> Option<ModulePath> {
    let name = file.strip_suffix(".py")?;
    Some(dotted(
        &name
            .strip_suffix("/__init__")
            .unwrap_or(name)
            .replace('/', "."),
    ))
}

fn dotted(name: &str) -> ModulePath {
    ModulePath(name.split('.').map(str::to_owned).collect(), ".")
}

/// Returns the module of that name, or the one that has an item of that name.
fn found(name: &str, known: &BTreeSet<&ModulePath>) -> Option<ModulePath> {
    let path = dotted(name);
    [path.clone(), path.parent()]
        .into_iter()
        .find(|path| known.contains(path))
}

/// Returns the names that a module imports: `a.b` for `import a.b`, and for `from a import b`.
fn names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = source;
    while let Some((line, behind)) = rest.split_once('\n') {
        let line = line.trim_start();
        if let Some(imported) = line.strip_prefix("import ") {
            names.extend(items(imported).map(str::to_owned));
        } else if let Some((module, first)) = line
            .strip_prefix("from ")
            .and_then(|line| line.split_once(" import "))
        {
            let list = match first.strip_prefix('(') {
                Some(first) => format!("{first},{}", behind.split(')').next().unwrap_or_default()),
                None => first.to_owned(),
            };
            names.extend(items(&list).map(|item| format!("{module}.{item}")));
        }
        rest = behind;
    }
    names
}

/// Splits `a, b as c`.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let items = list
        .split(',')
        .filter_map(|item| item.split_whitespace().next());
    items.map(|item| item.trim_matches(')'))
}
