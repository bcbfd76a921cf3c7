//! The way of some items through a function of the component, and what is expected of it.

use std::pin::Pin;

use arbitrary::{Result, Unstructured};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use wasi_py_host::State;
use wasmtime::component::{Accessor, FutureReader, StreamReader, TypedFunc};

use super::bindings::Streams;
use super::bindings::exports::wasi_py::streams::kinds::{
    Access, Guest as Kinds, Sample, Shape, Suit,
};
use super::bindings::exports::wasi_py::streams::pipes::Guest as Pipes;
use super::item::Item;
use super::pace::{Consumer, Pace, Producer};

/// The most units of a stream. So many items are more than the component reads at a time.
const MOST_UNITS: usize = 40;
/// The items of a unit. So many bytes are more than the component reads at a time.
const UNITS_OF_BYTES: [usize; 2] = [1, 2000];

/// The interfaces of an instance.
pub(super) struct Doors<'a> {
    kinds: &'a Kinds,
    pipes: &'a Pipes,
}

impl<'a> Doors<'a> {
    pub(super) fn of(streams: &'a Streams) -> Self {
        Self {
            kinds: streams.wasi_py_streams_kinds(),
            pipes: streams.wasi_py_streams_pipes(),
        }
    }
}

/// Sends something through an instance. Returns how what came back differs from what is expected.
pub(super) type Course = Box<dyn for<'a> FnOnce(&'a Accessor<State>, &'a Doors<'a>) -> Running<'a>>;
type Running<'a> = Pin<Box<dyn Future<Output = wasmtime::Result<Option<String>>> + 'a>>;

type Make = fn(&mut Unstructured<'_>) -> Result<Course>;
type OfStream<T> = TypedFunc<(StreamReader<T>,), (StreamReader<T>,)>;
type OfFuture<T> = TypedFunc<(FutureReader<T>,), (FutureReader<T>,)>;

/// One for each function that returns what it is given.
pub(super) const KINDS: [Make; 20] = [
    |input| stream::<bool>(input, |doors| doors.kinds.func_bools()),
    |input| stream::<i8>(input, |doors| doors.kinds.func_small_numbers()),
    |input| stream::<i32>(input, |doors| doors.kinds.func_numbers()),
    |input| stream::<u64>(input, |doors| doors.kinds.func_large_numbers()),
    |input| stream::<f64>(input, |doors| doors.kinds.func_fractions()),
    |input| stream::<String>(input, |doors| doors.kinds.func_texts()),
    |input| stream::<Vec<u16>>(input, |doors| doors.kinds.func_lists()),
    |input| stream::<Vec<u8>>(input, |doors| doors.kinds.func_chunks()),
    |input| stream::<Option<Option<u8>>>(input, |doors| doors.kinds.func_options()),
    |input| stream::<Either<u8>>(input, |doors| doors.kinds.func_results()),
    |input| stream::<(String, u32)>(input, |doors| doors.kinds.func_pairs()),
    |input| stream::<Suit>(input, |doors| doors.kinds.func_suits()),
    |input| stream::<Access>(input, |doors| doors.kinds.func_accesses()),
    |input| stream::<Shape>(input, |doors| doors.kinds.func_shapes()),
    |input| stream::<Sample>(input, |doors| doors.kinds.func_samples()),
    |input| bytes(input, |doors| doors.pipes.func_echo()),
    |input| future::<Sample>(input, |doors| doors.kinds.func_later()),
    |input| future::<String>(input, |doors| doors.kinds.func_text_later()),
    |input| future::<Either<u8>>(input, |doors| doors.kinds.func_result_later()),
    |input| future::<Option<u8>>(input, |doors| doors.kinds.func_option_later()),
];

type Either<T> = std::result::Result<T, String>;

/// What both ends of a stream do.
struct Plan {
    sending: Pace,
    reading: Pace,
    /// How many items the host reads before it drops its end; all of them if that is not said.
    wanted: Option<usize>,
}

impl Plan {
    fn any(input: &mut Unstructured<'_>, unit: usize) -> Result<Self> {
        let wanted = if input.ratio(1, 3)? {
            Some(input.int_in_range(0..=MOST_UNITS)? * unit)
        } else {
            None
        };
        Ok(Self {
            sending: Pace::any(input, unit)?,
            reading: Pace::any(input, unit)?,
            wanted,
        })
    }
}

fn stream<T: Item>(
    input: &mut Unstructured<'_>,
    function: fn(&Doors<'_>) -> OfStream<T>,
) -> Result<Course> {
    let plan = Plan::any(input, 1)?;
    let count = input.int_in_range(0..=MOST_UNITS)?;
    let items = (0..count).map(|_| input.arbitrary());
    Ok(through(items.collect::<Result<_>>()?, plan, function))
}

/// Sends bytes, of which there are many at a time.
fn bytes(input: &mut Unstructured<'_>, function: fn(&Doors<'_>) -> OfStream<u8>) -> Result<Course> {
    let unit = *input.choose(&UNITS_OF_BYTES)?;
    let plan = Plan::any(input, unit)?;
    let count = input.int_in_range(0..=MOST_UNITS)? * unit;
    let piece: Vec<u8> = input.arbitrary()?;
    let bytes = piece.into_iter().cycle().take(count);
    Ok(through(bytes.collect(), plan, function))
}

fn through<T: Item>(sent: Vec<T>, plan: Plan, function: fn(&Doors<'_>) -> OfStream<T>) -> Course {
    Box::new(move |accessor, doors| {
        let function = function(doors);
        Box::pin(async move {
            let producer = Producer {
                items: sent.clone().into_iter(),
                pace: plan.sending,
            };
            let given = accessor.with(|access| StreamReader::new(access, producer))?;
            let (mut returned,) = function.call_concurrent(accessor, (given,)).await?;
            if plan.wanted == Some(0) {
                returned.close_with(accessor)?;
                return Ok(None);
            }
            let (consumer, read) = consumer(plan.reading, plan.wanted.unwrap_or(usize::MAX));
            accessor.with(|access| returned.pipe(access, consumer))?;
            Ok(compare(&sent, &all(read).await, plan.wanted))
        })
    })
}

fn future<T: Item>(
    input: &mut Unstructured<'_>,
    function: fn(&Doors<'_>) -> OfFuture<T>,
) -> Result<Course> {
    let plan = Plan::any(input, 1)?;
    let sent: T = input.arbitrary()?;
    Ok(Box::new(move |accessor, doors| {
        let function = function(doors);
        Box::pin(async move {
            let item = sent.clone();
            let later = async move {
                plan.sending.pauses().await;
                wasmtime::Result::<T>::Ok(item)
            };
            let given = accessor.with(|access| FutureReader::new(access, later))?;
            let (mut returned,) = function.call_concurrent(accessor, (given,)).await?;
            if plan.wanted.is_some() {
                returned.close_with(accessor)?;
                return Ok(None);
            }
            let (consumer, read) = consumer(plan.reading, 1);
            accessor.with(|access| returned.pipe(access, consumer))?;
            Ok(compare(&[sent], &all(read).await, None))
        })
    }))
}

fn consumer<T>(pace: Pace, left: usize) -> (Consumer<T>, UnboundedReceiver<T>) {
    let (read, reader) = unbounded_channel();
    (Consumer { read, pace, left }, reader)
}

async fn all<T>(mut read: UnboundedReceiver<T>) -> Vec<T> {
    let mut items = Vec::new();
    while let Some(item) = read.recv().await {
        items.push(item);
    }
    items
}

/// Compares what was read with what was sent: all of it, or at least as much as was wanted. Items are the
/// same if they print the same, as a NaN does.
fn compare<T: Item>(sent: &[T], read: &[T], wanted: Option<usize>) -> Option<String> {
    let expected = wanted.map_or(sent.len(), |wanted| wanted.min(sent.len()));
    let is_enough = read.len() >= expected && read.len() <= sent.len();
    let is_same =
        { read.iter().zip(sent) }.all(|(read, sent)| format!("{read:?}") == format!("{sent:?}"));
    (!is_enough || !is_same).then(|| format!("of {sent:?}, {wanted:?} wanted, came {read:?}"))
}
