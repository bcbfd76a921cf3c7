//! The one timer of the event loop: the host's clock, for the time that comes next.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use super::tasks::{self, Number, Operation};
use crate::start::interpreter::Interpreter;

mod bindings {
    #![allow(
        missing_docs,
        unreachable_pub,
        unsafe_code,
        clippy::undocumented_unsafe_blocks,
        clippy::unwrap_used,
        reason = "written by wit-bindgen"
    )]

    wit_bindgen::generate!({
        path: "wit/clocks.wit",
        world: "event-loop",
        runtime_path: "::wasi_py_embed::wit_bindgen::rt",
    });
}

/// Longer waits than this are those for an event alone.
const LONGEST_S: f64 = 1e9;

/// `FuturesUnordered`, which polls all of a task, lets the task pause once two futures have woken themselves.
const YIELDS: usize = 3;

/// What enters the loop.
type Enter = fn(&'static Interpreter);

/// A time at which the loop is to be entered.
struct Timer {
    at: Instant,
    enter: Enter,
    /// What waits for it, and the call whose task it is in.
    waiting: Option<(Operation, Number)>,
}

thread_local! {
    static TIMER: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// Has `enter` called in that many seconds, if no event comes before. A timer that is earlier stays: what
/// it then finds to be due is nothing, and sets the next.
pub(super) fn set(interpreter: &'static Interpreter, due_s: f64, enter: Enter) {
    if due_s > LONGEST_S {
        cancel();
        return;
    }
    let at = Instant::now() + Duration::from_secs_f64(due_s);
    let is_set = TIMER.with_borrow(|timer| {
        let timer = timer.as_ref();
        timer.is_some_and(|timer| timer.at <= at && timer.waiting.is_some())
    });
    if !is_set {
        cancel();
        start(interpreter, at, due_s, enter);
    }
}

fn start(interpreter: &'static Interpreter, at: Instant, due_s: f64, enter: Enter) {
    let waiting = async move {
        if due_s > 0.0 {
            let wait_ns = (due_s * 1e9).ceil() as u64;
            bindings::wasi::clocks::monotonic_clock::wait_for(wait_ns).await;
        } else {
            for _ in 0..YIELDS {
                wit_bindgen::yield_async().await;
            }
        }
        TIMER.set(None);
        enter(interpreter);
    };
    let operation = tasks::spawn(None, waiting);
    let waiting = operation.zip(tasks::current());
    TIMER.set(Some(Timer { at, enter, waiting }));
}

fn cancel() {
    let timer = TIMER.take();
    if let Some((operation, _)) = timer.and_then(|timer| timer.waiting) {
        operation.cancel();
    }
}

/// Moves the timer out of the task of a call that has ended, if there is another that can have it.
pub(super) fn leave(ended: Number, other: Option<Number>) {
    let is_in = |timer: &Option<Timer>| {
        let waiting = timer.as_ref().and_then(|timer| timer.waiting.as_ref());
        waiting.is_some_and(|(_, host)| *host == ended)
    };
    if let Some(other) = other
        && TIMER.with_borrow(is_in)
    {
        let set = TIMER.with_borrow(|timer| timer.as_ref().map(|timer| (timer.at, timer.enter)));
        cancel();
        TIMER.set(set.map(|(at, enter)| Timer {
            at,
            enter,
            waiting: None,
        }));
        tasks::wake(other);
    }
}

/// Starts the timer that has left the task of another call, in the task that is being polled.
pub(super) fn adopt(interpreter: &'static Interpreter) {
    let set = TIMER.with_borrow(|timer| {
        let timer = timer.as_ref()?;
        timer.waiting.is_none().then_some((timer.at, timer.enter))
    });
    if let Some((at, enter)) = set {
        let left = at.saturating_duration_since(Instant::now());
        start(interpreter, at, left.as_secs_f64(), enter);
    }
}
