//! Sources that see nothing of each other.

use std::path::Path;
use std::sync::Arc;

use wasi_py_host::{Capabilities, EngineError, Guest, Host, LoadError, State};
use wasmtime::component::HasSelf;

use crate::bindings::SandboxComponent;
use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::outcome::Outcome;
use crate::running::{Running, outcome, written};
use crate::session::Session;
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
    guest: Guest<SandboxComponent, Tools>,
    pub(crate) options: Arc<wit::Options>,
    tools: Tools,
    limits: wasi_py_host::Limits,
    capabilities: Capabilities,
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
            SandboxComponent::add_to_linker::<State<Tools>, HasSelf<Tools>>(linker, |state| {
                &mut state.data
            })
        })?;
        let (guest, _) = host.load_through::<SandboxComponent>(wasm, compiled)?;
        Ok(Self::around(guest))
    }

    fn around(guest: Guest<SandboxComponent, Tools>) -> Self {
        let options = wit::Options {
            tools: Vec::new(),
            files: Vec::new(),
            wheels: Vec::new(),
            output_bytes: 0,
            value_bytes: 0,
            recursion: 0,
            stream_output: true,
        };
        let sandbox = Self {
            guest,
            options: options.into(),
            tools: Tools::default(),
            limits: wasi_py_host::Limits::default(),
            capabilities: Capabilities::none(),
        };
        sandbox.with_limits(&Limits::default())
    }

    /// Sets the limits of each source.
    #[must_use]
    pub fn with_limits(mut self, limits: &Limits) -> Self {
        let options = Arc::make_mut(&mut self.options);
        options.output_bytes = limits.output_bytes;
        options.value_bytes = limits.value_bytes;
        options.recursion = limits.recursion;
        self.limits = limits.of_guest();
        self.capabilities = Capabilities::none().output_bytes(limits.output_bytes as usize);
        self
    }

    /// Gives sources these functions, and no others.
    #[must_use]
    pub fn with_tools(mut self, tools: impl IntoIterator<Item = Tool>) -> Self {
        self.tools = Tools(tools.into_iter().collect());
        Arc::make_mut(&mut self.options).tools = self.tools.0.iter().map(Tool::described).collect();
        self
    }

    /// Puts these files into the working folder, and no others.
    #[must_use]
    pub fn with_files(mut self, files: Vec<wit::File>) -> Self {
        Arc::make_mut(&mut self.options).files = files;
        self
    }

    /// Lets sources import these packages beside the standard library, and no others.
    #[must_use]
    pub fn with_wheels(mut self, wheels: Vec<wit::Wheel>) -> Self {
        Arc::make_mut(&mut self.options).wheels = wheels;
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
        let mut instance = self.start()?;
        let (inputs, options) = (written(inputs), &*self.options);
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
        let mut instance = self.start_async().await?;
        let (inputs, options) = (written(inputs), &*self.options);
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
        Session::open(self.start()?, &self.options)
    }

    /// Opens a namespace as [`Sandbox::open`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Sandbox::open`].
    pub async fn open_async(&self) -> Result<Session, Failure> {
        Session::open_async(self.start_async().await?, &self.options).await
    }

    fn start(&self) -> Result<Running, Failure> {
        let tools = self.tools.clone();
        let started = self
            .guest
            .instantiate_with(tools, &self.limits, &self.capabilities);
        Ok(started?)
    }

    async fn start_async(&self) -> Result<Running, Failure> {
        let tools = self.tools.clone();
        let started = self
            .guest
            .instantiate_async(tools, &self.limits, &self.capabilities);
        Ok(started.await?)
    }
}
