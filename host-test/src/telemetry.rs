//! What the host tells of its guests while they run: spans and events of `tracing`, and figures for the facade `metrics`.
//!
//! Nothing at all unless [`EngineOptions::telemetry`](crate::EngineOptions::telemetry) is set; then whoever installs a
//! subscriber and a recorder receives them.

use std::time::Instant;

use metrics::{counter, gauge, histogram};
use tracing::{debug, debug_span, warn};

use crate::call::CallError;
use crate::engine::Allocation;
use crate::instantiate::InstantiateError;
use crate::output::printable;
use crate::stop::Stop;

/// Counter: starts of instances, by `outcome`: `started`, `stopped` for a guest that did not get through its start, `full`
/// where the pool had no room, and `refused` for limits or capabilities that cannot be given.
pub const INSTANTIATIONS: &str = "wasi_py_instantiations_total";
/// Histogram: seconds that the start of an instance took.
pub const INSTANTIATION_SECONDS: &str = "wasi_py_instantiation_seconds";
/// Gauge: instances that are alive.
pub const INSTANCES: &str = "wasi_py_instances";
/// Gauge: instances that the pool has room for; absent without a pool.
pub const POOL_INSTANCES: &str = "wasi_py_pool_instances";
/// Counter: calls, by `outcome`: `returned`, `raised`, `stopped`, and `poisoned` for those of an instance that stopped before.
pub const CALLS: &str = "wasi_py_calls_total";
/// Histogram: seconds that a call took.
pub const CALL_SECONDS: &str = "wasi_py_call_seconds";
/// Counter: guests that stopped, in a call or in their start, by `reason`: `deadline`, `fuel`, `memory`, `stack`,
/// `result`, `exit`, `trap`.
pub const STOPS: &str = "wasi_py_stops_total";

/// Whether anything is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Telemetry {
    on: bool,
}

impl Telemetry {
    pub(crate) fn new(on: bool, allocation: Allocation) -> Self {
        if let (true, Allocation::Pooling { instances }) = (on, allocation) {
            gauge!(POOL_INSTANCES).set(instances);
        }
        Self { on }
    }

    /// Has an instance start inside a span, and tells what came of it.
    pub(crate) fn instantiation<T>(
        self,
        start: impl FnOnce() -> Result<T, InstantiateError>,
    ) -> Result<T, InstantiateError> {
        if !self.on {
            return start();
        }
        let _span = debug_span!("instantiate").entered();
        let begun = Instant::now();
        let started = start();
        histogram!(INSTANTIATION_SECONDS).record(begun.elapsed());
        let outcome = match &started {
            Ok(_) => "started",
            Err(InstantiateError::Full(_)) => "full",
            Err(InstantiateError::Stopped { stop, .. }) => {
                stopped(stop);
                "stopped"
            }
            Err(_) => "refused",
        };
        counter!(INSTANTIATIONS, "outcome" => outcome).increment(1);
        if let Err(error) = &started {
            warn!(outcome, %error, "no instance");
        }
        started
    }

    /// An instance that is alive until this is dropped.
    pub(crate) fn alive(self) -> Alive {
        if self.on {
            gauge!(INSTANCES).increment(1);
        }
        Alive(self)
    }

    /// Has a call happen inside a span, and tells what came of it.
    pub(crate) fn call<T>(
        self,
        function: &'static str,
        call: impl FnOnce() -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        if !self.on {
            return call();
        }
        let span = debug_span!("call", function, outcome = tracing::field::Empty).entered();
        let begun = Instant::now();
        let ended = call();
        histogram!(CALL_SECONDS).record(begun.elapsed());
        let outcome = outcome(&ended);
        span.record("outcome", outcome);
        counter!(CALLS, "outcome" => outcome).increment(1);
        tell(&ended);
        ended
    }
}

fn outcome<T>(ended: &Result<T, CallError>) -> &'static str {
    match ended {
        Ok(_) => "returned",
        Err(CallError::Python { .. }) => "raised",
        Err(CallError::Stopped { .. }) => "stopped",
        Err(CallError::Poisoned { .. }) => "poisoned",
    }
}

fn tell<T>(ended: &Result<T, CallError>) {
    match ended {
        Err(CallError::Python { exception, .. }) => {
            debug!(type_name = printable(&exception.type_name), "raised");
        }
        Err(error @ CallError::Stopped { stop, .. }) => {
            stopped(stop);
            warn!(reason = stop.reason(), %error, "stopped");
        }
        Ok(_) | Err(CallError::Poisoned { .. }) => {}
    }
}

fn stopped(stop: &Stop) {
    counter!(STOPS, "reason" => stop.reason()).increment(1);
}

/// Counts an instance as alive.
#[derive(Debug)]
pub(crate) struct Alive(Telemetry);

impl Drop for Alive {
    fn drop(&mut self) {
        if self.0.on {
            gauge!(INSTANCES).decrement(1);
        }
    }
}
