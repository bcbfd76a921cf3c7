//! The snapshot: an interpreter that is started and warmed up when the component is built, and then kept.
//!
//! The functions here run at build time. `start/restore.rs` is for the instances that begin from it.

#[cfg(feature = "snapshot")]
pub mod contract;
mod export;
mod immortal;
mod prepare;
mod settle;
mod warm_up;

pub use prepare::{HttpRequest, begin, prepare};
pub use warm_up::{Crossing, Export, warm_up};
