//! Where bundled files seem to lie. No such folder exists: the embedded importer and its loaders know better.

/// The standard library.
pub const STDLIB: &str = "/bundle/stdlib";
/// The app and its dependencies.
pub const APP: &str = "/bundle/app";
