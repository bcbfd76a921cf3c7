//! What the build script says beside the WIT: where the app is, and what is written by hand.

use crate::BindgenError;
use crate::world::Interface;

/// What a component is generated with.
///
/// Interfaces are named as in WIT, with or without a version: `wasi-py:people/people`. What belongs to the world itself is
/// named with an empty interface.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The Python module that implements the exports: `people_app`.
    pub app: String,
    /// Types whose class and conversions are written by hand: interface, type, path of the class.
    pub types: Vec<(String, String, String)>,
    /// Exported functions that are written by hand: interface, function, path of the function.
    pub functions: Vec<(String, String, String)>,
    /// Exported interfaces for which `Guest` is implemented by hand.
    pub interfaces: Vec<String>,
    /// Paths of `#[pymodule]`s that Python can import.
    pub builtins: Vec<String>,
    /// Path of a `fn(Python<'_>) -> PyResult<()>` that calls the app until it is warm, before a snapshot.
    pub warm_up: Option<String>,
}

/// One of the lists of things that are written by hand.
pub(crate) type ByHand = [(String, String, String)];

/// The path that `list` has for an item of an interface.
pub(crate) fn by_hand<'s>(list: &'s ByHand, interface: &Interface, name: &str) -> Option<&'s str> {
    let found = list
        .iter()
        .find(|(of, item, _)| interface.is_called(of) && item == name);
    found.map(|(_, _, path)| path.as_str())
}

/// A path in Rust, as tokens.
pub(crate) fn path(text: &str) -> Result<syn::Path, BindgenError> {
    syn::parse_str(text).map_err(|_| BindgenError::Path(text.to_owned()))
}
