//! Where bundled files lie: in folders that no host maps, and that every instance has.

/// The standard library.
pub const STDLIB: &str = "/bundle/stdlib";
/// The app and its dependencies.
pub const APP: &str = "/bundle/app";
