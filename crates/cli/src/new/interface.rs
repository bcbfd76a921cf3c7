//! What a project begins with that implements, or calls, what exists: `wasi-py new --from`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use wasi_py_bindgen::World;
use wit_component::{DecodedWasm, WitPrinter};
use wit_parser::{
    Docs, Function, FunctionKind, InterfaceId, Package, PackageId, PackageName, Resolve, Span,
    Stability, Type, TypeOwner, WorldId, WorldItem, WorldKey,
};

use super::name::Name;

/// The folder of the world in a project.
const WIT: &str = "wit";

/// The part that a project has in an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It exports what the other exports.
    Implements,
    /// It imports what the other exports.
    Calls,
}

/// A world that is the project's own.
pub(super) struct Interface {
    resolve: Resolve,
    world: WorldId,
}

/// A file of a project.
pub(super) type File = (PathBuf, String);

impl Interface {
    /// Reads a component, or WIT in a file, in a folder or encoded, and makes a world of it for `name`.
    ///
    /// # Errors
    /// When it is neither, or has no such world.
    pub(super) fn read(
        path: &Path,
        world: Option<&str>,
        part: Part,
        name: &Name,
    ) -> anyhow::Result<Self> {
        let failed = || format!("cannot use `{}`", path.display());
        let (mut resolve, id) = read(path, world).with_context(failed)?;
        match part {
            Part::Implements => {}
            Part::Calls => call(&mut resolve, id).with_context(failed)?,
        }
        let exports = resolve.worlds[id].exports.len();
        if exports == 0 {
            bail!(
                "`{}` exports nothing\n= help: name a component, or a world with `--world`, that does",
                path.display()
            );
        }
        own(&mut resolve, id, name);
        keep_what_is_used(&mut resolve, id);
        Ok(Self { resolve, world: id })
    }

    /// Writes the world and the packages that it names.
    ///
    /// # Errors
    /// When the world has no form in WIT.
    pub(super) fn wit(&self) -> anyhow::Result<Vec<File>> {
        let own = self.resolve.worlds[self.world].package;
        let packages = self.resolve.packages.iter();
        let used = packages.filter(|(id, package)| Some(*id) == own || !is_empty(package));
        used.map(|(id, package)| {
            let path = if Some(id) == own {
                Path::new(WIT).join("world.wit")
            } else {
                let folder = package.name.to_string().replace([':', '@'], "-");
                Path::new(WIT).join("deps").join(folder).join("package.wit")
            };
            let mut printer = WitPrinter::default();
            printer.print(&self.resolve, id, &[])?;
            Ok((path, printer.output.to_string()))
        })
        .collect()
    }
}

/// Writes the beginning of an app for the world in a project's folder, and a test.
///
/// # Errors
/// When the world has something that no Python is generated for.
pub(super) fn app(folder: &Path, name: &Name) -> anyhow::Result<Vec<File>> {
    let world = World::read(&[folder.join(WIT)], None)?;
    let (app, package) = (name.module(), Path::new("app/src").join(name.module()));
    let mut files = vec![(
        package.join("__init__.py"),
        "\"\"\"What the component exports: a module for each interface.\"\"\"\n".to_owned(),
    )];
    let (mut modules, mut members) = (Vec::new(), Vec::new());
    for module in world.app() {
        let (file, path) = match &module.name {
            None => ("__init__".to_owned(), app.clone()),
            Some(name) => (name.clone(), format!("{app}.{name}")),
        };
        let path_of = |member: &String| format!("    {path}.{member},\n");
        members.extend(module.members.iter().map(path_of));
        modules.push(format!("import {path}\n"));
        let file = package.join(file).with_extension("py");
        files.retain(|(path, _)| *path != file);
        files.push((file, module.content));
    }
    modules.sort();
    let test = Path::new("app/tests").join(format!("test_{app}.py"));
    files.push((test, test_of(&modules.concat(), &members.concat())));
    Ok(files)
}

fn test_of(imports: &str, members: &str) -> String {
    format!(
        "\"\"\"The app on an ordinary CPython: `cargo wasi-py test`.\"\"\"\n\nfrom collections.abc import Callable\n\n\
         import pytest\n\n{imports}\nEXPORTS: list[Callable[..., object]] = [\n{members}]\n\n\n\
         @pytest.mark.parametrize(\"export\", EXPORTS)\n\
         def test_export_says_what_it_does(export: Callable[..., object]) -> None:\n    assert export.__doc__\n"
    )
}

fn read(path: &Path, world: Option<&str>) -> anyhow::Result<(Resolve, WorldId)> {
    let is_text = path.is_dir() || path.extension().is_some_and(|extension| extension == "wit");
    let (resolve, package) = if is_text {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_path(path)?;
        (resolve, package)
    } else {
        let bytes = fs::read(path)?;
        let decoded = wit_component::decode(&bytes)
            .context("it is no component, and no WIT\n= help: name a `.wasm` or `.wit` file, or a folder of WIT")?;
        match decoded {
            DecodedWasm::WitPackage(resolve, package) => (resolve, package),
            DecodedWasm::Component(_, _) if world.is_some() => {
                bail!("a component has one world\n= help: leave out `--world`")
            }
            DecodedWasm::Component(mut resolve, id) => {
                leave_out_wasi(&mut resolve, id);
                return Ok((resolve, id));
            }
        }
    };
    let id = resolve.select_world(&[package], world)?;
    Ok((resolve, id))
}

/// Takes the imports of WASI out of the world of a component: they belong to how it was made.
fn leave_out_wasi(resolve: &mut Resolve, id: WorldId) {
    let mut imports = std::mem::take(&mut resolve.worlds[id].imports);
    imports.retain(|key, _| match key {
        WorldKey::Name(_) => true,
        WorldKey::Interface(id) => resolve.interfaces[*id]
            .package
            .is_none_or(|package| resolve.packages[package].name.namespace != "wasi"),
    });
    resolve.worlds[id].imports = imports;
}

/// Turns what a world exports into imports, and adds an export that can call them.
fn call(resolve: &mut Resolve, id: WorldId) -> anyhow::Result<()> {
    resolve.importize(id, None)?;
    let name = "run".to_owned();
    let run = Function {
        name: name.clone(),
        kind: FunctionKind::Freestanding,
        params: Vec::new(),
        result: Some(Type::String),
        docs: Docs {
            contents: Some("Calls what is imported, and tells what came of it.".to_owned()),
        },
        stability: Stability::Unknown,
        span: Span::default(),
        external_id: None,
    };
    let exports = &mut resolve.worlds[id].exports;
    exports.insert(WorldKey::Name(name), WorldItem::Function(run));
    Ok(())
}

/// Moves a world into a package of its own, which has the project's name.
fn own(resolve: &mut Resolve, id: WorldId, name: &Name) {
    let package = PackageName {
        namespace: "example".to_owned(),
        name: name.as_str().to_owned(),
        version: Some(semver::Version::new(0, 1, 0)),
    };
    let own = resolve.packages.alloc(Package {
        name: package,
        docs: Docs::default(),
        interfaces: Default::default(),
        worlds: [(name.as_str().to_owned(), id)].into_iter().collect(),
    });
    let world = &mut resolve.worlds[id];
    world.name = name.as_str().to_owned();
    let before = world.package.replace(own);
    if let Some(before) = before {
        resolve.packages[before]
            .worlds
            .retain(|_, world| *world != id);
    }
}

/// Leaves in other packages the interfaces that the world needs, and nothing else.
fn keep_what_is_used(resolve: &mut Resolve, id: WorldId) {
    let world = &resolve.worlds[id];
    let items = world.imports.values().chain(world.exports.values());
    let mut next: Vec<InterfaceId> = items
        .filter_map(|item| interface_of(resolve, item))
        .collect();
    let mut used = BTreeSet::new();
    while let Some(interface) = next.pop() {
        if used.insert(interface) {
            next.extend(resolve.interface_direct_deps(interface));
        }
    }
    let own = world.package;
    let others: Vec<PackageId> = resolve.packages.iter().map(|(id, _)| id).collect();
    for package in others.into_iter().filter(|package| Some(*package) != own) {
        let package = &mut resolve.packages[package];
        package.worlds.clear();
        package
            .interfaces
            .retain(|_, interface| used.contains(interface));
    }
}

/// Returns the interface that an item of a world is, or that its type comes from.
fn interface_of(resolve: &Resolve, item: &WorldItem) -> Option<InterfaceId> {
    match item {
        WorldItem::Interface { id, .. } => Some(*id),
        WorldItem::Function(_) => None,
        WorldItem::Type { id, .. } => match resolve.types[*id].kind {
            wit_parser::TypeDefKind::Type(Type::Id(origin)) => match resolve.types[origin].owner {
                TypeOwner::Interface(interface) => Some(interface),
                TypeOwner::World(_) | TypeOwner::None => None,
            },
            _ => None,
        },
    }
}

fn is_empty(package: &Package) -> bool {
    package.interfaces.is_empty() && package.worlds.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: &str = "\
package acme:texts@1.2.0;

interface types {
    /// A word, and how often it occurs.
    record word { text: string, count: u32 }
    resource index { constructor(); add: func(text: string); top: static func(of: borrow<index>) -> option<word>; }
}

interface unused { nothing: func(); }

interface counting {
    use types.{word};
    /// Counts words.
    count: func(text: string) -> result<list<word>, string>;
}

world counter {
    use types.{word};
    import unused;
    export types;
    export counting;
    /// The longest word.
    export longest: func(text: string) -> option<word>;
}

world other { import unused; }
";

    fn name() -> Name {
        Name::new("my-words").expect("a name")
    }

    fn read_texts(world: Option<&str>, part: Part) -> anyhow::Result<Interface> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("texts.wit");
        fs::write(&file, TEXTS).expect("written");
        Interface::read(&file, world, part, &name())
    }

    /// Writes the files of a project, and returns them all.
    fn project(interface: &Interface) -> Vec<File> {
        let folder = tempfile::tempdir().expect("a folder");
        let wit = interface.wit().expect("has a form");
        for (path, content) in &wit {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, content).expect("written");
        }
        let app = app(folder.path(), &name()).expect("a world that is read");
        wit.into_iter().chain(app).collect()
    }

    fn content<'f>(files: &'f [File], path: &str) -> &'f str {
        let file = files.iter().find(|(own, _)| own == Path::new(path));
        &file.unwrap_or_else(|| panic!("no {path}: {files:?}")).1
    }

    #[test]
    fn world_of_wit_is_implemented_module_by_module() {
        let files = project(&read_texts(Some("counter"), Part::Implements).expect("a world"));
        let paths: Vec<_> = files
            .iter()
            .map(|(path, _)| path.display().to_string())
            .collect();
        assert_eq!(
            paths,
            [
                "wit/deps/acme-texts-1.2.0/package.wit",
                "wit/world.wit",
                "app/src/my_words_app/__init__.py",
                "app/src/my_words_app/types.py",
                "app/src/my_words_app/counting.py",
                "app/tests/test_my_words_app.py"
            ]
        );
        let counting = content(&files, "app/src/my_words_app/counting.py");
        assert!(
            counting.contains("def count(text: str) -> list[wit.exports.counting.Word]:\n    \"\"\"Counts words.\"\"\"\n"),
            "{counting}"
        );
    }

    #[test]
    fn exports_are_imports_of_who_calls() {
        let files = project(&read_texts(Some("counter"), Part::Calls).expect("a world"));
        let world = content(&files, "wit/world.wit");
        assert!(
            world.contains("import acme:texts/counting@1.2.0;"),
            "{world}"
        );
        assert!(!world.contains("unused"), "{world}");
        let app = content(&files, "app/src/my_words_app/__init__.py");
        assert!(app.contains("def run() -> str:\n"), "{app}");
    }

    #[test]
    fn component_is_implemented_without_its_imports_of_wasi() {
        let wit = "\
package root:component;
world root {
    import wasi:clocks/monotonic-clock@0.2.12;
    record person { name: string }
    export oldest: func(people: list<person>) -> option<person>;
}
package wasi:clocks@0.2.12 { interface monotonic-clock { now: func() -> u64; } }
";
        let mut resolve = Resolve::default();
        let package = resolve.push_source("root.wit", wit).expect("valid");
        let world = resolve.select_world(&[package], None).expect("one world");
        let mut module =
            wit_component::dummy_module(&resolve, world, wit_parser::ManglingAndAbi::Standard32);
        wit_component::embed_component_metadata(
            &mut module,
            &resolve,
            world,
            wit_component::StringEncoding::UTF8,
            false,
        )
        .expect("embedded");
        let mut encoder = wit_component::ComponentEncoder::default();
        let encoded = encoder
            .module(&module)
            .and_then(wit_component::ComponentEncoder::encode);
        let component = encoded.expect("encoded");
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), component).expect("written");
        let interface = Interface::read(file.path(), None, Part::Implements, &name());
        let files = project(&interface.expect("a component"));
        let world = content(&files, "wit/world.wit");
        assert!(!world.contains("wasi:"), "{world}");
        let app = content(&files, "app/src/my_words_app/__init__.py");
        assert!(
            app.contains(
                "def oldest(people: list[wit.world.Person]) -> wit.world.Person | None:\n"
            ),
            "{app}"
        );
    }

    #[test]
    fn what_cannot_be_begun_with_is_refused_in_words() {
        for (world, said) in [
            (None, "counter"),
            (Some("missing"), "missing"),
            (Some("other"), "exports nothing"),
        ] {
            let error = read_texts(world, Part::Implements).err().expect("refused");
            assert!(format!("{error:#}").contains(said), "{world:?}: {error:#}");
        }
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), "no component").expect("written");
        let error = Interface::read(file.path(), None, Part::Implements, &name());
        let error = format!("{:#}", error.err().expect("refused"));
        assert!(error.contains("it is no component, and no WIT"), "{error}");
    }
}
