//! From a loaded component to a running instance with its own limits and capabilities.

use std::sync::Arc;

use wasmtime::{PoolConcurrencyLimitError, Store};

use crate::capabilities::{Capabilities, DirectoryError};
use crate::engine::Shared;
use crate::limits::{Limits, UnenforceableError};
use crate::load::Guest;
use crate::output::{GuestOutput, Tails};
use crate::postmortem::Remains;
use crate::reset_error::SwapError;
use crate::state::State;
use crate::stop::Stop;
use crate::telemetry::{Alive, Outcome};
use crate::world::World;

/// One running guest: its memory is its own. It can be sent to another thread, and is called from one at a
/// time.
pub struct Instance<W, T: 'static = ()> {
    pub(crate) store: Store<State<T>>,
    pub(crate) world: W,
    pub(crate) limits: Limits,
    pub(crate) tails: Tails,
    /// The reason for which it must not be called again.
    pub(crate) stopped: Option<Stop>,
    /// Keeps time passing for this guest.
    pub(crate) shared: Arc<Shared>,
    pub(crate) _alive: Alive,
}

/// Reasons for which an instance does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstantiateError {
    /// A limit that would not be kept.
    #[error(transparent)]
    Unenforceable(#[from] UnenforceableError),
    /// A capability that cannot be granted.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The pool cannot be trusted any more.
    #[error(transparent)]
    Swap(#[from] SwapError),
    /// As many instances are alive as the engine has room for.
    #[error("no room for another instance: {0}")]
    Full(String),
    /// The guest's exports have other types than those of the world.
    #[error("the guest has other exports than this host was built for: {0:#}")]
    OtherTypes(wasmtime::Error),
    /// The guest did not get through its own start.
    #[error("{stop}{remains}{output}")]
    Stopped {
        /// The reason.
        stop: Stop,
        /// Its remains.
        remains: Box<Remains>,
        /// Its output.
        output: Box<GuestOutput>,
    },
}

impl Outcome for InstantiateError {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Full(_) => "full",
            Self::Stopped { .. } => "stopped",
            _ => "refused",
        }
    }

    fn stop(&self) -> Option<&Stop> {
        match self {
            Self::Stopped { stop, .. } => Some(stop),
            _ => None,
        }
    }
}

impl<W: World, T: Default + Send + 'static> Guest<W, T> {
    /// Starts a fresh instance, with data of its own for what the host gives it.
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
    ) -> Result<Instance<W, T>, InstantiateError> {
        self.instantiate_with(T::default(), limits, capabilities)
    }
}

impl<W: World, T: Send + 'static> Guest<W, T> {
    /// Starts a fresh instance as [`Guest::instantiate`] does, with this `data`.
    ///
    /// # Errors
    /// As [`Guest::instantiate`].
    ///
    /// # Panics
    /// As [`Guest::instantiate`].
    pub fn instantiate_with(
        &self,
        data: T,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Instance<W, T>, InstantiateError> {
        self.shared.telemetry().instantiation(|| {
            let mut fresh = self.prepare(data, limits, capabilities)?;
            limits.arm(&mut fresh.store, self.shared.options());
            let started = limits.run(self.linked.instantiate_async(&mut fresh.store));
            self.finish(started, fresh, limits)
        })
    }

    /// Starts a fresh instance as [`Guest::instantiate_with`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Guest::instantiate`].
    pub async fn instantiate_async(
        &self,
        data: T,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Instance<W, T>, InstantiateError> {
        let start = async {
            let mut fresh = self.prepare(data, limits, capabilities)?;
            limits.arm_async(&mut fresh.store, self.shared.options());
            let started = limits.wait(self.linked.instantiate_async(&mut fresh.store));
            let started = started.await;
            self.finish(started, fresh, limits)
        };
        self.shared.telemetry().instantiation_async(start).await
    }

    fn prepare(
        &self,
        data: T,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Fresh<T>, InstantiateError> {
        limits.check(self.shared.options())?;
        self.shared.check_swap()?;
        let (mut wasi, tails) = capabilities.grant()?;
        let state = State::new(data, wasi.build(), limits.memory_bytes);
        let mut store = Store::new(self.shared.engine(), state);
        store.limiter(|state| &mut state.memory);
        Ok(Fresh { store, tails })
    }

    fn finish(
        &self,
        started: wasmtime::Result<wasmtime::component::Instance>,
        fresh: Fresh<T>,
        limits: &Limits,
    ) -> Result<Instance<W, T>, InstantiateError> {
        let Fresh { mut store, tails } = fresh;
        let instance = match started {
            Ok(instance) => instance,
            Err(error) => return Err(self.refusal(error, limits, &mut store, &tails)),
        };
        let world = W::take(&self.indices, &mut store, &instance);
        Ok(Instance {
            store,
            world: world.map_err(InstantiateError::OtherTypes)?,
            limits: limits.clone(),
            tails,
            stopped: None,
            shared: self.shared.clone(),
            _alive: self.shared.telemetry().alive(),
        })
    }

    fn refusal(
        &self,
        error: wasmtime::Error,
        limits: &Limits,
        store: &mut Store<State<T>>,
        tails: &Tails,
    ) -> InstantiateError {
        if let Some(full) = error.downcast_ref::<PoolConcurrencyLimitError>() {
            return InstantiateError::Full(full.to_string());
        }
        let options = self.shared.options();
        InstantiateError::Stopped {
            stop: Stop::sort(&error, limits, options, store.data().memory.refused),
            remains: Remains::gather(error, store, options.core_dumps).into(),
            output: tails.captured().into(),
        }
    }
}

/// A store in which an instance can be started, and its output.
struct Fresh<T: 'static> {
    store: Store<State<T>>,
    tails: Tails,
}

impl<W, T: 'static> Instance<W, T> {
    /// The guest's output since its last call began.
    #[must_use]
    pub fn output(&self) -> GuestOutput {
        self.tails.captured()
    }

    /// The store's data.
    #[must_use]
    pub fn state(&self) -> &State<T> {
        self.store.data()
    }

    /// The store's data, to change it between calls.
    #[must_use]
    pub fn state_mut(&mut self) -> &mut State<T> {
        self.store.data_mut()
    }

    /// Its linear memories and tables, together, in bytes. They only grow.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.store.data().memory.used_bytes()
    }

    /// True if it can be called: it has stopped in no earlier call.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.stopped.is_none()
    }

    /// The fuel that the last call used; `None` without [`Limits::fuel`].
    #[must_use]
    pub fn used_fuel(&self) -> Option<u64> {
        let left = self.store.get_fuel().ok()?;
        self.limits.fuel.map(|given| given.saturating_sub(left))
    }
}
