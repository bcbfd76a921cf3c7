//! Streams and futures: from the host through Python and back, in constant memory, and dropped at either end.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use wasmtime::component::{
    Accessor, ComponentType, Destination, FutureConsumer, FutureReader, Lift, Lower, Source,
    StreamConsumer, StreamProducer, StreamReader, StreamResult, TypedFunc, VecBuffer,
};
use wasmtime::{AsContextMut, Result, StoreContextMut};

use crate::calls::{Session, State};

const PIPES: &str = "wasi-py:streams/pipes@0.1.0";
const MIB: usize = 1 << 20;

/// The record `point`.
#[derive(Clone, Debug, PartialEq, ComponentType, Lift, Lower)]
#[component(record)]
struct Point {
    x: i32,
    y: i32,
    name: Option<String>,
}

/// The record `parcel`.
#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct Parcel {
    name: String,
    contents: StreamReader<u8>,
    length: FutureReader<Result<u64, String>>,
}

/// The record `exception`.
#[derive(Debug, ComponentType, Lift, Lower)]
#[component(record)]
struct Exception {
    #[component(name = "type-name")]
    type_name: String,
    message: String,
    traceback: String,
}

pub(super) fn start() -> Session {
    Session::start_concurrent("streams", |_| {})
}

/// What the host has read of a stream or future, while it comes.
struct Read<T>(Arc<Mutex<Reading<T>>>);

struct Reading<T> {
    items: Vec<T>,
    /// How many items are taken before the end is dropped.
    room: usize,
    is_ended: bool,
}

impl<T> Clone for Read<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Send + 'static> Read<T> {
    fn new(room: usize) -> Self {
        Self(Arc::new(Mutex::new(Reading {
            items: Vec::new(),
            room,
            is_ended: false,
        })))
    }

    fn with<R>(&self, body: impl FnOnce(&mut Reading<T>) -> R) -> R {
        body(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until there is no more to come.
    async fn ended(&self) -> Vec<T> {
        while !self.with(|reading| reading.is_ended) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.with(|reading| std::mem::take(&mut reading.items))
    }
}

/// The consumer of a stream or future.
struct Consumer<T: Send + 'static>(Read<T>);

impl<T: Send + 'static> Drop for Consumer<T> {
    fn drop(&mut self) {
        self.0.with(|reading| reading.is_ended = true);
    }
}

impl<T: Lift + Send + 'static> StreamConsumer<State> for Consumer<T> {
    type Item = T;

    fn poll_consume(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut store: StoreContextMut<'_, State>,
        mut source: Source<'_, T>,
        _: bool,
    ) -> Poll<Result<StreamResult>> {
        let mut found = Vec::with_capacity(64 << 10);
        source.read(store.as_context_mut(), &mut found)?;
        Poll::Ready(Ok(self.0.with(|reading| {
            reading.room = reading.room.saturating_sub(found.len());
            reading.items.append(&mut found);
            match reading.room {
                0 => StreamResult::Dropped,
                _ => StreamResult::Completed,
            }
        })))
    }
}

impl<T: Lift + Send + 'static> FutureConsumer<State> for Consumer<T> {
    type Item = T;

    fn poll_consume(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut store: StoreContextMut<'_, State>,
        mut source: Source<'_, T>,
        _: bool,
    ) -> Poll<Result<()>> {
        let mut found = None;
        source.read(store.as_context_mut(), &mut found)?;
        self.0.with(|reading| reading.items.extend(found));
        Poll::Ready(Ok(()))
    }
}

/// Bytes that the host makes up, piece by piece.
struct Bytes {
    left: usize,
    /// How many were taken.
    taken: Arc<Mutex<usize>>,
}

impl StreamProducer<State> for Bytes {
    type Item = u8;
    type Buffer = VecBuffer<u8>;

    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: StoreContextMut<'a, State>,
        mut destination: Destination<'a, u8, VecBuffer<u8>>,
        _: bool,
    ) -> Poll<Result<StreamResult>> {
        let count = self.left.min(MIB / 8);
        destination.set_buffer(vec![b'a'; count].into());
        self.left -= count;
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) += count;
        Poll::Ready(Ok(match self.left {
            0 => StreamResult::Dropped,
            _ => StreamResult::Completed,
        }))
    }
}

/// Calls an export with arguments that need the store, and waits for what comes of it.
fn run<P, R, T>(
    session: &mut Session,
    name: &str,
    given: impl FnOnce(StoreContextMut<'_, State>) -> Result<P>,
    taken: impl AsyncFnOnce(&Accessor<State>, R) -> Result<T>,
) -> Result<T>
where
    P: wasmtime::component::ComponentNamedList + Lower + Send + Sync + 'static,
    R: Send + Sync + 'static,
    (R,): wasmtime::component::ComponentNamedList + Lift + Send + Sync + 'static,
{
    let function = session.function(&format!("{PIPES}#{name}"));
    let function: TypedFunc<P, (R,)> = function.typed(&session.store)?;
    session.concurrently(async |accessor| {
        let given = accessor.with(|mut access| given(access.as_context_mut()))?;
        let (returned,) = function.call_concurrent(accessor, given).await?;
        taken(accessor, returned).await
    })
}

/// Reads all of a stream.
pub(super) async fn all<T: Lift + Send + 'static>(
    accessor: &Accessor<State>,
    stream: StreamReader<T>,
) -> Result<Vec<T>> {
    some(accessor, stream, usize::MAX).await
}

/// Reads some items of a stream, and drops it.
async fn some<T: Lift + Send + 'static>(
    accessor: &Accessor<State>,
    stream: StreamReader<T>,
    room: usize,
) -> Result<Vec<T>> {
    let read = Read::new(room);
    let consumer = Consumer(read.clone());
    accessor.with(|access| stream.pipe(access, consumer))?;
    Ok(read.ended().await)
}

pub(super) async fn value<T: Lift + Send + 'static>(
    accessor: &Accessor<State>,
    future: FutureReader<T>,
) -> Result<T> {
    let read = Read::new(1);
    let consumer = Consumer(read.clone());
    accessor.with(|access| future.pipe(access, consumer))?;
    Ok(read.ended().await.pop().expect("a value"))
}

fn points() -> Vec<Point> {
    let name = |x: i32| (x % 2 == 0).then(|| format!("point {x}"));
    let points = (0..100).map(|x| Point {
        x,
        y: x * x,
        name: name(x),
    });
    points.collect()
}

fn generated(session: &mut Session, body: &str, room: usize) -> Result<Vec<u8>> {
    run(
        session,
        "generate",
        |_| Ok((body.to_owned(),)),
        async |accessor, returned: Result<StreamReader<u8>, Exception>| {
            let stream = returned.map_err(|exception| wasmtime::format_err!("{exception:?}"))?;
            some(accessor, stream, room).await
        },
    )
}

fn consumed(session: &mut Session, body: &str) -> Result<String, Exception> {
    let ended = run(
        session,
        "consume",
        |store| Ok((StreamReader::new(store, points())?, body.to_owned())),
        async |_, returned: Result<String, Exception>| Ok(returned),
    );
    ended.unwrap_or_else(|error| panic!("{error:#}\n{}", session.stderr()))
}

#[test]
fn bytes_come_back_as_they_went() {
    let mut session = start();
    let bytes: Vec<u8> = (0..1_000_000).map(|index| (index % 251) as u8).collect();
    let given = bytes.clone();
    let echoed = run(
        &mut session,
        "echo",
        |store| Ok((StreamReader::new(store, given)?,)),
        async |accessor, stream: StreamReader<u8>| all(accessor, stream).await,
    );
    assert!(echoed.expect("echoes") == bytes);
}

#[test]
fn text_is_split_while_it_comes() {
    let mut session = start();
    let lines = run(
        &mut session,
        "lines",
        |store| Ok((StreamReader::new(store, b"one\ntwo\n\nend".to_vec())?,)),
        async |accessor, stream: StreamReader<String>| all(accessor, stream).await,
    );
    assert_eq!(lines.expect("lines"), ["one", "two", "", "end"]);
}

#[test]
fn records_come_through_a_writer_in_order() {
    let mut session = start();
    let mirrored = run(
        &mut session,
        "mirror",
        |store| Ok((StreamReader::new(store, points())?,)),
        async |accessor, stream: StreamReader<Point>| all(accessor, stream).await,
    );
    let expected = points().into_iter().map(|point| Point {
        x: -point.x,
        ..point
    });
    assert_eq!(mirrored.expect("points"), expected.collect::<Vec<_>>());
}

#[test]
fn futures_come_in_and_out() {
    let mut session = start();
    let counted = run(
        &mut session,
        "count",
        |store| Ok((StreamReader::new(store, vec![0_u8; 100_000])?,)),
        async |accessor, future: FutureReader<u64>| value(accessor, future).await,
    );
    assert_eq!(counted.expect("a count"), 100_000);
    let later = async {
        tokio::time::sleep(Duration::from_millis(2)).await;
        Result::<u32>::Ok(21)
    };
    let doubled = run(
        &mut session,
        "double",
        |store| Ok((FutureReader::new(store, later)?,)),
        async |accessor, future: FutureReader<u32>| value(accessor, future).await,
    );
    assert_eq!(doubled.expect("a number"), 42);
}

#[test]
fn streams_and_futures_are_parts_of_records() {
    let mut session = start();
    for length in [Ok(5), Err("unknown".to_owned())] {
        let given = async { Result::<_>::Ok(length) };
        let shouted = run(
            &mut session,
            "shout",
            |mut store| {
                Ok((Parcel {
                    name: "box".to_owned(),
                    contents: StreamReader::new(&mut store, b"hello".to_vec())?,
                    length: FutureReader::new(&mut store, given)?,
                },))
            },
            async |accessor, parcel: Parcel| {
                let contents = all(accessor, parcel.contents).await?;
                Ok((parcel.name, contents, value(accessor, parcel.length).await?))
            },
        );
        let expected = ("BOX".to_owned(), b"HELLO".to_vec(), Ok(5));
        assert_eq!(shouted.expect("a parcel"), expected);
    }
}

#[test]
fn what_python_does_not_read_is_passed_on_as_it_is() {
    let mut session = start();
    let passed = run(
        &mut session,
        "pass",
        |mut store| {
            let parcel = Parcel {
                name: "box".to_owned(),
                contents: StreamReader::new(&mut store, b"in it".to_vec())?,
                length: FutureReader::new(&mut store, async { Result::<_>::Ok(Ok(5)) })?,
            };
            Ok((StreamReader::new(&mut store, b"beside".to_vec())?, parcel))
        },
        async |accessor, (data, parcel): (StreamReader<u8>, Parcel)| {
            let beside = all(accessor, data).await?;
            let inside = all(accessor, parcel.contents).await?;
            Ok((beside, inside, value(accessor, parcel.length).await?))
        },
    );
    let expected = (b"beside".to_vec(), b"in it".to_vec(), Ok(5));
    assert_eq!(passed.expect("all"), expected);
}

/// Sends so many bytes through Python, and returns how many bytes its memory has grown by.
fn growth(session: &mut Session, bytes: usize) -> usize {
    let before = session.store.data().memory_bytes();
    let given = Bytes {
        left: bytes,
        taken: Arc::default(),
    };
    let counted = run(
        session,
        "echo",
        |store| Ok((StreamReader::new(store, given)?,)),
        async |accessor, stream: StreamReader<u8>| {
            let counter = Counter::default();
            let count = counter.count.clone();
            accessor.with(|access| stream.pipe(access, counter))?;
            while !count.lock().expect("a count").1 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let (count, _) = *count.lock().expect("a count");
            Ok(count)
        },
    );
    assert_eq!(counted.expect("echoes"), bytes);
    session.store.data().memory_bytes() - before
}

/// Counts bytes, and notes the end.
#[derive(Default)]
struct Counter {
    count: Arc<Mutex<(usize, bool)>>,
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.count.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
    }
}

impl StreamConsumer<State> for Counter {
    type Item = u8;

    fn poll_consume(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut store: StoreContextMut<'_, State>,
        source: Source<'_, u8>,
        _: bool,
    ) -> Poll<Result<StreamResult>> {
        let mut source = source.as_direct(store.as_context_mut());
        let found = source.remaining().len();
        source.mark_read(found);
        self.count.lock().unwrap_or_else(PoisonError::into_inner).0 += found;
        Poll::Ready(Ok(StreamResult::Completed))
    }
}

#[test]
fn any_amount_goes_through_in_constant_memory() {
    let mut session = start();
    assert!(growth(&mut session, 64 * MIB) < 16 * MIB);
    assert!(growth(&mut session, 64 * MIB) < MIB);
}

#[test]
#[ignore = "takes long"]
fn a_gibibyte_goes_through_in_constant_memory() {
    let mut session = start();
    let grown = growth(&mut session, 1024 * MIB);
    eprintln!("memory has grown by {grown} bytes");
    assert!(grown < 16 * MIB, "{grown}");
}

/// Python writes no further than the host reads, and reads no further than it writes.
#[test]
fn nobody_runs_ahead() {
    let mut session = start();
    let taken = Arc::<Mutex<usize>>::default();
    let given = Bytes {
        left: 1024 * MIB,
        taken: taken.clone(),
    };
    let some = run(
        &mut session,
        "echo",
        |store| Ok((StreamReader::new(store, given)?,)),
        async |accessor, stream: StreamReader<u8>| some(accessor, stream, MIB).await,
    );
    assert!(some.expect("some").len() >= MIB);
    let taken = *taken.lock().expect("a count");
    assert!(taken < 2 * MIB, "{taken}");
}

#[test]
fn piece_without_bytes_is_nothing() {
    let mut session = start();
    let body = "for piece in (b'', b'a', b'', bytearray(), b'b', b''): yield piece";
    let made = generated(&mut session, body, usize::MAX);
    assert_eq!(made.expect("bytes"), b"ab");
}

#[test]
fn generator_is_closed_when_the_host_reads_no_further() {
    let mut session = start();
    let body = "\
        try:\n    \
            while True: yield bytes(1000)\n\
        finally:\n    \
            notes.append('closed')";
    let read = generated(&mut session, body, 5000).expect("bytes");
    assert_eq!(read.len(), 5000);
    let closed = consumed(&mut session, "await asyncio.sleep(0.01)\nreturn notes");
    assert_eq!(closed.expect("a note"), "['closed']");
}

#[test]
fn writer_learns_that_the_host_reads_no_further() {
    let mut session = start();
    let body = "\
        writer, stream = new_stream()\n\
        async def write():\n    \
            try:\n        \
                while True: await writer.write(bytes(1000))\n    \
            except BrokenPipeError: notes.append('broken')\n\
        tasks.add(asyncio.create_task(write()))\n\
        async for piece in stream: yield piece";
    let read = generated(&mut session, body, 5000).expect("bytes");
    assert_eq!(read.len(), 5000);
    let noted = consumed(&mut session, "await asyncio.sleep(0.01)\nreturn notes");
    // The generator is closed, and the stream in it when it is collected.
    assert!(["[]", "['broken']"].contains(&noted.expect("notes").as_str()));
}

#[test]
fn host_learns_that_python_reads_no_further() {
    let mut session = start();
    let body = "\
        async with points:\n    \
            first = await anext(points)\n\
        return first, [point async for point in points]";
    let text = consumed(&mut session, body).expect("a point");
    assert_eq!(text, "(Point(x=0, y=0, name='point 0'), [])");
    // A stream that nobody refers to is as good as closed.
    assert_eq!(consumed(&mut session, "return 1").expect("1"), "1");
}

#[test]
fn item_out_of_range_ends_the_stream_and_is_reported() {
    let mut session = start();
    let numbers = run(
        &mut session,
        "numbers",
        |_| Ok(("yield 1\nyield 65536\nyield 2".to_owned(),)),
        async |accessor, stream: StreamReader<u16>| all(accessor, stream).await,
    );
    assert_eq!(numbers.expect("a number"), [1]);
    let said = session.stderr();
    assert!(
        said.contains("65536 does not fit u16 (0..=65535)"),
        "{said}"
    );
    // The instance goes on working.
    assert_eq!(
        generated(&mut session, "yield b'ab'", 9).expect("bytes"),
        b"ab"
    );
}

#[test]
fn generator_that_raises_ends_its_stream_and_is_reported() {
    let mut session = start();
    let read = generated(&mut session, "yield b'ab'\nraise ValueError('bad')", 9);
    assert_eq!(read.expect("bytes"), b"ab");
    let said = session.stderr();
    assert!(said.contains("ValueError: bad"), "{said}");
}

#[test]
fn reader_that_times_out_loses_nothing() {
    let mut session = start();
    let body = "\
        total = 0\n\
        while True:\n    \
            try:\n        \
                async with asyncio.timeout(0): total += (await anext(points)).x\n    \
            except TimeoutError: await asyncio.sleep(0)\n    \
            except StopAsyncIteration: return total";
    assert_eq!(consumed(&mut session, body).expect("a sum"), "4950");
}

#[test]
fn wrong_type_of_stream_is_named() {
    let mut session = start();
    let raised = run(
        &mut session,
        "generate",
        |_| Ok(("return".to_owned(),)),
        async |_, returned: Result<StreamReader<u8>, Exception>| Ok(returned.err()),
    );
    let raised = raised.expect("returns").expect("an exception");
    assert_eq!(
        raised.message,
        "expected an async iterator, found `coroutine`"
    );
}
