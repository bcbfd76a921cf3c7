//! Calling a running guest, and what can come of it.

use std::convert::Infallible;

use wasmtime::Store;

use crate::instantiate::Instance;
use crate::output::GuestOutput;
use crate::postmortem::Remains;
use crate::raised::Raised;
use crate::state::State;
use crate::stop::Stop;
use crate::telemetry::Outcome;
use crate::world::World;

/// Reasons for which a call has no result. `E` is the error of the function's `result`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError<E: Raised = Infallible> {
    /// Python raised an exception. The instance goes on working.
    #[error("{}{output}", exception.report())]
    Python {
        /// The exception.
        exception: E,
        /// The guest's output.
        output: Box<GuestOutput>,
    },
    /// The guest stopped without returning. The instance is of no use any more.
    #[error("{stop}{remains}{output}")]
    Stopped {
        /// The reason.
        stop: Stop,
        /// Its remains.
        remains: Box<Remains>,
        /// Its output.
        output: Box<GuestOutput>,
    },
    /// The guest stopped in an earlier call.
    #[error(
        "the instance cannot be called again, since an earlier call did not return: {stop}\n\
         = help: start a fresh instance"
    )]
    Poisoned {
        /// The reason then.
        stop: Stop,
    },
}

impl<E: Raised> Outcome for CallError<E> {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Python { .. } => "raised",
            Self::Stopped { .. } => "stopped",
            Self::Poisoned { .. } => "poisoned",
        }
    }

    fn stop(&self) -> Option<&Stop> {
        match self {
            Self::Stopped { stop, .. } => Some(stop),
            _ => None,
        }
    }

    fn raised(&self) -> Option<&str> {
        match self {
            Self::Python { exception, .. } => Some(exception.type_name()),
            _ => None,
        }
    }
}

impl<W: World, T: Send + 'static> Instance<W, T> {
    /// Calls the guest by a function that `bindgen!` has made, such as `async |words, store|
    /// words.call_count(store, text).await`.
    ///
    /// `function` is the name that [`telemetry`](crate::telemetry) has for the call. A call may be several:
    /// they share one deadline, and the other limits.
    ///
    /// # Errors
    /// When the guest stops without returning, and ever after that.
    ///
    /// # Panics
    /// On a thread that drives asynchronous tasks: go through `spawn_blocking` there, or
    /// [`Instance::call_async`].
    pub fn call<R>(
        &mut self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<R>,
    ) -> Result<R, CallError> {
        let telemetry = self.shared.telemetry();
        telemetry.call(function, || self.enter(call))
    }

    /// Calls a function that returns a `result`: its error is that of the call.
    ///
    /// # Errors
    /// When the function returns an error, such as what Python raised, and as [`Instance::call`].
    ///
    /// # Panics
    /// As [`Instance::call`].
    pub fn try_call<R, E: Raised>(
        &mut self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<Result<R, E>>,
    ) -> Result<R, CallError<E>> {
        let telemetry = self.shared.telemetry();
        telemetry.call(function, || {
            let returned = self.enter::<_, E>(call)?;
            returned.map_err(|exception| self.raised(exception))
        })
    }

    /// Calls the guest as [`Instance::call`] does, without blocking the thread: a guest that computes lets
    /// others on at every [`TICK`](crate::TICK).
    ///
    /// Whoever drops the future before it is done stops the guest.
    ///
    /// # Errors
    /// As [`Instance::call`].
    pub async fn call_async<R>(
        &mut self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<R>,
    ) -> Result<R, CallError> {
        let telemetry = self.shared.telemetry();
        telemetry.call_async(function, self.enter_async(call)).await
    }

    /// Calls a function that returns a `result` as [`Instance::try_call`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Instance::try_call`].
    pub async fn try_call_async<R, E: Raised>(
        &mut self,
        function: &str,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<Result<R, E>>,
    ) -> Result<R, CallError<E>> {
        let telemetry = self.shared.telemetry();
        let call = async {
            let returned = self.enter_async::<_, E>(call).await?;
            returned.map_err(|exception| self.raised(exception))
        };
        telemetry.call_async(function, call).await
    }

    fn enter<R, E: Raised>(
        &mut self,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<R>,
    ) -> Result<R, CallError<E>> {
        self.begin::<E>()?;
        self.limits.arm(&mut self.store, self.shared.options());
        let ended = self.limits.run(call(&self.world, &mut self.store));
        ended.map_err(|error| self.stop(error))
    }

    async fn enter_async<R, E: Raised>(
        &mut self,
        call: impl AsyncFnOnce(&W, &mut Store<State<T>>) -> wasmtime::Result<R>,
    ) -> Result<R, CallError<E>> {
        self.begin::<E>()?;
        self.limits
            .arm_async(&mut self.store, self.shared.options());
        // Holds if nobody waits until the guest is done.
        self.stopped = Some(Stop::Abandoned);
        let ended = self.limits.wait(call(&self.world, &mut self.store)).await;
        self.stopped = None;
        ended.map_err(|error| self.stop(error))
    }

    fn begin<E: Raised>(&mut self) -> Result<(), CallError<E>> {
        if let Some(stop) = self.stopped.clone() {
            return Err(CallError::Poisoned { stop });
        }
        self.tails.clear();
        self.store.data_mut().memory.refused = false;
        Ok(())
    }

    fn raised<E: Raised>(&self, exception: E) -> CallError<E> {
        CallError::Python {
            exception,
            output: self.tails.captured().into(),
        }
    }

    fn stop<E: Raised>(&mut self, error: wasmtime::Error) -> CallError<E> {
        let options = self.shared.options();
        let refused = self.store.data().memory.refused;
        let stop = Stop::sort(&error, &self.limits, options, refused);
        self.stopped = Some(stop.clone());
        CallError::Stopped {
            stop,
            remains: Remains::gather(error, &mut self.store, options.core_dumps).into(),
            output: self.tails.captured().into(),
        }
    }
}
