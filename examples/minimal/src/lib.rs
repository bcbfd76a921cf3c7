//! The people component once more, from the same sources. Its `Cargo.toml` leaves out all imports of WASI.

#[path = "../../../src/bridge.rs"]
mod bridge;
#[path = "../../../src/person.rs"]
mod person;

wasi_py_embed::component!();
