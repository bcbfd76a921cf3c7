//! The tasks of the component model that run calls, and the operations that are spawned in them.
//!
//! A task ends when its call has returned and all its operations are done. So an operation runs in the task
//! of the call that asked for it, even if that happened while another task was being polled.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// The number of a call. Each has another.
pub(super) type Number = u64;

type BoxFuture = Pin<Box<dyn Future<Output = ()>>>;

#[derive(Default)]
struct Tasks {
    next: Number,
    /// The call whose task is being polled.
    current: Option<Number>,
    /// Calls that have not returned.
    calls: BTreeMap<Number, Call>,
    /// Operations that the task has got which is being polled. `wit-bindgen` is given them when Python is
    /// done: what blocks in between would run them, and so enter Python again.
    spawned: Vec<Running>,
}

#[derive(Default)]
struct Call {
    waker: Option<Waker>,
    /// Operations that others have begun for it, until its task is polled.
    begun: Vec<Spawned>,
}

thread_local! {
    static TASKS: RefCell<Tasks> = RefCell::default();
}

fn with<T>(body: impl FnOnce(&mut Tasks) -> T) -> T {
    TASKS.with(|tasks| body(&mut tasks.borrow_mut()))
}

/// Notes a call that begins, in the task that is being polled.
pub(super) fn begin() -> Number {
    with(|tasks| {
        tasks.next += 1;
        let number = tasks.next;
        tasks.calls.insert(number, Call::default());
        number
    })
}

/// Notes that a call has returned, or that nobody waits for it any more. Returns another that has not.
pub(super) fn end(number: Number) -> Option<Number> {
    let (ended, other) = with(|tasks| {
        let ended = tasks.calls.remove(&number);
        (ended, tasks.calls.keys().next().copied())
    });
    // Its task goes on until they are done.
    for spawned in ended.into_iter().flat_map(|call| call.begun) {
        spawned.run_in(number);
    }
    other
}

/// Has the task of a call polled.
pub(super) fn wake(number: Number) {
    let waker = with(|tasks| tasks.calls.get_mut(&number)?.waker.take());
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// Waits to be woken, after the task of this call was polled. Runs what others have begun for it.
pub(super) fn sleep(number: Number, waker: &Waker) {
    let begun = with(|tasks| {
        let call = tasks.calls.entry(number).or_default();
        call.waker = Some(waker.clone());
        std::mem::take(&mut call.begun)
    });
    for spawned in begun {
        spawned.run_in(number);
    }
}

/// Returns the call whose task is being polled.
pub(super) fn current() -> Option<Number> {
    with(|tasks| tasks.current)
}

/// Marks the task of a call as being polled until it is dropped.
pub(super) struct Polling(Option<Number>);

impl Polling {
    pub(super) fn new(number: Number) -> Self {
        Self(with(|tasks| tasks.current.replace(number)))
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        let is_outermost = self.0.is_none();
        let spawned = with(|tasks| {
            tasks.current = self.0;
            is_outermost.then(|| std::mem::take(&mut tasks.spawned))
        });
        for running in spawned.into_iter().flatten() {
            // Nobody waits for it: what it does with its outcome is part of it.
            drop(wit_bindgen::spawn_local(running));
        }
    }
}

/// Spawns an operation for a call. Code that runs for no call that goes on has its operations in the task
/// that is being polled. Returns nothing if there is none.
pub(super) fn spawn(
    owner: Option<Number>,
    future: impl Future<Output = ()> + 'static,
) -> Option<Operation> {
    let operation = Operation(Rc::new(Slot {
        future: RefCell::new(Some(Box::pin(future))),
        is_cancelled: Cell::new(false),
        waker: Cell::new(None),
    }));
    let spawned = Spawned(operation.clone());
    let current = current()?;
    let (elsewhere, spawned) = with(|tasks| match owner {
        Some(owner) if owner != current => match tasks.calls.get_mut(&owner) {
            Some(call) => {
                call.begun.push(spawned);
                (Some(owner), None)
            }
            None => (None, Some(spawned)),
        },
        _ => (None, Some(spawned)),
    });
    if let Some(spawned) = spawned {
        spawned.run_in(current);
    }
    if let Some(owner) = elsewhere {
        wake(owner);
    }
    Some(operation)
}

/// An operation, for whoever may want to cancel it.
#[derive(Clone)]
pub(super) struct Operation(Rc<Slot>);

struct Slot {
    /// `None` while it is polled, and once it is done.
    future: RefCell<Option<BoxFuture>>,
    is_cancelled: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Operation {
    /// Drops it unless it is done. One that cancels itself is dropped as soon as it pauses.
    pub(super) fn cancel(&self) {
        self.0.is_cancelled.set(true);
        let future = self.0.future.borrow_mut().take();
        drop(future);
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }
}

/// An operation, for the task that polls it.
struct Spawned(Operation);

impl Spawned {
    /// Has the task that is being polled run it, which is that of the call `host`.
    fn run_in(self, host: Number) {
        let slot = self.0.0;
        with(|tasks| tasks.spawned.push(Running { slot, host }));
    }
}

struct Running {
    slot: Rc<Slot>,
    host: Number,
}

impl Future for Running {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let taken = self.slot.future.borrow_mut().take();
        let Some(mut future) = taken else {
            return Poll::Ready(());
        };
        let polling = Polling::new(self.host);
        let polled = future.as_mut().poll(context);
        drop(polling);
        if polled.is_pending() && !self.slot.is_cancelled.get() {
            self.slot.waker.set(Some(context.waker().clone()));
            *self.slot.future.borrow_mut() = Some(future);
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}
