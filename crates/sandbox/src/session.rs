//! Sources that share a namespace.

use wasmtime::component::ResourceAny;

use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::running::{Running, changes, outcome, written};
use crate::saved;
use crate::starter::Starter;
use crate::value::Value;

/// A namespace for several sources, one after the other, in an interpreter of its own. Dropping it closes it.
pub struct Session {
    starter: Starter,
    instance: Running,
    handle: ResourceAny,
}

impl Session {
    pub(crate) fn new(starter: &Starter, instance: Running, handle: ResourceAny) -> Self {
        Self {
            starter: starter.clone(),
            instance,
            handle,
        }
    }

    pub(crate) fn open(starter: &Starter, mut instance: Running) -> Result<Self, Failure> {
        let options = &*starter.options;
        let opened = instance.try_call("open", async |world, store| {
            let sandbox = world.wasi_py_sandbox_sandbox();
            sandbox.session().call_constructor(store, options).await
        });
        let handle = opened?;
        Ok(Self::new(starter, instance, handle))
    }

    pub(crate) async fn open_async(
        starter: &Starter,
        mut instance: Running,
    ) -> Result<Self, Failure> {
        let options = &*starter.options;
        let opened = instance.try_call_async("open", async |world, store| {
            let sandbox = world.wasi_py_sandbox_sandbox();
            sandbox.session().call_constructor(store, options).await
        });
        let handle = opened.await?;
        Ok(Self::new(starter, instance, handle))
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

    /// Saves it as it is between two sources, with all that its interpreter has in memory: names, modules,
    /// files. [`Sandbox::restore`](crate::Sandbox::restore) goes on with it. Whoever reads the bytes reads
    /// everything in there.
    ///
    /// The first time in a process this takes an instance of its own, for a moment.
    ///
    /// # Errors
    /// When something is open that cannot be saved, which leaves the session as it was, and when there is no
    /// instance.
    ///
    /// # Panics
    /// As [`Sandbox::run`](crate::Sandbox::run).
    pub fn save(&mut self) -> Result<Vec<u8>, Failure> {
        let (original, handle) = (self.starter.original()?, self.handle);
        let changes = self.instance.try_call("save", async |world, store| {
            changes(world, store, handle, original).await
        })?;
        Ok(saved::seal(&self.starter.component(), &changes))
    }

    /// Saves it as [`Session::save`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Session::save`].
    pub async fn save_async(&mut self) -> Result<Vec<u8>, Failure> {
        let (original, handle) = (self.starter.original_async().await?, self.handle);
        let changes = self.instance.try_call_async("save", async |world, store| {
            changes(world, store, handle, original).await
        });
        let changes = changes.await?;
        Ok(saved::seal(&self.starter.component(), &changes))
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
