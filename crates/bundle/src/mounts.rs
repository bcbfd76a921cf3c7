//! The folders of bundled files. No host maps them, and every instance has them.

/// The folder of the standard library.
pub const STDLIB: &str = "/bundle/stdlib";
/// The folder of the app and its dependencies.
pub const APP: &str = "/bundle/app";
