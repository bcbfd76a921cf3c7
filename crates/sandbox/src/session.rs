//! Sources that share a namespace.

use wasmtime::component::ResourceAny;

use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::running::{Running, outcome, written};
use crate::value::Value;

/// A namespace for several sources, one after the other, in an interpreter of its own. Dropping it closes it.
pub struct Session {
    instance: Running,
    handle: ResourceAny,
}

impl Session {
    pub(crate) fn open(mut instance: Running, options: &wit::Options) -> Result<Self, Failure> {
        let opened = instance.try_call("open", async |world, store| {
            let sandbox = world.wasi_py_sandbox_sandbox();
            sandbox.session().call_constructor(store, options).await
        });
        let handle = opened?;
        Ok(Self { instance, handle })
    }

    pub(crate) async fn open_async(
        mut instance: Running,
        options: &wit::Options,
    ) -> Result<Self, Failure> {
        let opened = instance.try_call_async("open", async |world, store| {
            let sandbox = world.wasi_py_sandbox_sandbox();
            sandbox.session().call_constructor(store, options).await
        });
        let handle = opened.await?;
        Ok(Self { instance, handle })
    }

    /// Runs a source. It finds what the sources before it have left; inputs replace what has their name.
    /// Limits begin anew, but for memory.
    ///
    /// # Errors
    /// When the source has no outcome. If it was stopped, the session is of no use any more.
    ///
    /// # Panics
    /// As [`Sandbox::run`](crate::Sandbox::run).
    pub fn run(&mut self, source: &str, inputs: &[(&str, Value)]) -> Result<Outcome, Failure> {
        let (inputs, handle) = (written(inputs), self.handle);
        let ended = self.instance.try_call("run", async |world, store| {
            let session = world.wasi_py_sandbox_sandbox().session();
            session.call_run(store, handle, source, &inputs).await
        });
        outcome(&self.instance, ended?)
    }

    /// Runs a source as [`Session::run`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub async fn run_async(
        &mut self,
        source: &str,
        inputs: &[(&str, Value)],
    ) -> Result<Outcome, Failure> {
        let (inputs, handle) = (written(inputs), self.handle);
        let ended = self.instance.try_call_async("run", async |world, store| {
            let session = world.wasi_py_sandbox_sandbox().session();
            session.call_run(store, handle, source, &inputs).await
        });
        let ended = ended.await;
        outcome(&self.instance, ended?)
    }

    /// True if it can run another source: none was stopped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.instance.is_alive()
    }

    /// Memory of its interpreter, in bytes. It only grows.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.instance.memory_bytes()
    }
}
