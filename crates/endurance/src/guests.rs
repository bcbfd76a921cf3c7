//! The components that are called.

use std::path::Path;

use host_test::{
    Allocation, COMPILED_EXTENSION, Capabilities, EngineOptions, Guest, Host, Instance, Limits,
};
use wasi_py_host::World;

/// The number of instances that can live at a time: few, so that one that is not given back is noticed soon.
pub(crate) const SLOTS: u32 = 16;

/// Makes a host whose pool has [`SLOTS`].
pub(crate) fn host() -> wasmtime::Result<Host> {
    host_with(false)
}

/// Makes one for components with async functions.
pub(crate) fn concurrent_host() -> wasmtime::Result<Host> {
    host_with(true)
}

fn host_with(concurrent: bool) -> wasmtime::Result<Host> {
    let allocation = Allocation::Pooling { instances: SLOTS };
    let host = Host::new(EngineOptions {
        allocation,
        concurrent,
        ..EngineOptions::default()
    })?;
    wasmtime::ensure!(
        host.options().allocation == allocation,
        "this machine has no address space for a pool of {SLOTS} instances"
    );
    Ok(host)
}

pub(crate) fn load<W: World>(host: &Host, path: &Path) -> wasmtime::Result<wasi_py_host::Guest<W>> {
    Ok(host
        .load_through(path, path.with_extension(COMPILED_EXTENSION))?
        .0)
}

/// Starts an instance without anything special.
pub(crate) fn start(guest: &Guest) -> wasmtime::Result<Instance> {
    Ok(guest.instantiate(&Limits::default(), &Capabilities::none())?)
}
