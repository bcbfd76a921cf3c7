//! From a loaded component to a running instance with its own limits and capabilities.

use wasmtime::{PoolConcurrencyLimitError, Store};

use crate::bindings::PeopleComponent;
use crate::capabilities::{Capabilities, DirectoryError};
use crate::engine::{EngineOptions, Host};
use crate::limits::{Limits, UnenforceableError};
use crate::load::Guest;
use crate::output::{GuestOutput, Tails};
use crate::remains::Remains;
use crate::state::State;
use crate::stop::Stop;
use crate::telemetry::Alive;

/// One running guest: its memory is its own. It can be sent to another thread, and is called from one at a time.
pub struct Instance {
    pub(crate) store: Store<State>,
    pub(crate) world: PeopleComponent,
    pub(crate) limits: Limits,
    pub(crate) tails: Tails,
    /// Why it must not be called again.
    pub(crate) stopped: Option<Stop>,
    /// Keeps time passing for this guest.
    pub(crate) host: Host,
    pub(crate) _alive: Alive,
}

/// Why there is no instance.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstantiateError {
    /// A limit that would not be kept.
    #[error(transparent)]
    Unenforceable(#[from] UnenforceableError),
    /// A capability that cannot be granted.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// As many instances are alive as the engine has room for.
    #[error("no room for another instance: {0}")]
    Full(String),
    /// The guest did not get through its own start.
    #[error("{stop}{remains}{output}")]
    Stopped {
        /// Why.
        stop: Stop,
        /// What is left of it.
        remains: Box<Remains>,
        /// What it printed.
        output: Box<GuestOutput>,
    },
}

impl Guest {
    /// Starts a fresh instance.
    ///
    /// # Errors
    /// When it cannot be given what it should have, or stops before it is started.
    ///
    /// # Panics
    /// On a thread that drives asynchronous tasks: go through `spawn_blocking` there.
    pub fn instantiate(
        &self,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Instance, InstantiateError> {
        self.host
            .telemetry()
            .instantiation(|| self.start(limits, capabilities))
    }

    fn start(
        &self,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Instance, InstantiateError> {
        let options = self.host.options();
        limits.check(options)?;
        let (mut wasi, tails) = capabilities.grant()?;
        let state = State::new(wasi.build(), limits.memory_bytes);
        let mut store = Store::new(self.host.engine(), state);
        store.limiter(|state| &mut state.memory);
        limits.arm(&mut store, options);
        match limits.run(self.world.instantiate_async(&mut store)) {
            Ok(world) => Ok(Instance {
                store,
                world,
                limits: limits.clone(),
                tails,
                stopped: None,
                host: self.host.clone(),
                _alive: self.host.telemetry().alive(),
            }),
            Err(error) => Err(refusal(error, limits, &mut store, &tails, options)),
        }
    }
}

fn refusal(
    error: wasmtime::Error,
    limits: &Limits,
    store: &mut Store<State>,
    tails: &Tails,
    options: &EngineOptions,
) -> InstantiateError {
    if let Some(full) = error.downcast_ref::<PoolConcurrencyLimitError>() {
        return InstantiateError::Full(full.to_string());
    }
    InstantiateError::Stopped {
        stop: Stop::sort(&error, limits, options, store.data().memory.refused),
        remains: Remains::gather(error, store, options.core_dumps).into(),
        output: tails.captured().into(),
    }
}

impl Instance {
    /// What the guest printed since its last call began.
    #[must_use]
    pub fn output(&self) -> GuestOutput {
        self.tails.captured()
    }

    /// Its linear memories and tables, together, in bytes. They only grow.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.store.data().memory.used_bytes()
    }

    /// The fuel that the last call used; `None` without [`Limits::fuel`].
    #[must_use]
    pub fn used_fuel(&self) -> Option<u64> {
        let left = self.store.get_fuel().ok()?;
        self.limits.fuel.map(|given| given.saturating_sub(left))
    }
}
