//! A package that is built, and where its parts are.

use std::path::Path;

/// A package to build.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// The name and version, for messages.
    pub title: &'a str,
    /// The folder of its unpacked source.
    pub source: &'a Path,
    /// The interpreter of the environment that has what its build takes.
    pub python: &'a Path,
    /// The file that the build's output goes to.
    pub log: &'a Path,
}
