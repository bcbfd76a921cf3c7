//! From a WIT world to the Rust that `wit-bindgen` does not write: Python classes for its types, conversions
//! both ways, exports that call a Python app, imports as Python modules. And to type stubs of the same
//! modules.
//!
//! [`World::read`] reads the WIT, [`World::rust`], [`World::stubs`] and [`World::app`] write. Names are
//! translated in one place, `names`.

#![forbid(unsafe_code)]

mod error;
mod names;
mod python;
mod rust;
mod settings;
mod skeleton;
mod stubs;
mod world;

pub use error::BindgenError;
pub use settings::{NumberLists, Settings, WarmUp};
pub use skeleton::Module;
pub use stubs::{Exports, Stub};
pub use world::World;
