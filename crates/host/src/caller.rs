//! Calls without instances in sight: each is made in a fresh one, unless the caller chooses otherwise.

use std::convert::Infallible;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};

use wasmtime::Store;

use crate::call::CallError;
use crate::capabilities::Capabilities;
use crate::instantiate::{Instance, InstantiateError};
use crate::limits::Limits;
use crate::load::Guest;
use crate::raised::Raised;
use crate::state::State;
use crate::world::World;

/// Calls a guest from any thread, by default each time in a fresh instance: no call can see anything of
/// another.
///
/// ```no_run
/// use wasi_py_host::{Capabilities, EngineOptions, Host, Limits};
/// # mod bindings {
/// #     wasmtime::component::bindgen!({
/// #         inline: "package my:words; world words { export count: func(text: string) -> u32; }",
/// #         exports: { default: async },
/// #     });
/// #     wasi_py_host::world!(Words, WordsIndices);
/// # }
/// # fn main() -> wasmtime::Result<()> {
/// let guest = Host::new(EngineOptions::default())?.load::<bindings::Words>("words.wasm")?;
/// let words = guest.caller(Limits::default(), Capabilities::none());
/// let count = words.call("count", async |words, store| words.call_count(store, "to be").await)?;
/// # drop(count);
/// # Ok(())
/// # }
/// ```
pub struct Caller<W: World, T: 'static = ()> {
    guest: Guest<W, T>,
    limits: Limits,
    capabilities: Capabilities,
    calls_per_instance: NonZeroU32,
    /// Instances that may be called again.
    idle: Mutex<Vec<Idle<W, T>>>,
}

struct Idle<W, T: 'static> {
    instance: Instance<W, T>,
    calls_left: u32,
}

/// Reasons for which a [`Caller`] has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallerError<E: Raised = Infallible> {
    /// There was no instance to call.
    #[error(transparent)]
    Instantiate(#[from] InstantiateError),
    /// The call failed.
    #[error(transparent)]
    Call(CallError<E>),
}

impl<W: World, T: Default + Send + 'static> Guest<W, T> {
    /// Makes calls without handling instances.
    #[must_use]
    pub fn caller(&self, limits: Limits, capabilities: Capabilities) -> Caller<W, T> {
        Caller {
            guest: self.clone(),
            limits,
            capabilities,
            calls_per_instance: NonZeroU32::MIN,
            idle: Mutex::default(),
        }
    }
}

impl<W: World, T: Default + Send + 'static> Caller<W, T> {
    /// Calls each instance up to `calls` times, one call after the other.
    ///
    /// **What one call leaves behind, the next one sees**: globals of Python's modules, files in memory, the
    /// memory that Python has grown to, [`State::data`]. Whoever can have a call do something unforeseen can
    /// reach the data of the calls before and after it.
    ///
    /// Limits begin anew with every call, but for memory, which the calls share. An instance whose call does
    /// not return is never called again; one whose Python raised is.
    ///
    /// An instance keeps its slot of the pool until its last call.
    #[must_use]
    pub fn reusing(mut self, calls: NonZeroU32) -> Self {
        self.calls_per_instance = calls;
        self
    }

    /// Calls the guest: see [`Instance::call`].
    ///
    /// # Errors
    /// As [`Guest::instantiate`] and [`Instance::call`].
    ///
    /// # Panics
    /// As [`Instance::call`].
    pub fn call<R>(
        &self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<R>,
    ) -> Result<R, CallerError> {
        let mut used = self.take()?;
        let ended = used.instance.call(function, call);
        self.give_back(used);
        ended.map_err(CallerError::Call)
    }

    /// Calls a function that returns a `result`: see [`Instance::try_call`].
    ///
    /// # Errors
    /// As [`Guest::instantiate`] and [`Instance::try_call`].
    ///
    /// # Panics
    /// As [`Instance::call`].
    pub fn try_call<R, E: Raised>(
        &self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<Result<R, E>>,
    ) -> Result<R, CallerError<E>> {
        let mut used = self.take()?;
        let ended = used.instance.try_call(function, call);
        self.give_back(used);
        ended.map_err(CallerError::Call)
    }

    /// Calls the guest without blocking the thread: see [`Instance::call_async`].
    ///
    /// # Errors
    /// As [`Caller::call`].
    pub async fn call_async<R>(
        &self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<R>,
    ) -> Result<R, CallerError> {
        let mut used = self.take_async().await?;
        let ended = used.instance.call_async(function, call).await;
        self.give_back(used);
        ended.map_err(CallerError::Call)
    }

    /// Calls a function that returns a `result` without blocking the thread: see
    /// [`Instance::try_call_async`].
    ///
    /// # Errors
    /// As [`Caller::try_call`].
    pub async fn try_call_async<R, E: Raised>(
        &self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<Result<R, E>>,
    ) -> Result<R, CallerError<E>> {
        let mut used = self.take_async().await?;
        let ended = used.instance.try_call_async(function, call).await;
        self.give_back(used);
        ended.map_err(CallerError::Call)
    }

    fn take(&self) -> Result<Idle<W, T>, InstantiateError> {
        let idle = self.idle().pop();
        match idle {
            Some(idle) => Ok(idle),
            None => {
                let started = self.guest.instantiate(&self.limits, &self.capabilities);
                Ok(self.fresh(started?))
            }
        }
    }

    async fn take_async(&self) -> Result<Idle<W, T>, InstantiateError> {
        let idle = self.idle().pop();
        match idle {
            Some(idle) => Ok(idle),
            None => {
                let started =
                    self.guest
                        .instantiate_async(T::default(), &self.limits, &self.capabilities);
                Ok(self.fresh(started.await?))
            }
        }
    }

    fn fresh(&self, instance: Instance<W, T>) -> Idle<W, T> {
        Idle {
            instance,
            calls_left: self.calls_per_instance.get(),
        }
    }

    /// Keeps an instance for another call, or ends it.
    fn give_back(&self, mut used: Idle<W, T>) {
        used.calls_left -= 1;
        if used.calls_left > 0 && used.instance.is_alive() {
            self.idle().push(used);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle<W, T>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
