//! The places that a name can have in a world.

use std::fmt::Write;

/// Where a name stands: in interfaces that are imported and exported, in a world, or in the name of a
/// package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Record,
    Variant,
    Enum,
    Flags,
    Resource,
    Alias,
    ListAlias,
    Field,
    Case,
    EmptyCase,
    EnumCase,
    Flag,
    Function,
    Parameter,
    Method,
    Static,
    ConstructorParameter,
    Interface,
    WorldImport,
    WorldExport,
    WorldType,
    Namespace,
    Package,
}

impl Place {
    pub(crate) const ALL: [Self; 23] = [
        Self::Record,
        Self::Variant,
        Self::Enum,
        Self::Flags,
        Self::Resource,
        Self::Alias,
        Self::ListAlias,
        Self::Field,
        Self::Case,
        Self::EmptyCase,
        Self::EnumCase,
        Self::Flag,
        Self::Function,
        Self::Parameter,
        Self::Method,
        Self::Static,
        Self::ConstructorParameter,
        Self::Interface,
        Self::WorldImport,
        Self::WorldExport,
        Self::WorldType,
        Self::Namespace,
        Self::Package,
    ];
}

/// What shares an interface with types: everything that generated code does with them.
const BESIDE: &str = "
    resource zz-resource { constructor(a: option<string>); zz: func() -> result<option<string>, string>; }
    zz-make: func(a: list<string>, b: option<tuple<char, result>>) -> result<list<u8>, tuple<string>>;
    zz-lend: func(a: borrow<zz-resource>, b: list<zz-resource>) -> option<zz-resource>;
";

/// A world of that name with names in places.
pub(crate) fn world(name: &str, items: &[(Place, &str)]) -> String {
    let (mut packages, mut interfaces, mut inside) = (String::new(), String::new(), String::new());
    for place in Place::ALL {
        let own = items.iter().filter(|(other, _)| *other == place);
        let names: Vec<&str> = own.map(|(_, name)| *name).collect();
        if names.is_empty() {
            continue;
        }
        let label = format!("zz{}", place as usize);
        if let Some(own) = interface(place, &names) {
            let _ = writeln!(interfaces, "interface {label} {{ {own} }}");
            let _ = writeln!(inside, "import {label}; export {label};");
        }
        for (index, name) in names.iter().enumerate() {
            let package = match place {
                Place::Namespace => format!("%{name}:{label}-{index}"),
                Place::Package => format!("yy:%{name}"),
                _ => {
                    inside += &in_world(place, name);
                    continue;
                }
            };
            let _ = writeln!(
                packages,
                "package {package} {{ interface i {{ a: func() -> string; }} }}"
            );
            let _ = writeln!(inside, "import {package}/i; export {package}/i;");
        }
    }
    format!("package zz:zz;\n{interfaces}\nworld %{name} {{\n{inside}}}\n{packages}")
}

/// What has the names in an interface.
fn interface(place: Place, names: &[&str]) -> Option<String> {
    let types = |define: fn(&str) -> String| {
        let defined = names.iter().map(|name| define(name) + &uses(name));
        Some(defined.collect::<String>() + BESIDE)
    };
    let listed = |each: fn(&str) -> String| {
        let all: Vec<String> = names.iter().map(|name| each(name)).collect();
        all.join(", ")
    };
    let functions =
        |each: fn(&str) -> String| names.iter().map(|name| each(name)).collect::<String>();
    let about_zz = |definition: String| Some(format!("{definition} {}", uses("zz")));
    match place {
        Place::Record => types(|name| format!("record %{name} {{ zz: string }}\n")),
        Place::Variant => types(|name| format!("variant %{name} {{ zz(string), yy }}\n")),
        Place::Enum => types(|name| format!("enum %{name} {{ zz, yy }}\n")),
        Place::Flags => types(|name| format!("flags %{name} {{ zz, yy }}\n")),
        Place::Resource => types(|name| {
            format!(
                "resource %{name} {{ constructor(a: u8); zz: func(a: borrow<%{name}>) -> %{name}; }}\n"
            )
        }),
        Place::Alias => types(|name| format!("type %{name} = zz-resource;\n")),
        Place::ListAlias => types(|name| format!("type %{name} = list<option<string>>;\n")),
        Place::Field => about_zz(format!(
            "record zz {{ {} }}",
            listed(|name| format!("%{name}: string"))
        )),
        Place::Case => about_zz(format!(
            "variant zz {{ {} }}",
            listed(|name| format!("%{name}(string)"))
        )),
        Place::EmptyCase => about_zz(format!(
            "variant zz {{ {} }}",
            listed(|name| format!("%{name}"))
        )),
        Place::EnumCase => about_zz(format!(
            "enum zz {{ {} }}",
            listed(|name| format!("%{name}"))
        )),
        // No more than fit into a number.
        Place::Flag => names
            .chunks(32)
            .enumerate()
            .map(|(index, names)| {
                let names: Vec<String> = names.iter().map(|name| format!("%{name}")).collect();
                format!(
                    "flags zz{index} {{ {} }} {}",
                    names.join(", "),
                    uses(&format!("zz{index}"))
                )
            })
            .collect::<String>()
            .into(),
        Place::Function => Some(functions(|name| {
            format!("%{name}: func(a: string, b: option<string>) -> result<string, string>;\n")
        })),
        Place::Parameter => Some(format!(
            "zz: func({}) -> result<option<string>, string>;",
            listed(|name| format!("%{name}: string"))
        )),
        Place::Method => Some(format!(
            "resource zz {{ {} }}",
            functions(|name| format!("%{name}: func(a: string) -> result<zz, string>;\n"))
        )),
        Place::Static => Some(format!(
            "resource zz {{ {} }}",
            functions(|name| format!("%{name}: static func(a: zz) -> zz;\n"))
        )),
        Place::ConstructorParameter => Some(format!(
            "resource zz {{ constructor({}); }}",
            listed(|name| format!("%{name}: string"))
        )),
        Place::Interface
        | Place::WorldImport
        | Place::WorldExport
        | Place::WorldType
        | Place::Namespace
        | Place::Package => None,
    }
}

/// What has the name in the world itself, if its place is there.
fn in_world(place: Place, name: &str) -> String {
    let function = "func(a: string) -> string;";
    match place {
        Place::Interface => format!(
            "import %{name}: interface {{ a: {function} }} export %{name}: interface {{ a: {function} }}\n"
        ),
        Place::WorldImport => format!("import %{name}: {function}\n"),
        Place::WorldExport => format!("export %{name}: {function}\n"),
        Place::WorldType => format!("record %{name} {{ a: string }}\n"),
        _ => String::new(),
    }
}

/// A function that takes, returns and fails with a type.
fn uses(name: &str) -> String {
    format!(
        "zz-use-{name}: func(a: %{name}, b: option<%{name}>) -> result<list<%{name}>, string>;
        zz-fail-{name}: func() -> result<string, %{name}>;\n"
    )
}
