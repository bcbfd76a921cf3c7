//! Python packages with native code, built from their source distributions for a component.
//!
//! A [`Workplace`] is a folder with compilers that a build backend takes for those of its target. What comes
//! out of a build is [sealed](extensions::seal): an object for each extension module, for the component's
//! link. Where sources and build requirements come from is not the business of this crate. It uses a network
//! for nothing but the crates that a package pins.

#![forbid(unsafe_code)]

mod compiler_library;
mod crates;
pub mod environment;
mod error;
pub mod extensions;
mod foreign;
mod package;
mod recipe;
mod run;
mod throws;
mod toolbox;
mod workplace;

use sha2::{Digest, Sha256};
use wlr_libpy::make::Development;

pub use compiler_library::compiler_library;
pub use crates::{LinkedCrate, rust_version};
pub use error::NativeError;
pub use package::Package;
pub use recipe::Recipe;
pub use workplace::Workplace;

/// Everything in this crate that decides what comes out of a build.
const RECIPE: [&str; 8] = [
    include_str!("crates.rs"),
    include_str!("extensions.rs"),
    include_str!("toolbox.rs"),
    include_str!("workplace.rs"),
    throws::SOURCE,
    toolbox::WASI_CC,
    toolbox::WASI_RUST_LD,
    workplace::BACKEND,
];

/// Names the result of building something that `parts` describe: 16 hexadecimal digits. Another compiler,
/// another libpython or another way of building has another name.
#[must_use]
pub fn key(development: &Development, parts: &[&str]) -> String {
    let include = development.include.to_string_lossy();
    let lib = development.lib.to_string_lossy();
    let mut hash = Sha256::new();
    // The cache names both folders after what they are made from.
    let tools = [&*include, &*lib, &development.tools.version];
    for part in tools
        .iter()
        .copied()
        .chain(RECIPE)
        .chain(wasi_py_seal::RECIPE)
        .chain(parts.iter().copied())
    {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits[..16].to_owned()
}
