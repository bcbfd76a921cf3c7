//! Telemetry of running guests: spans and events of `tracing`, and figures for the facade `metrics`.
//!
//! Nothing at all unless [`EngineOptions::telemetry`](crate::EngineOptions::telemetry) is set; then whoever
//! installs a subscriber and a recorder receives them.

use std::fmt::Display;
use std::time::{Duration, Instant};

use metrics::{counter, gauge, histogram};
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, debug_span, warn};

use crate::options::Reset;
use crate::output::printable;
use crate::reset_error::{Obstacle, SwapError};
use crate::stop::Stop;

/// Counter: starts of instances, by `outcome`: `started`, `stopped` for a guest that did not get through its
/// start, `full` where the pool had no room, and `refused` for limits or capabilities that cannot be given,
/// or for a pool that met swap.
pub const INSTANTIATIONS: &str = "wasi_py_instantiations_total";
/// Histogram: seconds that the start of an instance took.
pub const INSTANTIATION_SECONDS: &str = "wasi_py_instantiation_seconds";
/// Gauge: instances that are alive.
pub const INSTANCES: &str = "wasi_py_instances";
/// Gauge: instances that the pool has room for; absent without a pool.
pub const POOL_INSTANCES: &str = "wasi_py_pool_instances";
/// Gauge: 1 if the pool resets the pages that were changed, 0 if it resets memory whole, or starts no
/// instances any more; absent without a pool.
pub const POOL_SCAN: &str = "wasi_py_pool_scan";
/// Counter: calls, by `outcome`: `returned`, `raised`, `stopped`, and `poisoned` for those of an instance
/// that stopped before.
pub const CALLS: &str = "wasi_py_calls_total";
/// Histogram: seconds that a call took.
pub const CALL_SECONDS: &str = "wasi_py_call_seconds";
/// Counter: guests that stopped, in a call or in their start, by `reason`: `deadline`, `fuel`, `memory`,
/// `stack`, `result`, `exit`, `abandoned`, `trap`.
pub const STOPS: &str = "wasi_py_stops_total";

/// The switch for all of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Telemetry {
    on: bool,
}

/// An error that says what it is to those who watch.
pub(crate) trait Outcome: Display {
    /// One word for the kind.
    fn outcome(&self) -> &'static str;

    /// The reason for which the guest stopped, if this is what stopped it.
    fn stop(&self) -> Option<&Stop>;

    /// The type of what the guest raised.
    fn raised(&self) -> Option<&str> {
        None
    }
}

impl Telemetry {
    pub(crate) fn new(on: bool) -> Self {
        Self { on }
    }

    /// Tells of a pool, and of what stood against the reset that was asked for.
    pub(crate) fn pool(self, instances: u32, reset: Reset, obstacle: Option<Obstacle>) {
        if !self.on {
            return;
        }
        gauge!(POOL_INSTANCES).set(instances);
        gauge!(POOL_SCAN).set(u8::from(reset == Reset::Scan));
        if let Some(reason) = obstacle {
            warn!(%reason, "memory is reset whole");
        }
    }

    /// Tells that a pool starts no instances any more.
    pub(crate) fn no_instances(self, error: SwapError) {
        if self.on {
            gauge!(POOL_SCAN).set(0);
            warn!(%error, "no instances");
        }
    }

    /// Has an instance start inside a span, and tells what came of it.
    pub(crate) fn instantiation<R, E: Outcome>(
        self,
        start: impl FnOnce() -> Result<R, E>,
    ) -> Result<R, E> {
        if !self.on {
            return start();
        }
        let (span, begun) = (debug_span!("instantiate"), Instant::now());
        let started = span.in_scope(start);
        span.in_scope(|| tell_instantiation(&started, begun.elapsed()));
        started
    }

    /// Does as [`Telemetry::instantiation`] for a start that is waited for.
    pub(crate) async fn instantiation_async<R, E: Outcome>(
        self,
        start: impl Future<Output = Result<R, E>>,
    ) -> Result<R, E> {
        if !self.on {
            return start.await;
        }
        let (span, begun) = (debug_span!("instantiate"), Instant::now());
        let started = start.instrument(span.clone()).await;
        span.in_scope(|| tell_instantiation(&started, begun.elapsed()));
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
    pub(crate) fn call<R, E: Outcome>(
        self,
        function: &str,
        call: impl FnOnce() -> Result<R, E>,
    ) -> Result<R, E> {
        if !self.on {
            return call();
        }
        let (span, begun) = (call_span(function), Instant::now());
        let ended = span.in_scope(call);
        span.in_scope(|| tell_call(&span, &ended, begun.elapsed()));
        ended
    }

    /// Does as [`Telemetry::call`] for a call that is waited for.
    pub(crate) async fn call_async<R, E: Outcome>(
        self,
        function: &str,
        call: impl Future<Output = Result<R, E>>,
    ) -> Result<R, E> {
        if !self.on {
            return call.await;
        }
        let (span, begun) = (call_span(function), Instant::now());
        let ended = call.instrument(span.clone()).await;
        span.in_scope(|| tell_call(&span, &ended, begun.elapsed()));
        ended
    }
}

fn call_span(function: &str) -> Span {
    debug_span!("call", function, outcome = Empty)
}

fn tell_instantiation<R, E: Outcome>(started: &Result<R, E>, took: Duration) {
    histogram!(INSTANTIATION_SECONDS).record(took);
    let outcome = started
        .as_ref()
        .map_or_else(Outcome::outcome, |_| "started");
    counter!(INSTANTIATIONS, "outcome" => outcome).increment(1);
    if let Err(error) = started {
        count_stop(error);
        warn!(outcome, %error, "no instance");
    }
}

fn tell_call<R, E: Outcome>(span: &Span, ended: &Result<R, E>, took: Duration) {
    histogram!(CALL_SECONDS).record(took);
    let outcome = ended.as_ref().map_or_else(Outcome::outcome, |_| "returned");
    span.record("outcome", outcome);
    counter!(CALLS, "outcome" => outcome).increment(1);
    let Err(error) = ended else {
        return;
    };
    count_stop(error);
    if let Some(stop) = error.stop() {
        warn!(reason = stop.reason(), %error, "stopped");
    } else if let Some(type_name) = error.raised() {
        debug!(type_name = printable(type_name), "raised");
    }
}

fn count_stop(error: &impl Outcome) {
    if let Some(stop) = error.stop() {
        counter!(STOPS, "reason" => stop.reason()).increment(1);
    }
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
