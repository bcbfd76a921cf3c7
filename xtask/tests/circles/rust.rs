//! Imports between the modules of a crate: its `use` items, and all paths in its code, macros included.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, ItemMod, UseTree};

use super::graph::{Import, ModulePath};

/// The macro whose content is the code of another crate.
const QUOTE: &str = "quote";
/// More names than any item is re-exported by.
const DEEPEST: usize = 16;

/// A module, in a file of its own or not.
#[derive(Default)]
struct Module {
    /// The module of the file that it is in.
    home: ModulePath,
    /// The names that it imports, and their paths.
    names: BTreeMap<String, Vec<String>>,
    /// All paths in its code.
    paths: Vec<Vec<String>>,
}

#[derive(Default)]
struct Crate(BTreeMap<ModulePath, Module>);

/// Reads the imports between the files of the crate that begins with the file `root`.
pub(crate) fn imports(root: &Path) -> Vec<Import> {
    let mut modules = Crate::default();
    let folder = root.parent().expect("a folder");
    modules.read(&ModulePath(Vec::new(), "::"), root, folder);
    let mut imports = Vec::new();
    for (path, module) in &modules.0 {
        let found = module
            .paths
            .iter()
            .filter_map(|used| modules.find(path, used, 0));
        let homes = found.map(|owner| modules.0[&owner].home.clone());
        imports.extend(homes.map(|to| (module.home.clone(), to)));
    }
    imports
}

impl Crate {
    /// Reads a file, and those of the modules that it declares, which are in `folder`.
    fn read(&mut self, path: &ModulePath, file: &Path, folder: &Path) {
        let text = fs::read_to_string(file).expect("a source");
        let parsed = syn::parse_file(&text).expect("valid Rust");
        self.add(path, path, parsed.items, file, folder);
    }

    fn add(
        &mut self,
        path: &ModulePath,
        home: &ModulePath,
        items: Vec<Item>,
        file: &Path,
        folder: &Path,
    ) {
        let mut module = Module {
            home: home.clone(),
            ..Module::default()
        };
        for item in items {
            match item {
                Item::Mod(inner) if !is_test(&inner.attrs) => {
                    self.add_inner(path, home, inner, file, folder);
                }
                Item::Mod(_) => {}
                Item::Use(import) => module.import(&mut Vec::new(), &import.tree),
                item if is_test(attributes(&item)) => {}
                item => collect_paths(item.into_token_stream(), &mut module),
            }
        }
        self.0.insert(path.clone(), module);
    }

    fn add_inner(
        &mut self,
        path: &ModulePath,
        home: &ModulePath,
        inner: ItemMod,
        file: &Path,
        folder: &Path,
    ) {
        let name = inner.ident.to_string();
        let name = name.trim_start_matches("r#");
        let (path, below) = (path.child(name), folder.join(name));
        if let Some((_, items)) = inner.content {
            return self.add(&path, home, items, file, &below);
        }
        let beside = file.parent().expect("a folder");
        let stated = inner.attrs.iter().find_map(stated_path);
        let (file, below) = match stated.map(|stated| beside.join(stated)) {
            Some(file) => (file.clone(), file.parent().expect("a folder").to_owned()),
            None if below.join("mod.rs").exists() => (below.join("mod.rs"), below),
            None => (folder.join(format!("{name}.rs")), below),
        };
        self.read(&path, &file, &below);
    }

    /// Returns the module that a path used in `within` leads to, or that has the item which it names.
    fn find(&self, within: &ModulePath, used: &[String], depth: usize) -> Option<ModulePath> {
        let (first, rest) = used.split_first()?;
        let start = match &**first {
            "crate" => ModulePath(Vec::new(), "::"),
            "self" => within.clone(),
            "super" => within.parent(),
            name => self.step(within, name, depth)?,
        };
        let steps = rest.iter().try_fold(start, |module, name| match &**name {
            "super" => Ok(module.parent()),
            // An item, whose own parts are in the same module.
            name => self.step(&module, name, depth).ok_or(module),
        });
        Some(steps.unwrap_or_else(|owner| owner))
    }

    /// Returns the module that `name` means in a module, by its being there or by an import.
    fn step(&self, module: &ModulePath, name: &str, depth: usize) -> Option<ModulePath> {
        let child = module.child(name);
        if self.0.contains_key(&child) {
            return Some(child);
        }
        let imported = self.0.get(module)?.names.get(name)?;
        (depth < DEEPEST)
            .then(|| self.find(module, imported, depth + 1))
            .flatten()
    }
}

impl Module {
    /// Adds what a `use` item names, behind the names in `before`.
    fn import(&mut self, before: &mut Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(name(&path.ident));
                self.import(before, &path.tree);
                before.pop();
            }
            UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|tree| self.import(before, tree)),
            UseTree::Glob(_) => self.paths.push(before.clone()),
            UseTree::Name(item) => self.named(before, &name(&item.ident), &name(&item.ident)),
            UseTree::Rename(item) => self.named(before, &name(&item.ident), &name(&item.rename)),
        }
    }

    fn named(&mut self, before: &[String], item: &str, alias: &str) {
        let is_module = item == "self";
        let names = before.iter().cloned();
        let path: Vec<String> = names.chain((!is_module).then(|| item.to_owned())).collect();
        let alias = match (alias, before.last()) {
            ("self", Some(module)) => module.clone(),
            _ => alias.to_owned(),
        };
        self.names.insert(alias, path.clone());
        self.paths.push(path);
    }
}

fn name(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// Adds all paths of two names and more.
fn collect_paths(tokens: TokenStream, module: &mut Module) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut is_code_of_another = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    module.end(&mut path);
                }
                is_code_of_another = ident == QUOTE;
                path.push(name(&ident));
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
            }
            TokenTree::Group(group) => {
                module.end(&mut path);
                if !is_code_of_another {
                    collect_paths(group.stream(), module);
                }
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' => module.end(&mut path),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                module.end(&mut path);
                (colons, is_code_of_another) = (0, false);
            }
        }
    }
    module.end(&mut path);
}

impl Module {
    /// Keeps a path that has ended, if it has more than one name.
    fn end(&mut self, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.paths.push(path);
        }
    }
}

/// Tells whether an item is compiled for tests alone.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let condition = attribute.meta.to_token_stream().to_string();
        condition.starts_with("cfg") && condition.contains("test") && !condition.contains("not")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        _ => &[],
    }
}

/// Returns the file that `#[path = "…"]` states.
fn stated_path(attribute: &Attribute) -> Option<String> {
    let pair = attribute.meta.require_name_value().ok()?;
    if !pair.path.is_ident("path") {
        return None;
    }
    let stated = pair.value.to_token_stream().to_string();
    Some(stated.trim_matches('"').to_owned())
}
