//! The folders of bundled files. No host maps them, and every instance has them.

/// The folder of the standard library.
pub const STDLIB: &str = "/bundle/stdlib";
/// The folder of the app and its dependencies.
pub const APP: &str = "/bundle/app";
/// The environment variable by which a host names a folder with sources of the app. An instance that starts
/// Python imports them instead of those in [`APP`]; one that begins from a snapshot has imported the app.
pub const SOURCES_VARIABLE: &str = "WASI_PY_SOURCES";
