//! Streams and futures of every kind of item, with values made at random: they come back as they went.

use std::cell::RefCell;
use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use wasmtime::Result;
use wasmtime::component::{
    ComponentType, FutureReader, Lift, Lower, StreamReader, TypedFunc, flags,
};

use super::streams::{all, start, value};
use crate::calls::Session;

const KINDS: &str = "wasi-py:streams/kinds@0.1.0";
/// Cases a kind. Each is a call with a stream of up to so many items.
const CASES: u32 = 16;
const ITEMS: usize = 40;

/// The enum `suit`.
#[derive(Clone, Copy, Debug, PartialEq, ComponentType, Lift, Lower)]
#[component(enum)]
#[repr(u8)]
enum Suit {
    #[component(name = "hearts")]
    Hearts,
    #[component(name = "spades")]
    Spades,
}

flags! {
    Access {
        #[component(name = "read")]
        const READ;
        #[component(name = "write")]
        const WRITE;
    }
}

/// The variant `shape`.
#[derive(Clone, Debug, PartialEq, ComponentType, Lift, Lower)]
#[component(variant)]
enum Shape {
    #[component(name = "point")]
    Point,
    #[component(name = "circle")]
    Circle(f64),
    #[component(name = "named")]
    Named(String),
}

/// The record `sample`.
#[derive(Clone, Debug, PartialEq, ComponentType, Lift, Lower)]
#[component(record)]
struct Sample {
    small: u8,
    text: String,
    maybe: Option<i64>,
    either: std::result::Result<u32, String>,
    letters: Vec<char>,
    pair: (bool, f32),
    suit: Suit,
    access: Access,
    shape: Shape,
}

fn suits() -> impl Strategy<Value = Suit> {
    prop_oneof![Just(Suit::Hearts), Just(Suit::Spades)]
}

fn accesses() -> impl Strategy<Value = Access> {
    (any::<bool>(), any::<bool>()).prop_map(|(read, write)| {
        let or_none = |is_set: bool, flag| if is_set { flag } else { Access::default() };
        or_none(read, Access::READ) | or_none(write, Access::WRITE)
    })
}

/// Numbers that are equal to themselves.
fn fractions() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("equal to itself", |number| !number.is_nan())
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Point),
        fractions().prop_map(Shape::Circle),
        any::<String>().prop_map(Shape::Named),
    ]
}

fn samples() -> impl Strategy<Value = Sample> {
    let scalars = (any::<u8>(), any::<String>(), any::<Option<i64>>());
    let either = any::<std::result::Result<u32, String>>();
    let pair = (any::<bool>(), -1e30_f32..1e30);
    let chosen = (suits(), accesses(), shapes());
    (scalars, either, vec(any::<char>(), 0..9), pair, chosen).prop_map(
        |((small, text, maybe), either, letters, pair, (suit, access, shape))| Sample {
            small,
            text,
            maybe,
            either,
            letters,
            pair,
            suit,
            access,
            shape,
        },
    )
}

/// Sends streams of items through a function, and compares what comes back.
fn streams_return<T>(name: &str, items: impl Strategy<Value = T>)
where
    T: ComponentType + Lift + Lower + Clone + Debug + PartialEq + Send + Sync + Unpin + 'static,
{
    let session = RefCell::new(start());
    let mut runner = TestRunner::new(Config::with_cases(CASES));
    let ran = runner.run(&vec(items, 0..ITEMS), |items| {
        let returned = echoed(&mut session.borrow_mut(), name, items.clone());
        prop_assert_eq!(returned.map_err(|error| fault(&error))?, items);
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{name}: {error}\n{}", session.borrow().stderr()));
}

fn fault(error: &wasmtime::Error) -> TestCaseError {
    TestCaseError::fail(format!("{error:#}"))
}

fn echoed<T>(session: &mut Session, name: &str, items: Vec<T>) -> Result<Vec<T>>
where
    T: ComponentType + Lift + Lower + Send + Sync + Unpin + 'static,
{
    let function = session.function(&format!("{KINDS}#{name}"));
    let function: TypedFunc<(StreamReader<T>,), (StreamReader<T>,)> =
        function.typed(&session.store)?;
    session.concurrently(async |accessor| {
        let given = accessor.with(|access| StreamReader::new(access, items))?;
        let (returned,) = function.call_concurrent(accessor, (given,)).await?;
        all(accessor, returned).await
    })
}

/// Does the same with futures.
fn futures_return<T>(name: &str, items: impl Strategy<Value = T>)
where
    T: ComponentType + Lift + Lower + Clone + Debug + PartialEq + Send + Sync + Unpin + 'static,
{
    let session = RefCell::new(start());
    let mut runner = TestRunner::new(Config::with_cases(CASES));
    let ran = runner.run(&items, |item| {
        let mut session = session.borrow_mut();
        let function = session.function(&format!("{KINDS}#{name}"));
        let function: TypedFunc<(FutureReader<T>,), (FutureReader<T>,)> = function
            .typed(&session.store)
            .map_err(|error| fault(&error))?;
        let sent = item.clone();
        let returned = session.concurrently(async |accessor| {
            let later = async { Result::<T>::Ok(sent) };
            let given = accessor.with(|access| FutureReader::new(access, later))?;
            let (returned,) = function.call_concurrent(accessor, (given,)).await?;
            value(accessor, returned).await
        });
        prop_assert_eq!(returned.map_err(|error| fault(&error))?, item);
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{name}: {error}\n{}", session.borrow().stderr()));
}

#[test]
fn numbers_return() {
    streams_return("bools", any::<bool>());
    streams_return("small-numbers", any::<i8>());
    streams_return("numbers", any::<i32>());
    streams_return("large-numbers", any::<u64>());
    streams_return("fractions", fractions());
}

#[test]
fn texts_return() {
    streams_return("texts", any::<String>());
    streams_return("lists", vec(any::<u16>(), 0..9));
    streams_return("chunks", vec(any::<u8>(), 0..9));
}

#[test]
fn choices_return() {
    streams_return("options", any::<Option<Option<u8>>>());
    streams_return("results", any::<std::result::Result<u8, String>>());
    streams_return("suits", suits());
    streams_return("accesses", accesses());
    streams_return("shapes", shapes());
}

#[test]
fn what_is_put_together_returns() {
    streams_return("pairs", (any::<String>(), any::<u32>()));
    streams_return("samples", samples());
}

#[test]
fn values_that_come_later_return() {
    futures_return("later", samples());
    futures_return("text-later", any::<String>());
    futures_return("result-later", any::<std::result::Result<u8, String>>());
    futures_return("option-later", any::<Option<u8>>());
}

#[test]
fn streams_in_a_list_return() {
    let mut session = start();
    let function = session.function(&format!("{KINDS}#nested"));
    type Streams = Vec<StreamReader<String>>;
    let function: TypedFunc<(Streams,), (Streams,)> =
        function.typed(&session.store).expect("the type");
    let words = [
        vec!["a".to_owned()],
        vec![],
        vec!["b".to_owned(), "c".to_owned()],
    ];
    let given = words.clone();
    let returned = session.concurrently(async |accessor| {
        let streams = given
            .into_iter()
            .map(|items| accessor.with(|access| StreamReader::new(access, items)));
        let streams = streams.collect::<Result<Streams>>()?;
        let (returned,) = function.call_concurrent(accessor, (streams,)).await?;
        let mut all_items = Vec::new();
        for stream in returned {
            all_items.push(all(accessor, stream).await?);
        }
        Ok(all_items)
    });
    let expected: Vec<_> = words.into_iter().rev().collect();
    assert_eq!(returned.expect("streams"), expected);
}
