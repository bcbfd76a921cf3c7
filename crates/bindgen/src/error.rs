//! Why nothing can be generated from a world.

use std::path::PathBuf;

/// Why nothing can be generated from a world.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindgenError {
    /// There is no such folder or file.
    #[error(
        "no WIT at `{}`\n\
         = help: put the world into that folder\n\
         = help: or have `Cargo.toml` say where it is: `wit = [\"…\"]` below `[package.metadata.wasi-py]`",
        .0.display()
    )]
    Missing(PathBuf),
    /// The WIT does not parse, or refers to what is not there. The text names file, line and column.
    #[error("the WIT is not valid: {0}")]
    Wit(String),
    /// There is no world of that name, or more than one and no name.
    #[error("{reason}\n= help: the package has {}", list(.worlds))]
    World {
        /// What `wit-parser` says.
        reason: String,
        /// The names of the worlds.
        worlds: Vec<String>,
    },
    /// The world uses something that WASI 0.2 does not have, or that Rust has no type for.
    #[error("{item} uses {what}, which is not supported\n= help: {help}")]
    Unsupported {
        /// The function or type.
        item: String,
        /// What it uses.
        what: String,
        /// What to write instead.
        help: &'static str,
    },
    /// A type or a case is called what Rust or generated code calls something else.
    #[error("{item} is called `{name}`, which {by}\n= help: give it another name")]
    Reserved {
        /// The type or case.
        item: String,
        /// What it is called.
        name: &'static str,
        /// Who else needs the name.
        by: &'static str,
    },
    /// A type is made of types that are made of types, and so on.
    #[error(
        "{item} nests types more than {limit} deep, and rustc cannot follow\n= help: put an identifier, such as an index into a list, \
         in the place of a part of it"
    )]
    TooDeep {
        /// The function or type.
        item: String,
        /// How deep is fine.
        limit: usize,
    },
    /// Two things would have one name in Python.
    #[error(
        "{first} and {second} would both be `{name}` in the Python module `{module}`\n= help: rename one of them"
    )]
    Clash {
        /// The module.
        module: String,
        /// The name in Python.
        name: String,
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// The settings name something that the world does not have.
    #[error("the world has no {kind} `{name}`\n= help: it has {}", list(.known))]
    Setting {
        /// Function, type or interface.
        kind: &'static str,
        /// What the settings say.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A path in the settings is no Rust path.
    #[error("`{0}` is not a path in Rust\n= help: write something like `crate::person::Person`")]
    Path(String),
    /// What was generated does not parse: a defect of this crate.
    #[error("the generated code is not valid Rust: {0}")]
    Generated(String),
}

/// Names for people.
fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => format!("`{}`", names.join("`, `")),
    }
}
