//! The reason why nothing can be generated from a world.

use std::path::{Path, PathBuf};

/// The reason why nothing can be generated from a world.
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
    /// A file or folder cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The path that cannot be read.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The WIT uses a package that is not there.
    #[error("the WIT is not valid: {reason}{}", missing_package(.deps, .found.as_deref(), *.wasi))]
    MissingPackage {
        /// The text of the parser, with file, line and column.
        reason: String,
        /// The folder for packages that others use.
        deps: PathBuf,
        /// The place where the package lies instead, if it does.
        found: Option<PathBuf>,
        /// True if it is one of WASI's.
        wasi: bool,
    },
    /// There is no world of that name, or more than one and no name.
    #[error("{reason}\n= help: the package has {}", list(.worlds))]
    World {
        /// The text of `wit-parser`.
        reason: String,
        /// The names of the worlds.
        worlds: Vec<String>,
    },
    /// The world uses something that nothing is generated for, or that Rust has no type for.
    #[error("{item} uses {what}, which is not supported{at}\n= help: {help}")]
    Unsupported {
        /// The function or type.
        item: String,
        /// The kind of type or function that it uses.
        what: String,
        /// The advice on what to write instead.
        help: &'static str,
        /// Its place in the WIT, as a line of its own; empty if nobody knows.
        at: Box<str>,
    },
    /// A type or a case has a name that Rust or generated code has for something else.
    #[error("{item} is called `{name}`, which {by}{at}\n= help: give it another name")]
    Reserved {
        /// The type or case.
        item: String,
        /// The name.
        name: String,
        /// The other use of the name.
        by: &'static str,
        /// Its place in the WIT, as a line of its own; empty if nobody knows.
        at: Box<str>,
    },
    /// A type is made of types that are made of types, and so on.
    #[error(
        "{item} nests types more than {limit} deep, and rustc cannot follow{at}\n= help: put an identifier, such as an index into a list, \
         in the place of a part of it"
    )]
    TooDeep {
        /// The function or type.
        item: String,
        /// The depth that is fine.
        limit: usize,
        /// Its place in the WIT, as a line of its own; empty if nobody knows.
        at: Box<str>,
    },
    /// Two things would have one name in Python.
    #[error(
        "{first} and {second} would both be `{name}` in the Python module `{module}`{at}\n= help: rename one of them"
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
        /// Its place in the WIT, as a line of its own; empty if nobody knows.
        at: Box<str>,
    },
    /// Two parts of one thing would have one name.
    #[error(
        "the {whose} `{first}` and `{second}` would both be `{name}`{at}\n= help: rename one of them"
    )]
    Alike {
        /// The kind of part, and the thing that has them.
        whose: String,
        /// The one.
        first: String,
        /// The other.
        second: String,
        /// The name in Python or Rust.
        name: String,
        /// Its place in the WIT, as a line of its own; empty if nobody knows.
        at: Box<str>,
    },
    /// The settings name something that the world does not have.
    #[error("the world has no {kind} `{name}`\n= help: it has {}", list(.known))]
    Setting {
        /// Function, type or interface.
        kind: &'static str,
        /// The name in the settings.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// A path in the settings is not a Rust path.
    #[error("`{0}` is not a path in Rust\n= help: write something like `crate::person::Person`")]
    Path(String),
    /// The generated code does not parse: a defect of this crate.
    #[error("the generated code is not valid Rust: {0}")]
    Generated(String),
}

/// Says where a package belongs that others use.
fn missing_package(deps: &Path, found: Option<&Path>, wasi: bool) -> String {
    let deps = deps.display();
    let mut help = match found {
        Some(found) => format!("\n= help: move `{}` into `{deps}`", found.display()),
        None => format!("\n= help: put the package into a folder of its own in `{deps}`"),
    };
    if wasi {
        help += "\n= help: or take it from a crate: `wit-crates = [\"wasip2\"]` below \
                 `[package.metadata.wasi-py]` in `Cargo.toml`";
    }
    help
}

/// Lists names for people.
fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => format!("`{}`", names.join("`, `")),
    }
}
