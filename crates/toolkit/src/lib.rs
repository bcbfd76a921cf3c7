//! All that a build needs and a build script must not do: use the network, write to the cache, run pip and
//! cargo. A person starts it, by `wasi-py` or `cargo xtask`.

#![forbid(unsafe_code)]

pub mod checkout;
pub mod component;
pub mod console;
pub mod dependencies;
pub mod doctor;
pub mod guest;
pub mod installed;
pub mod inventory;
pub mod libpython;
pub mod metadata;
pub mod programs;
pub mod python;
mod sbom;
pub mod setup;
pub mod shell;
pub mod tools;
pub mod up_to_date;
pub mod wasmtime;
