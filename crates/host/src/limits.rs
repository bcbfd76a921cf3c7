//! Limits of a guest, and how they are imposed on a store.

use std::pin::pin;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use wasmtime::{Store, Trap, UpdateDeadline};
use wasmtime_wasi::runtime::{in_tokio, poll_noop, with_ambient_tokio_runtime};

use crate::options::EngineOptions;
use crate::ticker::{TICK, ticks};

/// Enough for a Python component with a hundred thousand people in it.
pub const DEFAULT_MEMORY_BYTES: usize = 1 << 30;
/// Far more than any call needs that is not stuck.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(60);
/// Enough to copy some hundred thousand people out of a guest in one call.
pub const DEFAULT_RESULT_BYTES: usize = 128 << 20;

/// Limits of one guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Linear memories and tables of an instance, together.
    pub memory_bytes: usize,
    /// Time for each call, and for the start of the instance; kept to within [`TICK`]. Time spent waiting
    /// counts.
    pub deadline: Option<Duration>,
    /// Fuel for each call, and for the start of the instance: about one unit an instruction. Who waits uses
    /// none, so that only a deadline ends that.
    pub fuel: Option<u64>,
    /// Data copied from the guest to the host in a call, as the host stores it.
    pub result_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: DEFAULT_MEMORY_BYTES,
            deadline: Some(DEFAULT_DEADLINE),
            fuel: None,
            result_bytes: DEFAULT_RESULT_BYTES,
        }
    }
}

/// A limit that the engine's code was not compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnenforceableError {
    /// See [`EngineOptions::deadlines`].
    #[error("a deadline is asked for, but the engine was started without `deadlines`")]
    Deadline,
    /// See [`EngineOptions::fuel`].
    #[error("a limit of fuel is asked for, but the engine was started without `fuel`")]
    Fuel,
}

impl Limits {
    /// Refuses what this engine cannot enforce, instead of not enforcing it.
    pub(crate) fn check(&self, options: &EngineOptions) -> Result<(), UnenforceableError> {
        if self.deadline.is_some() && !options.deadlines {
            return Err(UnenforceableError::Deadline);
        }
        if self.fuel.is_some() && !options.fuel {
            return Err(UnenforceableError::Fuel);
        }
        Ok(())
    }

    /// Gives the guest its time and fuel anew, for a call that has its thread to itself.
    pub(crate) fn arm<T>(&self, store: &mut Store<T>, options: &EngineOptions) {
        if options.deadlines {
            store.epoch_deadline_trap();
            store.set_epoch_deadline(self.deadline.map_or(u64::MAX / 2, ticks));
        }
        self.refill(store, options);
    }

    /// Gives the guest its time and fuel anew, for a call that yields to others at every tick.
    pub(crate) fn arm_async<T>(&self, store: &mut Store<T>, options: &EngineOptions) {
        if options.deadlines {
            let end = self
                .deadline
                .and_then(|deadline| Instant::now().checked_add(deadline));
            store.epoch_deadline_callback(move |_| match end {
                Some(end) if Instant::now() >= end => Ok(UpdateDeadline::Interrupt),
                _ => Ok(UpdateDeadline::Yield(1)),
            });
            store.set_epoch_deadline(1);
        }
        self.refill(store, options);
    }

    fn refill<T>(&self, store: &mut Store<T>, options: &EngineOptions) {
        store.set_hostcall_fuel(self.result_bytes);
        if options.fuel {
            // Fails only for an engine without fuel.
            let _ = store.set_fuel(self.fuel.unwrap_or(u64::MAX));
        }
    }

    /// Blocks until the guest is done. One that waits inside the host is stopped as well: no epoch reaches it
    /// there.
    pub(crate) fn run<T>(
        &self,
        guest: impl Future<Output = wasmtime::Result<T>>,
    ) -> wasmtime::Result<T> {
        block_on(self.wait(guest))
    }

    /// Waits until the guest is done, or its time has passed.
    pub(crate) async fn wait<T>(
        &self,
        guest: impl Future<Output = wasmtime::Result<T>>,
    ) -> wasmtime::Result<T> {
        let Some(deadline) = self.deadline else {
            return guest.await;
        };
        // Later than the epoch, because only the epoch's trap says where the guest was.
        let patience = deadline.saturating_add(4 * TICK);
        tokio::time::timeout(patience, guest)
            .await
            .unwrap_or_else(|_elapsed| Err(Trap::Interrupt.into()))
    }
}

/// Blocks until the future is done. Most guests never wait: these need no runtime to wake them.
fn block_on<F: Future>(future: F) -> F::Output {
    if Handle::try_current().is_ok() {
        return in_tokio(future);
    }
    let mut future = pin!(future);
    let ended = with_ambient_tokio_runtime(|| poll_noop(future.as_mut()));
    ended.unwrap_or_else(|| in_tokio(future))
}
