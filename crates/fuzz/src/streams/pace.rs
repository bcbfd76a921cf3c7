//! The ends of a stream or future that the host has. They go at a pace that an input decides.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use arbitrary::{Result, Unstructured};
use tokio::sync::mpsc::UnboundedSender;
use wasmtime::StoreContextMut;
use wasmtime::component::{
    Destination, FutureConsumer, Lift, Source, StreamConsumer, StreamProducer, StreamResult,
    VecBuffer,
};

/// The most steps until a pace begins again.
const STEPS: usize = 6;
/// The most units in a step.
const LONGEST_STEP: u8 = 40;

/// Steps that are taken over and over: so many units of items each, or a pause if that is none.
pub(super) struct Pace {
    steps: Vec<u8>,
    /// The items of a unit.
    unit: usize,
    taken: usize,
    is_rested: bool,
}

impl Pace {
    pub(super) fn any(input: &mut Unstructured<'_>, unit: usize) -> Result<Self> {
        let count = input.int_in_range(1..=STEPS)?;
        let steps = (0..count).map(|_| input.int_in_range(0..=LONGEST_STEP));
        Ok(Self {
            steps: steps.collect::<Result<_>>()?,
            unit,
            taken: 0,
            is_rested: false,
        })
    }

    /// Returns how many items are next; nothing for a pause, of which no two follow each other.
    fn step(&mut self) -> Option<usize> {
        let count = self.steps[self.taken % self.steps.len()];
        self.taken += 1;
        self.is_rested = count == 0 && !self.is_rested;
        (!self.is_rested).then_some(usize::from(count.max(1)) * self.unit)
    }

    /// Pauses as often as it does in a round.
    pub(super) async fn pauses(mut self) {
        for _ in 0..self.steps.len() {
            if self.step().is_none() {
                tokio::task::yield_now().await;
            }
        }
    }
}

/// Has an end polled again soon, or ends what is to be over.
fn pause(context: &Context<'_>, finish: bool) -> Poll<wasmtime::Result<StreamResult>> {
    if finish {
        return Poll::Ready(Ok(StreamResult::Cancelled));
    }
    context.waker().wake_by_ref();
    Poll::Pending
}

/// Items, for Python to read.
pub(super) struct Producer<T> {
    pub(super) items: vec::IntoIter<T>,
    pub(super) pace: Pace,
}

impl<T: Send + Sync + Unpin + 'static, D> StreamProducer<D> for Producer<T> {
    type Item = T;
    type Buffer = VecBuffer<T>;

    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        _: StoreContextMut<'a, D>,
        mut destination: Destination<'a, T, VecBuffer<T>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let Some(count) = self.pace.step() else {
            return pause(context, finish);
        };
        let piece: Vec<T> = self.items.by_ref().take(count).collect();
        destination.set_buffer(piece.into());
        Poll::Ready(Ok(match self.items.len() {
            0 => StreamResult::Dropped,
            _ => StreamResult::Completed,
        }))
    }
}

/// What takes items of Python. It passes them on until it is dropped.
pub(super) struct Consumer<T> {
    pub(super) read: UnboundedSender<T>,
    pub(super) pace: Pace,
    /// How many items are taken before the end is dropped.
    pub(super) left: usize,
}

impl<T> Consumer<T> {
    fn pass_on(&mut self, found: impl IntoIterator<Item = T>) {
        for item in found {
            self.left = self.left.saturating_sub(1);
            // Whoever reads does so to the end, unless something else went wrong.
            let _ = self.read.send(item);
        }
    }
}

impl<T: Lift + Send + Unpin + 'static, D: 'static> StreamConsumer<D> for Consumer<T> {
    type Item = T;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        store: StoreContextMut<'_, D>,
        mut source: Source<'_, T>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let Some(count) = self.pace.step() else {
            return pause(context, finish);
        };
        let mut found = Vec::with_capacity(count.min(self.left));
        source.read(store, &mut found)?;
        self.pass_on(found);
        Poll::Ready(Ok(match self.left {
            0 => StreamResult::Dropped,
            _ => StreamResult::Completed,
        }))
    }
}

impl<T: Lift + Send + Unpin + 'static, D: 'static> FutureConsumer<D> for Consumer<T> {
    type Item = T;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        store: StoreContextMut<'_, D>,
        mut source: Source<'_, T>,
        _: bool,
    ) -> Poll<wasmtime::Result<()>> {
        let mut found = None;
        source.read(store, &mut found)?;
        self.pass_on(found);
        Poll::Ready(Ok(()))
    }
}
