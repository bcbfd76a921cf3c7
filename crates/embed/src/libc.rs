//! The C library, mended and added to, and the state that C libraries keep.

pub(crate) mod files;
mod floating_point;
mod host_name;
#[cfg(target_env = "p2")]
mod network;
pub(crate) mod state;
mod waiting;
pub(crate) mod zone;
