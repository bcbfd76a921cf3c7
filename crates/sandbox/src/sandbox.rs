//! Sources that see nothing of each other.

use std::path::Path;
use std::sync::Arc;

use wasi_py_host::{Capabilities, EngineError, Host, LoadError, State};
use wasmtime::component::HasSelf;

use crate::bindings::SandboxHost;
use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::failure::Failure;
use crate::image;
use crate::limits::Limits;
use crate::outcome::Outcome;
use crate::running::{Given, outcome, restored, written};
use crate::saved;
use crate::session::Session;
use crate::starter::Starter;
use crate::tools::{Tool, Tools};
use crate::value::Value;

/// Reasons for which there is no sandbox.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The functions that it imports cannot be linked.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The component cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// Runs sources, each in a fresh interpreter. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    starter: Starter,
}

impl Sandbox {
    /// Loads the component `wasm` by way of its machine code: see
    /// [`Host::load_through`](wasi_py_host::Host::load_through).
    ///
    /// # Errors
    /// When there is no sandbox in `wasm`.
    pub fn load(
        host: &Host,
        wasm: impl AsRef<Path>,
        compiled: impl AsRef<Path>,
    ) -> Result<Self, SandboxError> {
        let host = host.with_imports(|linker| {
            image::link(linker, |given: &mut Given| &mut given.transfer)?;
            SandboxHost::add_to_linker::<State<Given>, HasSelf<Tools>>(linker, |state| {
                &mut state.data.tools
            })
        })?;
        let (guest, _) = host.load_through::<SandboxHost>(wasm, compiled)?;
        let sandbox = Self {
            starter: Starter::new(guest),
        };
        Ok(sandbox.with_limits(&Limits::default()))
    }

    /// Sets the limits of each source.
    #[must_use]
    pub fn with_limits(mut self, limits: &Limits) -> Self {
        let options = self.options();
        options.output_bytes = limits.output_bytes;
        options.value_bytes = limits.value_bytes;
        options.recursion = limits.recursion;
        self.starter.limits = limits.of_guest();
        let capabilities = Capabilities::none();
        self.starter.capabilities = capabilities.output_bytes(limits.output_bytes as usize);
        self
    }

    /// Gives sources these functions, and no others.
    #[must_use]
    pub fn with_tools(mut self, tools: impl IntoIterator<Item = Tool>) -> Self {
        let tools: Arc<[Tool]> = tools.into_iter().collect();
        self.options().tools = tools.iter().map(Tool::described).collect();
        self.starter.tools = Tools(tools);
        self
    }

    /// Puts these files into the working folder, and no others.
    #[must_use]
    pub fn with_files(mut self, files: Vec<wit::File>) -> Self {
        self.options().files = files;
        self
    }

    /// Lets sources import these packages beside the standard library, and no others.
    #[must_use]
    pub fn with_wheels(mut self, wheels: Vec<wit::Wheel>) -> Self {
        self.options().wheels = wheels;
        self
    }

    /// Runs a source, which finds the inputs under their names.
    ///
    /// # Errors
    /// When the source has no outcome.
    ///
    /// # Panics
    /// On a thread that drives asynchronous tasks: go through `spawn_blocking` there, or
    /// [`Sandbox::run_async`].
    pub fn run(&self, source: &str, inputs: &[(&str, Value)]) -> Result<Outcome, Failure> {
        let mut instance = self.starter.start()?;
        let (inputs, options) = (written(inputs), &*self.starter.options);
        let ended = instance.try_call("run", async |world, store| {
            let sandbox = world.wasi_py_sandbox_sandbox();
            sandbox.call_run(store, source, &inputs, options).await
        });
        outcome(&instance, ended?)
    }

    /// Runs a source as [`Sandbox::run`] does, without blocking the thread. Whoever drops the future stops
    /// the source.
    ///
    /// # Errors
    /// As [`Sandbox::run`].
    pub async fn run_async(
        &self,
        source: &str,
        inputs: &[(&str, Value)],
    ) -> Result<Outcome, Failure> {
        let mut instance = self.starter.start_async().await?;
        let (inputs, options) = (written(inputs), &*self.starter.options);
        let ended = instance.try_call_async("run", async |world, store| {
            let sandbox = world.wasi_py_sandbox_sandbox();
            sandbox.call_run(store, source, &inputs, options).await
        });
        let ended = ended.await;
        outcome(&instance, ended?)
    }

    /// Compiles a source, and does not run it.
    ///
    /// # Errors
    /// When it does not compile.
    ///
    /// # Panics
    /// As [`Sandbox::run`].
    pub fn compile_only(&self, source: &str) -> Result<(), Failure> {
        let compiled = self
            .starter
            .start()?
            .try_call("compile-only", async |world, store| {
                let sandbox = world.wasi_py_sandbox_sandbox();
                sandbox.call_compile_only(store, source).await
            });
        Ok(compiled?)
    }

    /// Opens a namespace for several sources.
    ///
    /// # Errors
    /// When there is no instance for it, or what it is given cannot be used.
    ///
    /// # Panics
    /// As [`Sandbox::run`].
    pub fn open(&self) -> Result<Session, Failure> {
        Session::open(&self.starter, self.starter.start()?)
    }

    /// Opens a namespace as [`Sandbox::open`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Sandbox::open`].
    pub async fn open_async(&self) -> Result<Session, Failure> {
        Session::open_async(&self.starter, self.starter.start_async().await?).await
    }

    /// Goes on with a session that [`Session::save`] has saved, in this process or another, any number of
    /// times. Limits are those of this sandbox, and so are functions of the host: whatever a source calls by
    /// name and is not there fails.
    ///
    /// # Errors
    /// When it is no saved session of the same component, and as [`Sandbox::open`].
    ///
    /// # Panics
    /// As [`Sandbox::run`].
    pub fn restore(&self, saved: &[u8]) -> Result<Session, Failure> {
        let changes = saved::open(&self.starter.component(), saved)?;
        let mut instance = self.starter.start()?;
        let handle = instance.try_call("restore", async |world, store| {
            restored(world, store, changes, &self.starter.options).await
        })?;
        Ok(Session::new(&self.starter, instance, handle))
    }

    /// Goes on with a session as [`Sandbox::restore`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Sandbox::restore`].
    pub async fn restore_async(&self, saved: &[u8]) -> Result<Session, Failure> {
        let changes = saved::open(&self.starter.component(), saved)?;
        let mut instance = self.starter.start_async().await?;
        let handle = instance.try_call_async("restore", async |world, store| {
            restored(world, store, changes, &self.starter.options).await
        });
        let handle = handle.await?;
        Ok(Session::new(&self.starter, instance, handle))
    }

    fn options(&mut self) -> &mut wit::Options {
        Arc::make_mut(&mut self.starter.options)
    }
}
