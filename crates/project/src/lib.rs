//! What it takes to build a component around a Python app, for tasks that a person starts: they may use the network and
//! write to the cache, from which build scripts take what is here set up.

#![forbid(unsafe_code)]

pub mod checkout;
pub mod component;
pub mod console;
pub mod dependencies;
pub mod installed;
pub mod inventory;
pub mod libpython;
pub mod made;
pub mod metadata;
mod package;
pub mod python;
mod sbom;
pub mod setup;
pub mod shell;
pub mod tools;
