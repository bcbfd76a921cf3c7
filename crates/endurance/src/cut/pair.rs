//! Two instances in one: Python that calls other Python, and loses patience.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use fastrand::Rng;
use host_test::{Capabilities, Limits};
use wasi_py_host::{Guest, Instance, State, Untyped};
use wasmtime::component::{
    Accessor, ComponentNamedList, Func, Lift, Lower, StreamReader, TypedFunc,
};
use wasmtime::ensure;
use wasmtime::error::Context;

use super::streams::{Bytes, Taker};

const SUPERVISION: &str = "wasi-py:supervisor/supervision@0.1.0";
/// The begin of each body that returns: more rounds than a turn of the event loop has. `wasmtime` 48 keeps
/// what it has noted of a call between components that is over in its first turn.
const MORE_THAN_A_TURN: &str = "for _ in range(100): await asyncio.sleep(0)\n";
/// What calls wait for that are cancelled.
const WAITING: [&str; 4] = [
    "await asyncio.sleep(1000)",
    "await asyncio.Event().wait()",
    "async for point in points: pass\nawait asyncio.get_running_loop().create_future()",
    "try: await asyncio.sleep(1000)\nfinally: await asyncio.sleep(0)",
];
/// The most of them at once.
const MOST_CALLS: usize = 8;
/// The patience with them, which a first turn takes but a small part of.
const PATIENCE_MS: u32 = 5;
/// The calls of which one may still be over in its first turn, on a machine that does something else then.
const CALLS_PER_HASTY_ONE: u64 = 50;
/// The most bytes of a stream. They come in several pieces.
const MOST_BYTES: usize = 5000;
/// What is left of all calls.
#[derive(Debug)]
pub(super) struct Left {
    /// Linear memories and tables.
    memory_bytes: usize,
    /// What the host keeps of tasks, calls, streams and futures.
    handles: usize,
    /// True if there are no resources of the host.
    is_empty: bool,
}

impl Left {
    /// Tells whether no more is left than in the beginning, but for what `wasmtime` keeps of hasty calls.
    pub(super) fn is_no_more_than(&self, begun: &Self, cancelled: u64) -> bool {
        let kept = self.handles.saturating_sub(begun.handles) as u64;
        let may_be_kept = MOST_CALLS as u64 + cancelled / CALLS_PER_HASTY_ONE;
        self.memory_bytes == begun.memory_bytes
            && self.is_empty == begun.is_empty
            && kept <= may_be_kept
    }
}

/// A running pair.
pub(super) struct Pair {
    instance: Instance<Untyped>,
    run_all: Func,
    sum: Func,
    through: Func,
    /// The calls that were let go and have not been counted.
    let_go: u64,
}

/// Returns a body that waits until so many calls which were let go have ended, and all other tasks. It
/// returns how many tasks there are then, itself included, and how many of those calls. Bodies are cycles of
/// references: what they held is dropped when it is collected.
fn settle(let_go: u64) -> String {
    format!(
        "{MORE_THAN_A_TURN}\
import gc
for _ in range(10_000):
    if len(notes) >= {let_go} and len(asyncio.all_tasks()) == 1: break
    await asyncio.sleep(0.001)
ended = len(notes)
notes.clear()
gc.collect()
return len(asyncio.all_tasks()), ended"
    )
}

type Through = TypedFunc<(StreamReader<u8>,), (StreamReader<u8>,)>;

impl Pair {
    pub(super) fn start(guest: &Guest<Untyped>) -> wasmtime::Result<Self> {
        let mut instance = guest.instantiate(&Limits::default(), &Capabilities::none())?;
        let mut function = |name: &str| {
            let found = instance.function(&format!("{SUPERVISION}#{name}"));
            found.with_context(|| format!("the component does not export `{name}`"))
        };
        Ok(Self {
            run_all: function("run-all")?,
            sum: function("sum")?,
            through: function("through")?,
            instance,
            let_go: 0,
        })
    }

    /// Calls a function, and does something with what it returns.
    fn call<P, R, T>(
        &mut self,
        function: Func,
        given: impl AsyncFnOnce(&Accessor<State>, TypedFunc<P, R>) -> wasmtime::Result<T>,
    ) -> wasmtime::Result<T>
    where
        P: ComponentNamedList + Lower + Send + Sync + 'static,
        R: ComponentNamedList + Lift + Send + Sync + 'static,
    {
        let called = self.instance.call("cut", async |_, store| {
            let function = function.typed(&*store)?;
            let ran = store.run_concurrent(async |accessor| given(accessor, function).await);
            ran.await?
        });
        let output = self.instance.output();
        ensure!(output.stderr.bytes.is_empty(), "{output}");
        Ok(called?)
    }

    /// Has calls cancelled that wait for something else each.
    pub(super) fn cancel_calls(&mut self, random: &mut Rng) -> wasmtime::Result<u64> {
        let count = random.usize(1..=MOST_CALLS);
        let bodies = (0..count).map(|_| WAITING[random.usize(..WAITING.len())].to_owned());
        let bodies: Vec<String> = bodies.collect();
        let run_all = self.run_all;
        type RunAll = TypedFunc<(Vec<String>, u32), (Vec<String>,)>;
        let ended = self.call(run_all, async |accessor, run_all: RunAll| {
            let called = run_all.call_concurrent(accessor, (bodies, PATIENCE_MS));
            Ok(called.await?.0)
        })?;
        ensure!(ended == vec!["timed out"; count], "{ended:?}");
        Ok(count as u64)
    }

    /// Begins a call, and waits for it no longer. It goes on.
    pub(super) fn let_go(&mut self, random: &mut Rng) -> wasmtime::Result<u64> {
        let milliseconds = random.u32(..3);
        let body = format!(
            "{MORE_THAN_A_TURN}await asyncio.sleep({milliseconds} / 1000)\nnotes.append(1)"
        );
        self.call(
            self.sum,
            async |accessor, sum: TypedFunc<(u32, String), (String,)>| {
                let mut called = pin!(sum.call_concurrent(accessor, (0, body)));
                poll_fn(|context| {
                    // It has begun when it was asked for the first time.
                    let _ = called.as_mut().poll(context);
                    Poll::Ready(Ok(()))
                })
                .await
            },
        )?;
        self.let_go += 1;
        Ok(1)
    }

    /// Drops a stream that Python writes, before it is read.
    pub(super) fn drop_unread(&mut self, random: &mut Rng) -> wasmtime::Result<u64> {
        let given = Bytes(random.usize(..MOST_BYTES));
        self.call(self.through, async |accessor, through: Through| {
            let given = accessor.with(|access| StreamReader::new(access, given))?;
            let (mut returned,) = through.call_concurrent(accessor, (given,)).await?;
            returned.close_with(accessor)
        })?;
        Ok(1)
    }

    /// Drops a stream that Python writes, after some of it.
    pub(super) fn drop_while_reading(&mut self, random: &mut Rng) -> wasmtime::Result<u64> {
        let wanted = random.usize(1..MOST_BYTES);
        let taken = self.read(2 * MOST_BYTES, wanted)?;
        ensure!(taken == wanted, "{taken} bytes came of {wanted}");
        Ok(1)
    }

    /// Ends a stream that Python reads, somewhere in a piece.
    pub(super) fn end_early(&mut self, random: &mut Rng) -> wasmtime::Result<u64> {
        let given = random.usize(..MOST_BYTES);
        let taken = self.read(given, usize::MAX)?;
        ensure!(taken == given, "{taken} bytes came of {given}");
        Ok(1)
    }

    /// Sends bytes through both components. Returns how many came of those that are wanted.
    fn read(&mut self, given: usize, wanted: usize) -> wasmtime::Result<usize> {
        self.call(self.through, async |accessor, through: Through| {
            let given = accessor.with(|access| StreamReader::new(access, Bytes(given)))?;
            let (returned,) = through.call_concurrent(accessor, (given,)).await?;
            let (taker, taken) = Taker::new(wanted);
            accessor.with(|access| returned.pipe(access, taker))?;
            Ok(taken.await?)
        })
    }

    /// Has Python drop a stream that the Python before it writes.
    pub(super) fn drop_in_python(&mut self, random: &mut Rng) -> wasmtime::Result<u64> {
        let bodies = [
            "async with points: return (await anext(points)).x",
            "return 0",
            "await points.aclose()\nreturn len([point async for point in points])",
        ];
        let body = bodies[random.usize(..bodies.len())];
        let said = self.sum(1000, &format!("{MORE_THAN_A_TURN}{body}"))?;
        ensure!(said == "0", "`{body}` returned {said}");
        Ok(1)
    }

    fn sum(&mut self, count: u32, body: &str) -> wasmtime::Result<String> {
        let body = body.to_owned();
        self.call(
            self.sum,
            async |accessor, sum: TypedFunc<(u32, String), (String,)>| {
                Ok(sum.call_concurrent(accessor, (count, body)).await?.0)
            },
        )
    }

    /// Waits until nothing goes on any more. Returns what is left.
    ///
    /// # Errors
    /// When something does go on, or a call that was let go has not ended.
    pub(super) fn left(&mut self) -> wasmtime::Result<Left> {
        let let_go = std::mem::take(&mut self.let_go);
        let said = self.sum(0, &settle(let_go))?;
        let expected = format!("(1, {let_go})");
        ensure!(
            said == expected,
            "{said} tasks and calls, expected {expected}"
        );
        let handles = self.instance.call("left", async |_, store| {
            Ok(store.concurrent_state_table_size())
        })?;
        let state = self.instance.state();
        Ok(Left {
            memory_bytes: state.memory_bytes(),
            handles,
            is_empty: state.resources.is_empty(),
        })
    }
}
