//! A static libpython for WASI: its versions, its place, its linking, and (feature `make`) its making. This
//! crate knows files, versions and targets, and nothing of any component's WIT.

// The C library of the guest is called with `py_main` alone.
#![cfg_attr(not(feature = "py_main"), forbid(unsafe_code))]

#[cfg(feature = "build")]
pub mod assertions;
#[cfg(feature = "build")]
pub mod bld_cfg;
#[cfg(feature = "build")]
pub mod cache;
#[cfg(feature = "build")]
pub mod environment;
#[cfg(feature = "build")]
pub mod error;
#[cfg(feature = "make")]
pub mod make;
#[cfg(feature = "build")]
pub mod parts;
#[cfg(feature = "make")]
pub mod prebuilt;
#[cfg(feature = "py_main")]
pub mod py_main;
#[cfg(feature = "build")]
mod recipe;
#[cfg(feature = "build")]
pub mod release;
#[cfg(feature = "build")]
pub mod stamp;
#[cfg(feature = "build")]
pub mod target;
