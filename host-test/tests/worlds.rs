//! Worlds other than `people`, by the host library alone: what a host of one's own can rely on.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Runtime;
use wasi_py_host::{
    COMPILED_EXTENSION, Cache, CallError, CallerError, Capabilities, FunctionError, Guest, Host,
    Instance, InstantiateError, Limits, LoadError, Stop, Untyped, World,
};
use wasmtime::component::{HasSelf, Resource, Val};

use crate::guests::{self, fixture};

mod visits {
    wasmtime::component::bindgen!({
        path: "../examples/store/wit",
        world: "visits",
        imports: { default: trappable },
        exports: { default: async },
    });
    wasi_py_host::world!(Visits, VisitsIndices);
}

use visits::Visits;
use visits::wasi_py::store::store;

/// The state that the host keeps for each instance of `visits`.
#[derive(Default)]
struct Shelf {
    entries: BTreeMap<String, Vec<u8>>,
    /// True if nothing can be read.
    is_broken: bool,
}

/// Keys that fit.
const ROOM: usize = 3;

impl store::Host for Shelf {
    fn get(&mut self, key: String) -> wasmtime::Result<Result<Vec<u8>, store::Error>> {
        wasmtime::ensure!(!self.is_broken, "the shelf has fallen down");
        let found = self.entries.get(&key).cloned();
        Ok(found.ok_or(store::Error::NoSuchKey(key)))
    }

    fn set(
        &mut self,
        key: String,
        value: Vec<u8>,
    ) -> wasmtime::Result<Result<Option<Vec<u8>>, store::Error>> {
        if self.entries.len() == ROOM && !self.entries.contains_key(&key) {
            return Ok(Err(store::Error::Full));
        }
        Ok(Ok(self.entries.insert(key, value)))
    }

    fn keys(&mut self, prefix: String) -> wasmtime::Result<Vec<String>> {
        let keys = self.entries.keys();
        Ok(keys
            .filter(|key| key.starts_with(&prefix))
            .cloned()
            .collect())
    }
}

/// Makes a host that has shelves.
fn shelves() -> Host<Shelf> {
    let with_shelves = guests::host().with_imports(|linker| {
        Visits::add_to_linker::<_, HasSelf<Shelf>>(linker, |state| &mut state.data)
    });
    with_shelves.expect("links")
}

/// Loads a fixture, by its machine code where that is there.
fn load<W: World, T: Send>(host: &Host<T>, name: &str) -> Guest<W, T> {
    let path = fixture(name);
    let loaded = host.load_through(&path, path.with_extension(COMPILED_EXTENSION));
    loaded.unwrap_or_else(|error| panic!("{error}")).0
}

fn start<W: World, T: Default + Send>(guest: &Guest<W, T>, limits: &Limits) -> Instance<W, T> {
    let started = guest.instantiate(limits, &Capabilities::none());
    started.unwrap_or_else(|error| panic!("{error}"))
}

fn visit(instance: &mut Instance<Visits, Shelf>, name: &str) -> Result<u32, CallError<String>> {
    instance.try_call("visit", async |visits, store| {
        visits.call_visit(store, name).await
    })
}

#[test]
fn imports_use_the_data_of_their_instance() {
    let guest = load::<Visits, _>(&shelves(), "store");
    let mut instance = start(&guest, &Limits::default());
    assert_eq!(visit(&mut instance, "Zoë"), Ok(1));
    assert_eq!(visit(&mut instance, "Zoë"), Ok(2));
    assert_eq!(instance.state().data.entries["visits/Zoë"], [0, 0, 0, 2]);
    let visitors = instance.call("visitors", async |visits, store| {
        visits.call_visitors(store).await
    });
    assert_eq!(visitors, Ok(vec![("Zoë".to_owned(), 2)]));
    assert_eq!(visit(&mut start(&guest, &Limits::default()), "Zoë"), Ok(1));
}

#[test]
fn instance_begins_with_the_data_that_it_is_given() {
    let guest = load::<Visits, _>(&shelves(), "store");
    let mut shelf = Shelf::default();
    shelf
        .entries
        .insert("visits/Jo".to_owned(), vec![0, 0, 0, 6]);
    let started = guest.instantiate_with(shelf, &Limits::default(), &Capabilities::none());
    assert_eq!(visit(&mut started.expect("starts"), "Jo"), Ok(7));
}

#[test]
fn error_of_a_result_is_that_of_the_call_and_the_instance_goes_on() {
    let mut instance = start(&load::<Visits, _>(&shelves(), "store"), &Limits::default());
    for name in ["a", "b", "c"] {
        assert_eq!(visit(&mut instance, name), Ok(1));
    }
    let error = visit(&mut instance, "d").expect_err("full");
    assert!(matches!(error, CallError::Python { .. }), "{error:?}");
    let text = "the guest returned an error: cannot note the visit of d: the store is full";
    assert_eq!(error.to_string(), text);
    assert_eq!(visit(&mut instance, "a"), Ok(2));
}

#[test]
fn import_that_fails_is_a_trap_that_names_the_line_of_python() {
    let mut instance = start(&load::<Visits, _>(&shelves(), "store"), &Limits::default());
    instance.state_mut().data.is_broken = true;
    let error = visit(&mut instance, "a").expect_err("a trap");
    let text = error.to_string();
    assert!(
        text.starts_with("the guest trapped: the shelf has fallen down"),
        "{text}"
    );
    assert!(
        text.contains("store_app/__init__.py\", line 27, in _visits"),
        "{text}"
    );
    let again = visit(&mut instance, "a");
    assert!(
        matches!(again, Err(CallError::Poisoned { .. })),
        "{again:?}"
    );
}

#[test]
fn limit_of_what_is_copied_holds_in_every_world() {
    let limits = Limits {
        result_bytes: 100,
        ..Limits::default()
    };
    let mut instance = start(&load::<Visits, _>(&shelves(), "store"), &limits);
    assert_eq!(visit(&mut instance, "a"), Ok(1));
    let error = visit(&mut instance, &"a".repeat(200)).expect_err("too large");
    let limit_bytes = 100;
    assert!(
        matches!(&error, CallError::Stopped { stop, .. } if *stop == Stop::ResultTooLarge { limit_bytes }),
        "{error}"
    );
}

#[test]
fn machine_code_of_any_world_is_made_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let compiled = folder.path().join("x.cwasm");
    let (host, wasm) = (shelves(), fixture("control"));
    let load = || {
        host.load_through::<Untyped>(&wasm, &compiled)
            .expect("loads")
    };
    assert!(matches!(load().1, Cache::Written));
    let (guest, cache) = load();
    assert!(matches!(cache, Cache::Hit));
    let arguments = [Val::List(Vec::new()), Val::String("a".to_owned())];
    let called = start(&guest, &Limits::default())
        .call_function("wasi-py:people/people@0.1.0#filter-by-tag", &arguments);
    let nobody = Val::Result(Ok(Some(Box::new(Val::List(Vec::new())))));
    assert_eq!(called.expect("filters"), [nobody]);
}

#[test]
fn component_of_another_world_is_refused_when_it_is_loaded() {
    match shelves().load::<Visits>(fixture("control")) {
        Err(error @ LoadError::MissingExport { .. }) => {
            let text = error.to_string();
            assert!(
                text.contains("is of another world than this host was built for"),
                "{text}"
            );
            assert!(text.contains("`visit`"), "{text}");
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was loaded"),
    }
}

#[test]
fn import_that_a_host_does_not_have_is_named() {
    drop(load::<Visits, _>(&shelves(), "store"));
    let compiled = fixture("store").with_extension(COMPILED_EXTENSION);
    let error = guests::host().load::<Visits>(compiled).err();
    let text = error.expect("an error").to_string();
    assert!(
        text.ends_with("imports `wasi-py:store/store@0.1.0`, expected nothing but WASI 0.2"),
        "{text}"
    );
}

mod resources {
    wasmtime::component::bindgen!({
        path: "../examples/resources/wit",
        world: "resources",
        imports: { default: trappable },
        exports: { default: async },
        with: {
            "wasi-py:resources/journals.journal": super::Journal,
            "wasi-py:resources/seats.seat": super::Seat,
        },
    });
    wasi_py_host::world!(Resources, ResourcesIndices);
}

use resources::Resources;
use resources::wasi_py::resources::journals;
use resources::wasi_py::resources::seats::{self, Booking, Place};

/// The state that the host keeps for each instance of `resources`: names of journals that were dropped.
#[derive(Default)]
struct Dropped(Vec<String>);

/// The state that the host keeps for a journal.
#[allow(unreachable_pub, reason = "bindings export it again")]
pub struct Journal {
    name: String,
    lines: Vec<String>,
}

/// The state that the host keeps for a seat.
#[allow(unreachable_pub, reason = "bindings export it again")]
pub struct Seat(Place);

type State = wasi_py_host::State<Dropped>;

impl journals::Host for State {
    fn read_all(&mut self, journals: Vec<Resource<Journal>>) -> wasmtime::Result<Vec<String>> {
        let mut lines = Vec::new();
        for journal in journals {
            lines.extend(self.resources.get(&journal)?.lines.clone());
        }
        Ok(lines)
    }

    fn archive(&mut self, journal: Resource<Journal>) -> wasmtime::Result<String> {
        Ok(self.resources.delete(journal)?.name)
    }
}

impl journals::HostJournal for State {
    fn new(&mut self, name: String) -> wasmtime::Result<Resource<Journal>> {
        let lines = Vec::new();
        Ok(self.resources.push(Journal { name, lines })?)
    }

    fn append(
        &mut self,
        journal: Resource<Journal>,
        line: String,
    ) -> wasmtime::Result<Result<u32, journals::Full>> {
        let lines = &mut self.resources.get_mut(&journal)?.lines;
        lines.push(line);
        Ok(Ok(u32::try_from(lines.len())?))
    }

    fn lines(&mut self, journal: Resource<Journal>) -> wasmtime::Result<Vec<String>> {
        Ok(self.resources.get(&journal)?.lines.clone())
    }

    fn merge(
        &mut self,
        one: Resource<Journal>,
        other: Resource<Journal>,
    ) -> wasmtime::Result<Resource<Journal>> {
        let (mut one, other) = (self.resources.delete(one)?, self.resources.delete(other)?);
        one.lines.extend(other.lines);
        Ok(self.resources.push(one)?)
    }

    fn drop(&mut self, journal: Resource<Journal>) -> wasmtime::Result<()> {
        self.data.0.push(self.resources.delete(journal)?.name);
        Ok(())
    }
}

impl seats::Host for State {
    fn book(&mut self, place: Place, name: String) -> wasmtime::Result<Booking> {
        let seat = self.resources.push(Seat(place))?;
        Ok(Booking { seat, name })
    }

    fn cancel(&mut self, booking: Booking) -> wasmtime::Result<Place> {
        Ok(self.resources.delete(booking.seat)?.0)
    }
}

impl seats::HostSeat for State {
    fn place(&mut self, seat: Resource<Seat>) -> wasmtime::Result<Place> {
        Ok(self.resources.get(&seat)?.0)
    }

    fn drop(&mut self, seat: Resource<Seat>) -> wasmtime::Result<()> {
        self.resources.delete(seat)?;
        Ok(())
    }
}

/// Loads a component that runs Python code, with journals and seats.
fn journalling() -> Guest<Resources, Dropped> {
    let host = guests::host().with_imports(|linker| {
        Resources::add_to_linker::<_, HasSelf<State>>(linker, |state| state)
    });
    load(&host.expect("links"), "resources")
}

type Journalling = Instance<Resources, Dropped>;

fn run(instance: &mut Journalling, program: &str) -> Result<String, CallError> {
    instance.call("run", async |resources, store| {
        resources.call_run(store, program).await
    })
}

#[test]
fn resources_go_both_ways_with_their_types() {
    let mut instance = start(&journalling(), &Limits::default());
    let total = instance.call("counters", async |resources, store| {
        let interface = resources.wasi_py_resources_counters();
        let counters = interface.counter();
        let counter = counters.call_constructor(&mut *store, 40).await?;
        counters.call_increment(&mut *store, counter, 2).await?;
        interface.call_finish(store, counter).await
    });
    assert_eq!(total, Ok(42));
    let made = instance.call("make-journal", async |resources, store| {
        let journal = resources.call_make_journal(&mut *store, "made").await?;
        Ok(store.data_mut().resources.delete(journal)?.lines)
    });
    assert_eq!(made, Ok(vec!["made in Python".to_owned()]));
    let program = "from wit.imports.journals import Journal\nwith Journal('j'): pass\nresult = 1";
    assert_eq!(run(&mut instance, program).as_deref(), Ok("1"));
    assert_eq!(instance.state().data.0, ["j"]);
}

#[test]
fn deadline_names_the_line_of_python_in_every_world() {
    let limits = Limits {
        deadline: Some(Duration::from_millis(300)),
        ..Limits::default()
    };
    let mut instance = start(&journalling(), &limits);
    let error = run(&mut instance, "def wait():\n    while True: pass\nwait()").expect_err("late");
    let text = error.to_string();
    let expected =
        "the guest did not finish within 300ms\nwhere Python was (most recent call last):\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("line 2, in wait"), "{text}");
}

#[test]
fn fresh_instances_see_nothing_of_earlier_calls_and_reused_ones_do() {
    let count = "import sys\nsys.calls = getattr(sys, 'calls', 0) + 1\nresult = sys.calls";
    let guest = journalling();
    let caller = || guest.caller(Limits::default(), Capabilities::none());
    let counts = |caller: &wasi_py_host::Caller<Resources, Dropped>| -> Vec<String> {
        let call = |_| {
            let counted = caller.call("run", async |resources, store| {
                resources.call_run(store, count).await
            });
            counted.expect("counts")
        };
        (0..5).map(call).collect()
    };
    assert_eq!(counts(&caller()), ["1", "1", "1", "1", "1"]);
    let two = NonZeroU32::new(2).expect("not zero");
    assert_eq!(counts(&caller().reusing(two)), ["1", "2", "1", "2", "1"]);
}

#[test]
fn instance_whose_call_stopped_is_not_reused() {
    let guest = journalling();
    let many = NonZeroU32::new(100).expect("not zero");
    let caller = guest.caller(Limits::default(), Capabilities::none());
    let caller = caller.reusing(many);
    let run = |program: &str| {
        caller.call("run", async |resources, store| {
            resources.call_run(store, program).await
        })
    };
    let stopped = run("import os; os._exit(3)");
    let Err(CallerError::Call(CallError::Stopped { stop, .. })) = stopped else {
        panic!("{stopped:?}");
    };
    assert_eq!(stop, Stop::Exit { code: 3 });
    assert_eq!(run("result = 2").expect("a fresh one"), "2");
}

#[test]
fn component_without_bindings_is_called_with_values() {
    let guest = load::<Untyped, _>(&guests::host(), "words");
    let mut instance = start(&guest, &Limits::default());
    let text = |text: &str| Val::String(text.to_owned());
    let counted = instance.call_function("count", &[text("to be or not to be"), text("to")]);
    let to = Val::Tuple(vec![text("to"), Val::U32(2)]);
    let expected = Val::Result(Ok(Some(Box::new(Val::List(vec![to])))));
    assert_eq!(counted.expect("counts"), [expected]);
    let missing = instance.call_function("wasi-py:words/words#count", &[]);
    assert!(
        matches!(&missing, Err(FunctionError::Missing(name)) if name == "wasi-py:words/words#count"),
        "{missing:?}"
    );
}

fn runtime() -> Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread();
    { runtime }.enable_time().build().expect("a runtime")
}

async fn run_async(
    guest: Guest<Resources, Dropped>,
    limits: Limits,
    program: &'static str,
) -> Result<String, CallError> {
    let (data, capabilities) = (Dropped::default(), Capabilities::none());
    let started = guest.instantiate_async(data, &limits, &capabilities).await;
    let mut instance = started.unwrap_or_else(|error| panic!("{error}"));
    let call = instance.call_async("run", async |resources, store| {
        resources.call_run(store, program).await
    });
    call.await
}

#[test]
fn guest_that_computes_lets_others_on_and_is_stopped_in_time() {
    let guest = journalling();
    let ended = Arc::new(Mutex::new(Vec::new()));
    let note = |name: &'static str| {
        let ended = ended.clone();
        move || {
            ended
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(name);
        }
    };
    let limits = Limits {
        deadline: Some(Duration::from_millis(400)),
        ..Limits::default()
    };
    let (note_slow, note_quick) = (note("slow"), note("quick"));
    let stopped = runtime().block_on(async {
        let slow = tokio::spawn({
            let slow = run_async(guest.clone(), limits, "while True: pass");
            async move {
                let stopped = slow.await;
                note_slow();
                stopped
            }
        });
        let quick = tokio::spawn(async move {
            let result = run_async(guest, Limits::default(), "result = 1").await;
            note_quick();
            result
        });
        assert_eq!(quick.await.expect("no panic"), Ok("1".to_owned()));
        slow.await.expect("no panic")
    });
    assert_eq!(*ended.lock().expect("no panic"), ["quick", "slow"]);
    let text = stopped.expect_err("late").to_string();
    assert!(
        text.starts_with("the guest did not finish within 400ms"),
        "{text}"
    );
    assert!(text.contains("line 1, in <module>"), "{text}");
}

#[test]
fn instance_whose_call_was_dropped_is_not_called_again() {
    let guest = journalling();
    let mut instance = start(&guest, &Limits::default());
    runtime().block_on(async {
        let call = instance.call_async("run", async |resources, store| {
            resources.call_run(store, "while True: pass").await
        });
        let dropped = tokio::time::timeout(Duration::from_millis(100), call).await;
        assert!(dropped.is_err(), "{dropped:?}");
    });
    assert!(!instance.is_alive());
    let again = run(&mut instance, "result = 1");
    let Err(CallError::Poisoned { stop }) = again else {
        panic!("{again:?}");
    };
    assert_eq!(stop, Stop::Abandoned);
}

#[test]
fn start_that_cannot_have_its_memory_is_an_error_of_its_own() {
    let limits = Limits {
        memory_bytes: 1 << 20,
        ..Limits::default()
    };
    let started = journalling().instantiate(&limits, &Capabilities::none());
    let Err(InstantiateError::Stopped { stop, .. }) = started else {
        panic!("expected that it is refused");
    };
    assert_eq!(
        stop,
        Stop::MemoryLimit {
            limit_bytes: 1 << 20
        }
    );
}

/// Answers of the example `http`.
mod http {
    use ::http::{Method, Request};
    use http_body_util::{BodyExt, Full};
    use wasi_py_host::http::{Handler, RequestError};
    use wasi_py_host::{CallError, Capabilities, Guest, Limits, Stop};

    use super::{guests, load, runtime};

    fn handler() -> Guest<Handler> {
        load(&guests::host().with_http::<()>().expect("links"), "http")
    }

    /// Asks, and returns the status of the answer and its body.
    fn ask(
        limits: &Limits,
        (method, path): (Method, &str),
        body: &str,
    ) -> Result<(u16, String), RequestError> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://localhost{path}"))
            .body(Full::from(body.to_owned()))
            .expect("a request");
        runtime().block_on(async {
            let (handler, capabilities) = (handler(), Capabilities::none());
            let answer = handler.answer(request, limits, &capabilities).await?;
            let status = answer.status().as_u16();
            let body = answer.into_body().collect().await.expect("a whole body");
            let text = String::from_utf8(body.to_bytes().to_vec());
            Ok((status, text.expect("UTF-8")))
        })
    }

    #[test]
    fn python_answers_requests() {
        let ask = |what, body| ask(&Limits::default(), what, body).expect("an answer");
        let hello = ask((Method::GET, "/hello/Ann"), "");
        assert_eq!(hello, (200, "Hello Ann\n".to_owned()));
        let people = r#"[{"name": "Ann", "age": 3, "tags": ["a"]}]"#;
        let filtered = ask((Method::POST, "/people/a"), people);
        assert_eq!(filtered, (200, people.to_owned()));
        assert_eq!(ask((Method::GET, "/nowhere"), "").0, 404);
    }

    #[test]
    fn body_is_written_while_it_is_read() {
        let counted = ask(&Limits::default(), (Method::GET, "/count/20000"), "");
        let (status, text) = counted.expect("an answer");
        assert_eq!((status, text.lines().last()), (200, Some("20000")));
    }

    #[test]
    fn handler_that_stops_before_it_answers_is_an_error_of_its_own() {
        let limits = Limits {
            result_bytes: 10,
            ..Limits::default()
        };
        let error = ask(&limits, (Method::GET, "/"), "").expect_err("stops");
        let RequestError::Call(CallError::Stopped { stop, .. }) = error else {
            panic!("{error}");
        };
        assert_eq!(stop, Stop::ResultTooLarge { limit_bytes: 10 });
    }
}
