//! Threads that do something at an interval. One of them lets time pass for guests: it counts an engine's
//! epoch up.

use std::io;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use wasmtime::Engine;

/// The time from one count of the epoch to the next. A deadline is as exact as that.
pub const TICK: Duration = Duration::from_millis(5);

/// Does something at an interval as long as it lives.
#[derive(Debug)]
pub(crate) struct Ticker {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Ticks for an engine.
    pub(crate) fn start(engine: Engine) -> io::Result<Self> {
        Self::every("epoch", TICK, move || engine.increment_epoch())
    }

    /// Starts a thread of that name, which acts at every `interval`.
    pub(crate) fn every(
        name: &str,
        interval: Duration,
        mut act: impl FnMut() + Send + 'static,
    ) -> io::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let thread = Builder::new().name(name.into()).spawn(move || {
            while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                act();
            }
        })?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The number of ticks after which `deadline` has certainly passed.
pub(crate) fn ticks(deadline: Duration) -> u64 {
    let whole = deadline.as_nanos().div_ceil(TICK.as_nanos());
    // One more, because the first tick may come at once; half the range, because it is added to the current
    // epoch.
    u64::try_from(whole)
        .unwrap_or(u64::MAX)
        .saturating_add(1)
        .min(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_never_shortened() {
        assert_eq!(ticks(Duration::ZERO), 1);
        assert_eq!(ticks(TICK), 2);
        assert_eq!(ticks(TICK + Duration::from_nanos(1)), 3);
        assert_eq!(ticks(Duration::MAX), u64::MAX / 2);
    }

    #[test]
    fn ticking_ends_with_the_ticker() {
        let engine = Engine::default();
        let weak = engine.weak();
        drop(Ticker::start(engine).expect("a thread"));
        assert!(
            weak.upgrade().is_none(),
            "the thread still holds the engine"
        );
    }
}
