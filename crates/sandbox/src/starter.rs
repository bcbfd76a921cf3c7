//! What instances are started with: shared by a sandbox and its sessions.

use std::sync::{Arc, OnceLock};

use wasi_py_host::{Capabilities, Guest};

use crate::bindings::SandboxHost;
use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::failure::Failure;
use crate::image::Original;
use crate::running::{Given, Running, original};
use crate::tools::Tools;

/// Starts instances. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Starter {
    guest: Guest<SandboxHost, Given>,
    /// Memory that its instances begin with, once a session was saved.
    original: Arc<OnceLock<Arc<Original>>>,
    pub(crate) options: Arc<wit::Options>,
    pub(crate) tools: Tools,
    pub(crate) limits: wasi_py_host::Limits,
    pub(crate) capabilities: Capabilities,
}

impl Starter {
    pub(crate) fn new(guest: Guest<SandboxHost, Given>) -> Self {
        let options = wit::Options {
            tools: Vec::new(),
            files: Vec::new(),
            wheels: Vec::new(),
            output_bytes: 0,
            value_bytes: 0,
            recursion: 0,
            stream_output: true,
        };
        Self {
            guest,
            original: Arc::default(),
            options: options.into(),
            tools: Tools::default(),
            limits: wasi_py_host::Limits::default(),
            capabilities: Capabilities::none(),
        }
    }

    pub(crate) fn start(&self) -> Result<Running, Failure> {
        let started = self
            .guest
            .instantiate_with(self.given(), &self.limits, &self.capabilities);
        Ok(started?)
    }

    pub(crate) async fn start_async(&self) -> Result<Running, Failure> {
        let started = self
            .guest
            .instantiate_async(self.given(), &self.limits, &self.capabilities);
        Ok(started.await?)
    }

    fn given(&self) -> Given {
        Given {
            tools: self.tools.clone(),
            ..Given::default()
        }
    }

    /// The hash of the component.
    pub(crate) fn component(&self) -> [u8; 32] {
        self.guest.sha256()
    }

    /// Memory that instances begin with. The first time it takes one to know.
    pub(crate) fn original(&self) -> Result<Arc<Original>, Failure> {
        if let Some(original) = self.original.get() {
            return Ok(original.clone());
        }
        let mut instance = self.start()?;
        let original = instance.call("keep", async |world, store| original(world, store).await)?;
        Ok(self.original.get_or_init(|| original.into()).clone())
    }

    /// The same, without blocking the thread.
    pub(crate) async fn original_async(&self) -> Result<Arc<Original>, Failure> {
        if let Some(original) = self.original.get() {
            return Ok(original.clone());
        }
        let mut instance = self.start_async().await?;
        let original =
            instance.call_async("keep", async |world, store| original(world, store).await);
        let original = original.await?;
        Ok(self.original.get_or_init(|| original.into()).clone())
    }
}
