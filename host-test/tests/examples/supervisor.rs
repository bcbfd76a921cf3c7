//! Async Python that calls async Python: two components in one, each with an event loop of its own.

use wasmtime::component::{StreamReader, TypedFunc, Val};

use super::streams::all;
use crate::calls::Session;

const SUPERVISION: &str = "wasi-py:supervisor/supervision@0.1.0";

fn start() -> Session {
    Session::start_concurrent("supervisor-streams", |_| {})
}

fn run_all(session: &mut Session, bodies: &[&str], milliseconds: u32) -> Vec<Val> {
    let bodies = bodies.iter().map(|&body| Val::String(body.to_owned()));
    let arguments = vec![Val::List(bodies.collect()), Val::U32(milliseconds)];
    let function = format!("{SUPERVISION}#run-all");
    match session.call_all(&[(&function, arguments)]).pop() {
        Some(Some(Val::List(texts))) => texts,
        other => panic!("{other:?}"),
    }
}

fn texts<const N: usize>(texts: [&str; N]) -> [Val; N] {
    texts.map(|text| Val::String(text.to_owned()))
}

#[test]
fn many_calls_are_under_way_between_two_components() {
    let mut session = start();
    let meets = "\
        notes.append(1)\n\
        while len(notes) < 3: await asyncio.sleep(0.001)\n\
        return len(notes)";
    let met = run_all(&mut session, &[meets, meets, meets], 10_000);
    assert_eq!(met, texts(["3", "3", "3"]));
}

#[test]
fn exception_comes_back_from_the_other_component() {
    let mut session = start();
    let raised = run_all(
        &mut session,
        &["raise ValueError('bad')", "return 1"],
        10_000,
    );
    assert_eq!(raised, texts(["ValueError: bad", "1"]));
}

#[test]
fn call_that_is_cancelled_is_cancelled_in_the_other_component() {
    let mut session = start();
    let waits = "\
        try: await asyncio.sleep(100)\n\
        except asyncio.CancelledError: notes.append('cancelled'); raise\n\
        finally: notes.append('finally')";
    let awaits_later = "\
        try: await asyncio.sleep(100)\n\
        finally:\n    \
            await asyncio.sleep(0.001)\n    \
            notes.append('later')";
    let ended = run_all(&mut session, &[waits, awaits_later], 20);
    assert_eq!(ended, texts(["timed out", "timed out"]));
    let noted = run_all(
        &mut session,
        &["await asyncio.sleep(0.02)\nreturn notes"],
        10_000,
    );
    assert_eq!(noted, texts(["['cancelled', 'finally', 'later']"]));
}

#[test]
fn a_storm_of_cancelled_calls_leaves_both_working() {
    let mut session = start();
    let waits = vec!["await asyncio.sleep(100)"; 100];
    for _ in 0..5 {
        let ended = run_all(&mut session, &waits, 2);
        assert_eq!(ended, vec![Val::String("timed out".to_owned()); 100]);
    }
    assert_eq!(run_all(&mut session, &["return 1"], 10_000), texts(["1"]));
}

#[test]
fn streams_go_through_both() {
    let mut session = start();
    let function = session.function(&format!("{SUPERVISION}#through"));
    let function: TypedFunc<(StreamReader<u8>,), (StreamReader<u8>,)> =
        function.typed(&session.store).expect("its type");
    let bytes: Vec<u8> = (0..300_000).map(|index| (index % 251) as u8).collect();
    let given = bytes.clone();
    let came = session.concurrently(async |accessor| {
        let given = accessor.with(|store| StreamReader::new(store, given))?;
        let (stream,) = function.call_concurrent(accessor, (given,)).await?;
        all(accessor, stream).await
    });
    assert!(came.expect("bytes") == bytes);
    let function = format!("{SUPERVISION}#sum");
    let body = "return sum([point.x - point.y async for point in points])";
    let arguments = vec![Val::U32(1000), Val::String(body.to_owned())];
    let sum = session.call_all(&[(&function, arguments)]).pop().flatten();
    assert_eq!(sum, Some(Val::String("999000".to_owned())));
}
