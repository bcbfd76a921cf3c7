//! The ends of streams of bytes that the host has.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;
use wasmtime::StoreContextMut;
use wasmtime::component::{
    Destination, Source, StreamConsumer, StreamProducer, StreamResult, VecBuffer,
};

/// The bytes that are given at a time.
const PIECE_BYTES: usize = 1000;

/// Bytes for Python to read. They end after so many.
pub(super) struct Bytes(pub(super) usize);

impl<D> StreamProducer<D> for Bytes {
    type Item = u8;
    type Buffer = VecBuffer<u8>;

    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: StoreContextMut<'a, D>,
        mut destination: Destination<'a, u8, VecBuffer<u8>>,
        _: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let count = self.0.min(PIECE_BYTES);
        destination.set_buffer(vec![b'a'; count].into());
        self.0 -= count;
        Poll::Ready(Ok(match self.0 {
            0 => StreamResult::Dropped,
            _ => StreamResult::Completed,
        }))
    }
}

/// Takes bytes of Python, and drops its end after so many. Whoever made it is told how many came.
pub(super) struct Taker {
    left: usize,
    taken: usize,
    told: Option<oneshot::Sender<usize>>,
}

impl Taker {
    pub(super) fn new(left: usize) -> (Self, oneshot::Receiver<usize>) {
        let (told, taken) = oneshot::channel();
        let taker = Self {
            left,
            taken: 0,
            told: Some(told),
        };
        (taker, taken)
    }
}

impl Drop for Taker {
    fn drop(&mut self) {
        if let Some(told) = self.told.take() {
            // Nobody waits for it if something else went wrong.
            let _ = told.send(self.taken);
        }
    }
}

impl<D: 'static> StreamConsumer<D> for Taker {
    type Item = u8;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        store: StoreContextMut<'_, D>,
        source: Source<'_, u8>,
        _: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let mut source = source.as_direct(store);
        let count = source.remaining().len().min(self.left);
        source.mark_read(count);
        self.left -= count;
        self.taken += count;
        Poll::Ready(Ok(match self.left {
            0 => StreamResult::Dropped,
            _ => StreamResult::Completed,
        }))
    }
}
