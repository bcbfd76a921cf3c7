//! Hosts that ask for everything at once: the largest arguments, failing imports, calls given up in the
//! middle, and more instances than there is room for. What they get is the right answer or an error that says
//! why, and nothing is lost.

mod calls;
mod guests;
mod hardening;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;

use calls::{Session, State};
use guests::{crowd, person, start, try_start};
use hardening::{assert_no_more_than, footprint, report};
use host_test::{
    Allocation, COMPILED_EXTENSION, CallError, DEFAULT_INSTANCES, EngineOptions, Guest, Host,
    InstantiateError, Limits, People, Person, Stop,
};
use wasmtime::component::{Linker, LinkerInstance, Val};
use wasmtime::{Store, StoreContextMut, Trap};

/// Files, memory and slots of the whole process are counted.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns Python and the control, since what the host does must not depend on what is inside.
fn both() -> [Guest; 2] {
    [guests::python(), guests::control()]
}

/// Loads the component with Python in it, on a host with room for so many.
fn python_for(instances: u32) -> Guest {
    let host = Host::new(EngineOptions {
        allocation: Allocation::Pooling { instances },
        ..EngineOptions::default()
    })
    .expect("a host");
    let path = guests::python_path();
    let compiled = path.with_extension(COMPILED_EXTENSION);
    let loaded = host.load_through(&path, compiled);
    loaded.unwrap_or_else(|error| panic!("{error}")).0
}

/// Checks that a guest returns exactly what it is given, all of whom carry `tag`.
fn assert_all_come_back(guest: &Guest, people: &[Person], tag: &str) {
    let returned = start(guest).filter_by_tag(people, tag);
    let returned = returned.unwrap_or_else(|error| panic!("{error}"));
    assert!(returned == people, "{} came back", returned.len());
}

#[test]
fn lists_of_none_and_of_a_million_cross_both_ways() {
    const MILLION: usize = 1_000_000;
    let _alone = alone();
    for guest in both() {
        assert_all_come_back(&guest, &[], "x");
        assert_all_come_back(&guest, &vec![person("", 0, &["x"]); MILLION], "x");
        let mut many_tags = person("Jo", 1, &[]);
        many_tags.tags = vec![String::new(); MILLION - 1];
        many_tags.tags.push("x".to_owned());
        assert_all_come_back(&guest, &[many_tags], "x");
        assert_all_come_back(&guest, &crowd(2)[..1], "even");
    }
}

#[test]
fn tags_of_64_kib_cross_both_ways_and_are_compared_to_their_last_byte() {
    let _alone = alone();
    let tag = |last| "x".repeat((64 << 10) - 1) + last;
    for guest in both() {
        let (wanted, other) = (tag("a"), tag("b"));
        let people = vec![person("Jo", 1, &[&other, &wanted]); 500];
        assert_all_come_back(&guest, &people, &wanted);
        assert_eq!(start(&guest).filter_by_tag(&people, &tag("c")), Ok(vec![]));
    }
}

#[test]
fn every_character_there_is_survives_alone_and_with_all_others() {
    let _alone = alone();
    let all: String = (char::MIN..=char::MAX).collect();
    // Python stores texts in one of four ways, by their largest character.
    let classes = ["\0", "\x7f", "\u{ff}", "\u{ffff}", "\u{10ffff}", &all];
    for guest in both() {
        for class in classes {
            assert_all_come_back(&guest, &[person(class, 1, &["x", class])], class);
        }
        let each: Vec<String> = all.chars().step_by(7).map(String::from).collect();
        let mut someone = person("Jo", 1, &[]);
        someone.tags = each;
        let last = someone.tags[someone.tags.len() - 1].clone();
        assert_all_come_back(&guest, &[someone], &last);
    }
}

#[test]
fn text_longer_than_the_interface_allows_stops_the_call_by_name() {
    let _alone = alone();
    let longest = (1 << 31) - 1;
    let name = String::from_utf8(vec![0; longest + 1]).expect("zeros are UTF-8");
    let people = [Person {
        name,
        ..person("", 1, &["x"])
    }];
    for guest in both() {
        let called = start(&guest).filter_by_tag(&people, "x");
        let Err(CallError::Stopped { stop, .. }) = called else {
            panic!("{:?}", called.map(|people| people.len()));
        };
        assert_eq!(
            stop.to_string(),
            "the guest trapped: string length of 2147483648 too large to copy into wasm"
        );
        assert_all_come_back(&guest, &crowd(1), "even");
    }
}

mod store {
    wasmtime::component::bindgen!({ path: "../examples/store/wit", world: "visits" });
    pub(crate) use self::wasi_py::store::store::Error;
}

type Got = (Result<Vec<u8>, store::Error>,);
type Set = (Result<Option<Vec<u8>>, store::Error>,);

/// A host function, which may look at its store, and fail.
type Get = fn(StoreContextMut<'_, State>) -> wasmtime::Result<Got>;

/// Links a store of which `get` does this, and nothing is kept.
fn link(linker: &mut Linker<State>, get: Get) {
    let get = move |context: StoreContextMut<'_, State>, (_,): (String,)| get(context);
    let mut store = link_all_but_get(linker);
    store.func_wrap("get", get).expect("links");
}

fn link_all_but_get(linker: &mut Linker<State>) -> LinkerInstance<'_, State> {
    let store = linker.instance("wasi-py:store/store@0.1.0");
    let mut store = store.expect("an instance");
    let set = |_: StoreContextMut<'_, State>, (_, _): (String, Vec<u8>)| Ok::<Set, _>((Ok(None),));
    store.func_wrap("set", set).expect("links");
    let keys = |_: StoreContextMut<'_, State>, (_,): (String,)| Ok((Vec::<String>::new(),));
    store.func_wrap("keys", keys).expect("links");
    store
}

fn visit(session: &mut Session) -> wasmtime::Result<Option<Val>> {
    session.try_call("visit", &[Val::String("Zoë".to_owned())])
}

fn healthy_visit() {
    let mut session = Session::start("store", |linker| {
        link(linker, |_| Ok((Ok(vec![0, 0, 0, 6]),)));
    });
    let seven = Val::Result(Ok(Some(Box::new(Val::U32(7)))));
    assert_eq!(visit(&mut session).expect("returns"), Some(seven));
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the disk is full")]
struct DiskFull;

#[test]
fn import_that_traps_ends_the_call_with_the_hosts_own_error() {
    let _alone = alone();
    healthy_visit();
    let before = footprint();
    for _ in 0..50 {
        let mut session = Session::start("store", |linker| {
            link(linker, |_| Err(wasmtime::Error::new(DiskFull)));
        });
        let error = visit(&mut session).expect_err("the host's error");
        assert_eq!(error.downcast_ref(), Some(&DiskFull));
        let again = visit(&mut session).expect_err("it is not entered again");
        assert_eq!(again.downcast_ref(), Some(&Trap::CannotEnterComponent));
        drop(session);
        healthy_visit();
    }
    assert_no_more_than(&before);
}

#[test]
fn import_that_panics_unwinds_to_the_caller_and_leaves_the_host_whole() {
    let _alone = alone();
    healthy_visit();
    let before = footprint();
    for _ in 0..5 {
        let mut session = Session::start("store", |linker| {
            link(linker, |_| std::panic::panic_any(DiskFull));
        });
        let unwound = catch_unwind(AssertUnwindSafe(|| visit(&mut session)));
        assert!(unwound.expect_err("a panic").is::<DiskFull>());
        drop(session);
        healthy_visit();
    }
    assert_no_more_than(&before);
}

/// Calls the component from a host function that it is calling. What came of it is in the log.
///
/// The host pretends that nothing was wrong.
fn call_back<'a>(
    mut context: StoreContextMut<'a, State>,
    (_,): (String,),
) -> Box<dyn Future<Output = wasmtime::Result<Got>> + Send + 'a> {
    Box::new(async move {
        let function = context.data().data.function.expect("is set");
        let (arguments, mut results) = ([Val::String("Jo".into())], [Val::Bool(false)]);
        let call = function.call_async(&mut context, &arguments, &mut results);
        let said = match Box::pin(call).await {
            Ok(()) => format!("{results:?}"),
            Err(error) => format!("{error:#}"),
        };
        context.data_mut().data.log.push(said);
        Ok((Ok(vec![0, 0, 0, 6]),))
    })
}

#[test]
fn call_of_an_instance_from_its_own_import_traps_and_ends_the_instance() {
    let _alone = alone();
    let mut session = Session::start("store", |linker| {
        let mut store = link_all_but_get(linker);
        store.func_wrap_async("get", call_back).expect("links");
    });
    session.store.data_mut().data.function = Some(session.function("visit"));
    let outer = visit(&mut session);
    assert_eq!(session.store.data().data.log.len(), 1, "it called once");
    let entered = &session.store.data().data.log[0];
    assert!(entered.contains("wasm `unreachable`"), "{entered}");
    let stderr = session.stderr();
    assert!(stderr.contains(AGAIN), "{stderr}");
    // The host lied that all was well, so that the call which was under way may end, but no other begins.
    let seven = Val::Result(Ok(Some(Box::new(Val::U32(7)))));
    assert_eq!(outer.expect("returns"), Some(seven));
    let next = visit(&mut session).expect_err("it is not entered again");
    assert_eq!(next.downcast_ref(), Some(&Trap::CannotEnterComponent));
    drop(session);
    healthy_visit();
}

const AGAIN: &str = "the component is called again while it is still running";

/// Polls a call a few times and gives it up, as an asynchronous host does whose client has gone.
fn give_up(polls: usize, instance: &mut AsyncLab, code: &str) {
    let mut call = pin!(instance.run(code));
    for _ in 0..polls {
        let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Pending));
    }
}

/// The lab as an asynchronous host runs it: at every tick of the epoch it lets others run.
struct AsyncLab {
    store: Store<State>,
    function: wasmtime::component::Func,
}

impl AsyncLab {
    fn start() -> Self {
        let mut session = Session::start("lab-snapshot", |_| {});
        let function = session.function("wasi-py:people/people@0.1.0#filter-by-tag");
        let mut store = session.into_store();
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        Self { store, function }
    }

    async fn run(&mut self, code: &str) -> wasmtime::Result<Val> {
        let arguments = [Val::List(Vec::new()), Val::String(code.to_owned())];
        let mut results = [Val::Bool(false)];
        let call = self
            .function
            .call_async(&mut self.store, &arguments, &mut results);
        call.await?;
        let [result] = results;
        Ok(result)
    }

    fn finish(&mut self, code: &str) -> wasmtime::Result<Val> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.expect("a runtime").block_on(self.run(code))
    }
}

#[test]
fn calls_that_are_given_up_in_the_middle_free_all_that_they_held() {
    const ROUNDS: usize = 150;
    let _alone = alone();
    let lab = guests::restored_lab();
    AsyncLab::start().finish("pass").expect("returns");
    let before = footprint();
    let endless = "x = []\nwhile True: x = [x, bytes(100_000)] if len(x) < 9 else []";
    for round in 0..ROUNDS {
        give_up(round % 3, &mut AsyncLab::start(), endless);
        AsyncLab::start().finish("pass").expect("returns");
    }
    assert_room_for(DEFAULT_INSTANCES, &lab);
    assert_no_more_than(&before);
    report(
        "hostile-host-async",
        &[("calls given up in the middle", ROUNDS as u64)],
    );
}

/// Checks that as many instances can live at once, and that one more is refused in these words.
fn assert_room_for(instances: u32, guest: &Guest) {
    let alive: Vec<_> = (0..instances).map(|_| start(guest)).collect();
    let refused = try_start(guest, &Limits::default());
    let Err(error @ InstantiateError::Full(_)) = refused else {
        panic!("{:?}", refused.map(|_| "it started"));
    };
    assert_eq!(
        error.to_string(),
        format!(
            "no room for another instance: \
             maximum concurrent limit of {instances} for component instances reached"
        )
    );
    drop(alive);
}

#[test]
fn slots_that_ran_out_come_back_one_by_one() {
    const SLOTS: u32 = 3;
    let _alone = alone();
    let guest = python_for(SLOTS);
    assert_room_for(SLOTS, &guest);
    let mut alive: Vec<_> = (0..SLOTS).map(|_| start(&guest)).collect();
    let mut refused = 0_u64;
    for round in 0..300 {
        assert!(matches!(
            try_start(&guest, &Limits::default()),
            Err(InstantiateError::Full(_))
        ));
        refused += 1;
        drop(alive.swap_remove(round % SLOTS as usize));
        alive.push(start(&guest));
        let called = alive[round % SLOTS as usize].filter_by_tag(&crowd(4), "even");
        assert_eq!(called.map(|people| people.len()), Ok(2));
    }
    drop(alive);
    assert_room_for(SLOTS, &guest);
    report(
        "hostile-host-slots",
        &[("instances refused for want of a slot", refused)],
    );
}

#[test]
fn threads_that_fight_for_slots_all_get_their_turn() {
    const SLOTS: u32 = 2;
    const TURNS: usize = 200;
    let _alone = alone();
    let guest = python_for(SLOTS);
    let take_turns = || {
        let mut turns = 0;
        while turns < TURNS {
            match try_start(&guest, &Limits::default()) {
                Ok(mut instance) => {
                    assert_eq!(instance.filter_by_tag(&crowd(2), "even"), Ok(crowd(1)));
                    turns += 1;
                }
                Err(InstantiateError::Full(_)) => thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(take_turns);
        }
    });
    assert_room_for(SLOTS, &guest);
}

#[test]
fn ten_thousand_instances_one_after_another_leave_nothing_behind() {
    const INSTANCES: u64 = 10_000;
    let _alone = alone();
    let guest = python_for(4);
    let people = crowd(3);
    let expected = [people[0].clone(), people[2].clone()];
    let answer = || {
        let called = start(&guest).filter_by_tag(&people, "even");
        assert!(called.is_ok_and(|people| people == expected));
    };
    answer();
    let before = footprint();
    for _ in 0..INSTANCES {
        answer();
    }
    assert_no_more_than(&before);
    assert_room_for(4, &guest);
    report(
        "hostile-host-in-a-row",
        &[("instances one after another", INSTANCES)],
    );
}

#[test]
fn two_hundred_instances_at_once_keep_apart() {
    const INSTANCES: u32 = 200;
    let _alone = alone();
    let guest = python_for(INSTANCES);
    drop(start(&guest));
    let before = footprint();
    let mut instances: Vec<_> = (0..INSTANCES).map(|_| start(&guest)).collect();
    for round in 0..5 {
        for (index, instance) in instances.iter_mut().enumerate() {
            let own = format!("{round} of {index}");
            let people = [person("other", 1, &["other"]), person(&own, 2, &[&own])];
            let left = instance.filter_by_tag(&people, &own);
            assert_eq!(left, Ok(vec![people[1].clone()]));
        }
    }
    assert!(matches!(
        try_start(&guest, &Limits::default()),
        Err(InstantiateError::Full(_))
    ));
    drop(instances);
    assert_room_for(INSTANCES, &guest);
    assert_eq!(footprint().files, before.files);
    report(
        "hostile-host-at-once",
        &[("instances at once", u64::from(INSTANCES))],
    );
}

#[test]
fn a_hundred_instances_stopped_at_once_leave_the_others_to_their_work() {
    let _alone = alone();
    let guest = python_for(20);
    let mut bystanders: Vec<_> = (0..10).map(|_| start(&guest)).collect();
    let limits = Limits {
        memory_bytes: 40 << 20,
        ..Limits::default()
    };
    let large = vec![person(&"x".repeat(1 << 20), 1, &["x"]); 64];
    for _ in 0..10 {
        let mut greedy: Vec<_> = (0..10).map(|_| try_start(&guest, &limits)).collect();
        for instance in &mut greedy {
            let instance = instance.as_mut().unwrap_or_else(|error| panic!("{error}"));
            let called = instance.filter_by_tag(&large, "x");
            let Err(CallError::Stopped { stop, .. }) = called else {
                panic!("{:?}", called.map(|people| people.len()));
            };
            assert!(matches!(stop, Stop::MemoryLimit { .. }), "{stop}");
        }
        for bystander in &mut bystanders {
            assert_eq!(bystander.filter_by_tag(&crowd(2), "even"), Ok(crowd(1)));
        }
    }
}
