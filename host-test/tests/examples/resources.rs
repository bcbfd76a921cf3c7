//! Resources: Python's counters as the host sees them, and the host's journals as Python sees them.

use std::slice::from_ref;

use wasmtime::component::{Linker, Resource, ResourceAny, ResourceType, Val};

use crate::calls::{Session, State};

mod host {
    wasmtime::component::bindgen!({ path: "../examples/resources/wit", world: "resources" });
}

use host::wasi_py::resources::journals::Full;
use host::wasi_py::resources::seats::{Booking, Place, Seat};

const COUNTERS: &str = "wasi-py:resources/counters@0.1.0";
const SEATS: &str = "wasi-py:resources/seats@0.1.0";
/// Lines that fit into a journal.
const ROOM: u32 = 3;

/// The state that the host keeps for a journal.
struct Journal {
    name: String,
    lines: Vec<String>,
}

type Store<'a> = wasmtime::StoreContextMut<'a, State>;

fn start() -> Session {
    Session::start("resources", |linker| {
        link_journals(linker);
        link_seats(linker);
    })
}

fn link_journals(linker: &mut Linker<State>) {
    let mut journals = linker
        .instance("wasi-py:resources/journals@0.1.0")
        .expect("an instance");
    let dropped = |mut store: Store<'_>, rep: u32| {
        let state = store.data_mut();
        let journal = state.resources.delete(Resource::<Journal>::new_own(rep))?;
        state.data.log.push(format!("dropped {}", journal.name));
        Ok(())
    };
    let ty = ResourceType::host::<Journal>();
    journals.resource("journal", ty, dropped).expect("links");
    let new = |mut store: Store<'_>, (name,): (String,)| {
        let journal = Journal {
            name,
            lines: Vec::new(),
        };
        Ok((store.data_mut().resources.push(journal)?,))
    };
    journals
        .func_wrap("[constructor]journal", new)
        .expect("links");
    let append = |mut store: Store<'_>, (journal, line): (Resource<Journal>, String)| {
        let journal = store.data_mut().resources.get_mut(&journal)?;
        if journal.lines.len() == ROOM as usize {
            return Ok((Err(Full { limit: ROOM }),));
        }
        journal.lines.push(line);
        Ok((Ok(u32::try_from(journal.lines.len())?),))
    };
    journals
        .func_wrap("[method]journal.append", append)
        .expect("links");
    let lines = |store: Store<'_>, (journal,): (Resource<Journal>,)| {
        Ok((store.data().resources.get(&journal)?.lines.clone(),))
    };
    journals
        .func_wrap("[method]journal.lines", lines)
        .expect("links");
    let merge = |mut store: Store<'_>, (one, other): (Resource<Journal>, Resource<Journal>)| {
        let table = &mut store.data_mut().resources;
        let (mut one, other) = (table.delete(one)?, table.delete(other)?);
        one.lines.extend(other.lines);
        Ok((table.push(one)?,))
    };
    journals
        .func_wrap("[static]journal.merge", merge)
        .expect("links");
    let read_all = |store: Store<'_>, (all,): (Vec<Resource<Journal>>,)| {
        let mut lines = Vec::new();
        for journal in all {
            lines.extend(store.data().resources.get(&journal)?.lines.clone());
        }
        Ok((lines,))
    };
    journals.func_wrap("read-all", read_all).expect("links");
    let archive = |mut store: Store<'_>, (journal,): (Resource<Journal>,)| {
        Ok((store.data_mut().resources.delete(journal)?.name,))
    };
    journals.func_wrap("archive", archive).expect("links");
}

/// Seats that say where they are; that somebody has one is not noted.
fn link_seats(linker: &mut Linker<State>) {
    let mut seats = linker.instance(SEATS).expect("an instance");
    let dropped = |mut store: Store<'_>, rep: u32| {
        let seat = Resource::<Seat>::new_own(rep);
        store.data_mut().resources.delete(place_of(&seat))?;
        Ok(())
    };
    let ty = ResourceType::host::<Seat>();
    seats.resource("seat", ty, dropped).expect("links");
    let place = |store: Store<'_>, (seat,): (Resource<Seat>,)| {
        Ok((*store.data().resources.get(&place_of(&seat))?,))
    };
    seats.func_wrap("[method]seat.place", place).expect("links");
    let book = |mut store: Store<'_>, (place, name): (Place, String)| {
        let seat = store.data_mut().resources.push(place)?;
        let seat = Resource::new_own(seat.rep());
        Ok((Booking { seat, name },))
    };
    seats.func_wrap("book", book).expect("links");
    let cancel = |mut store: Store<'_>, (booking,): (Booking,)| {
        Ok((store.data_mut().resources.delete(place_of(&booking.seat))?,))
    };
    seats.func_wrap("cancel", cancel).expect("links");
}

/// Returns what the host keeps for a seat.
fn place_of(seat: &Resource<Seat>) -> Resource<Place> {
    Resource::new_own(seat.rep())
}

fn counter(session: &mut Session, start: u32) -> Val {
    let path = format!("{COUNTERS}#[constructor]counter");
    session.call(&path, &[Val::U32(start)]).expect("a counter")
}

fn number(session: &mut Session, function: &str, arguments: &[Val]) -> u32 {
    match session.call(&format!("{COUNTERS}#{function}"), arguments) {
        Some(Val::U32(number)) => number,
        other => panic!("{other:?}"),
    }
}

fn run(session: &mut Session, program: &str) -> String {
    match session.call("run", &[Val::String(program.to_owned())]) {
        Some(Val::String(result)) => result,
        other => panic!("{other:?}"),
    }
}

#[test]
fn host_makes_and_uses_objects_of_the_app() {
    let mut session = start();
    let (one, two) = (counter(&mut session, 40), counter(&mut session, 1));
    let by = [one.clone(), Val::U32(2)];
    assert_eq!(number(&mut session, "[method]counter.increment", &by), 42);
    assert_eq!(
        number(&mut session, "[method]counter.value", from_ref(&two)),
        1
    );
    let both = Val::List(vec![one.clone(), two.clone()]);
    assert_eq!(number(&mut session, "total", from_ref(&both)), 43);
    let sum = format!("{COUNTERS}#[static]counter.sum");
    let sum = session.call(&sum, &[both]).expect("a counter");
    assert_eq!(number(&mut session, "finish", &[sum]), 43);
}

#[test]
fn finaliser_runs_when_the_last_handle_is_dropped() {
    let mut session = start();
    assert_eq!(number(&mut session, "alive", &[]), 0);
    let (one, two) = (counter(&mut session, 1), counter(&mut session, 2));
    assert_eq!(number(&mut session, "alive", &[]), 2);
    session.drop_resource(&one);
    assert_eq!(number(&mut session, "alive", &[]), 1);
    assert_eq!(number(&mut session, "finish", &[two]), 2);
    assert_eq!(number(&mut session, "alive", &[]), 0);
}

#[test]
fn constructor_and_method_that_fail_return_the_error() {
    let mut session = start();
    let new = format!("{COUNTERS}#[constructor]limited");
    let refused = session.outcome(&new, &[Val::U32(0)]);
    assert_eq!(refused, Err(Val::String("a limit of 0 is none".to_owned())));
    let limited = session.outcome(&new, &[Val::U32(1)]).expect("a counter");
    let increment = format!("{COUNTERS}#[method]limited.increment");
    assert_eq!(
        session.outcome(&increment, from_ref(&limited)),
        Ok(Val::U32(1))
    );
    let error = session.outcome(&increment, &[limited]);
    assert_eq!(error, Err(Val::String("more than 1".to_owned())));
}

#[test]
fn python_makes_uses_and_drops_resources_of_the_host() {
    let mut session = start();
    let program = "
from wit.imports.journals import FullException, Journal, archive, read_all
with Journal('one') as one:
    assert one.append('a') == 1
    other = Journal('other')
    other.append('b')
    lines = read_all([one, other])
merged = Journal.merge(other, Journal('third'))
result = [lines, merged.lines(), archive(merged)]
";
    assert_eq!(run(&mut session, program), "[['a', 'b'], ['b'], 'other']");
    assert_eq!(session.store.data().data.log, ["dropped one"]);
}

#[test]
fn error_of_a_method_is_an_exception_with_the_record() {
    let program = "
from wit.imports.journals import FullException, Full, Journal
journal = Journal('j')
try:
    for line in 'abcd':
        journal.append(line)
except FullException as error:
    result = error.value == Full(3), repr(error)
";
    let expected = "(True, 'FullException(Full(limit=3))')";
    assert_eq!(run(&mut start(), program), expected);
}

#[test]
fn resource_that_is_gone_says_so() {
    let gone =
        "this `journal` is gone: it was dropped, handed over, or lent to a call that has ended";
    for use_it in [
        "with Journal('j') as j: pass\nj.lines()",
        "j = Journal('j')\narchive(j)\nj.lines()",
        "j = Journal('j')\narchive(j)\narchive(j)",
        "j = Journal('j')\nJournal.merge(j, j)",
        "j = Journal('j')\narchive(j)\nread_all([j])",
    ] {
        let program = format!(
            "from wit.imports.journals import Journal, archive, read_all\ntry:\n    {}\nexcept ValueError as e:\n    result = e",
            use_it.replace('\n', "\n    ")
        );
        assert_eq!(run(&mut start(), &program), gone, "{use_it}");
    }
}

#[test]
fn context_manager_drops_once() {
    let mut session = start();
    let program = "
from wit.imports.journals import Journal
j = Journal('j')
with j: pass
with j: pass
del j
result = 'done'
";
    assert_eq!(run(&mut session, program), "done");
    assert_eq!(session.store.data().data.log, ["dropped j"]);
}

#[test]
fn resource_that_python_forgets_is_dropped() {
    let mut session = start();
    let program = "from wit.imports.journals import Journal\nJournal('j')\nresult = 1";
    run(&mut session, program);
    assert_eq!(session.store.data().data.log, ["dropped j"]);
}

#[test]
fn lent_resource_is_of_use_until_the_call_ends() {
    let mut session = start();
    let name = Val::String("made".to_owned());
    let journal = session.call("make-journal", &[name]).expect("a journal");
    let line = Val::String("lent".to_owned());
    let count = session.call("write-into", &[journal.clone(), line]);
    assert_eq!(count, Some(Val::U32(2)));
    let program = "try: kept[0].lines()\nexcept ValueError as e: result = str(e)[:24]";
    assert_eq!(run(&mut session, program), "this `journal` is gone: ");
    let Val::Resource(journal) = journal else {
        panic!("{journal:?}");
    };
    assert_eq!(lines_of(&mut session, journal), ["made in Python", "lent"]);
}

#[test]
fn record_without_a_resource_is_one_class_on_both_sides() {
    let mut session = start();
    let place = Val::Record(vec![
        ("row".to_owned(), Val::U32(3)),
        ("number".to_owned(), Val::U32(7)),
    ]);
    let arguments = [place.clone(), Val::String("Ann".to_owned())];
    let booking = session.call(&format!("{SEATS}#book"), &arguments);
    let booking = booking.expect("a booking");
    assert_eq!(
        session.call(&format!("{SEATS}#cancel"), &[booking]),
        Some(place)
    );
}

#[test]
fn record_with_a_resource_is_a_class_of_its_own_on_each_side() {
    let program = "
from wit.exports import seats as own
from wit.imports import seats as host
try: host.cancel(own.Booking(None, 'Ann'))
except TypeError as error: result = error, own.Place is host.Place, own.Booking is host.Booking
";
    let expected = "(TypeError('expected `wit.imports.seats.Booking`, found `wit.exports.seats.Booking`'), True, False)";
    assert_eq!(run(&mut start(), program), expected);
}

/// The app has used the network while it was imported, whose handle would have the number of the journal's.
#[test]
fn first_call_of_an_instance_may_come_with_a_handle() {
    let mut session = start();
    let journal = Journal {
        name: "early".to_owned(),
        lines: Vec::new(),
    };
    let journal = session
        .store
        .data_mut()
        .resources
        .push(journal)
        .expect("room");
    let journal = journal
        .try_into_resource_any(&mut session.store)
        .expect("a handle");
    let line = Val::String("first".to_owned());
    let count = session.call("write-into", &[Val::Resource(journal), line]);
    assert_eq!(count, Some(Val::U32(1)));
    let program = "
import socket
from resources_app import database, loop
try:
    socket.create_connection(('127.0.0.1', 1))
except PermissionError as error:
    result = database.execute('select 1').fetchall(), loop.is_closed()
";
    assert_eq!(run(&mut session, program), "([(1,)], False)");
}

fn lines_of(session: &mut Session, journal: ResourceAny) -> Vec<String> {
    let journal = journal.try_into_resource::<Journal>(&mut session.store);
    let state = session.store.data();
    let journal = state.resources.get(&journal.expect("a journal"));
    journal.expect("is there").lines.clone()
}
