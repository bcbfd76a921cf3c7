//! Async functions: many calls of one instance at a time, and calls of the host's that take their time.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures::future::pending;
use wasmtime::StoreContextMut;
use wasmtime::component::{
    Accessor, ComponentNamedList, ComponentType, Lift, Linker, LinkerInstance, Lower, Resource,
    ResourceAny, ResourceType, Val,
};

use crate::calls::{Session, State};

const WORK: &str = "wasi-py:tasks/work@0.1.0";

/// The host's catalogue, as tests look at it.
#[derive(Clone, Default)]
struct Catalogue(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    /// Calls.
    begun: usize,
    /// Calls that have not ended.
    running: usize,
    /// The most of them at a time.
    most: usize,
    /// Calls that were dropped before they had ended.
    dropped: usize,
}

impl Catalogue {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().expect("no test has panicked meanwhile")
    }

    fn begin(&self) -> Running {
        let mut counts = self.counts();
        counts.begun += 1;
        counts.running += 1;
        counts.most = counts.most.max(counts.running);
        Running {
            catalogue: self.clone(),
            is_done: false,
        }
    }
}

/// Counts a call as long as it lives.
struct Running {
    catalogue: Catalogue,
    is_done: bool,
}

impl Running {
    fn finish(mut self) {
        self.is_done = true;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut counts = self.catalogue.counts();
        counts.running -= 1;
        counts.dropped += usize::from(!self.is_done);
    }
}

/// A shop, of which the host knows the name.
struct Shop(String);

/// Starts the component on a host whose prices are the lengths of the items' names; `never` has one that
/// never comes.
fn start() -> (Session, Catalogue) {
    let catalogue = Catalogue::default();
    let session = Session::start_concurrent("tasks", |linker| link(linker, &catalogue));
    (session, catalogue)
}

fn link(linker: &mut Linker<State>, catalogue: &Catalogue) {
    let instance = linker.instance("wasi-py:tasks/catalogue@0.1.0");
    let mut instance = instance.expect("an instance");
    let dropped = |mut store: StoreContextMut<'_, State>, rep: u32| {
        let state = store.data_mut();
        let shop = state.resources.delete(Resource::<Shop>::new_own(rep))?;
        state.data.log.push(format!("dropped {}", shop.0));
        Ok(())
    };
    let ty = ResourceType::host::<Shop>();
    instance.resource("shop", ty, dropped).expect("links");
    let counted = catalogue.clone();
    wrap(&mut instance, "price", move |_, (item,): (String,)| {
        let running = counted.begin();
        Box::pin(async move {
            if item == "never" {
                pending::<()>().await;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            running.finish();
            Ok((match item.as_str() {
                "nothing" => Err(Unknown { item }),
                _ => Ok(u32::try_from(item.len()).unwrap_or(u32::MAX)),
            },))
        })
    });
    wrap(
        &mut instance,
        "[static]shop.find",
        |accessor, (name,): (String,)| {
            let made = accessor.with(|mut store| store.get().resources.push(Shop(name)));
            Box::pin(async move { Ok((made?,)) })
        },
    );
    let name = |store: StoreContextMut<'_, State>, (shop,): (Resource<Shop>,)| {
        Ok((store.data().resources.get(&shop)?.0.clone(),))
    };
    instance
        .func_wrap("[method]shop.name", name)
        .expect("links");
    wrap(
        &mut instance,
        "[method]shop.offer",
        |accessor, (shop, item): (Resource<Shop>, String)| {
            let name = named(accessor, &shop);
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(1)).await;
                Ok((format!("{item} of {}", name?),))
            })
        },
    );
    wrap(
        &mut instance,
        "is-cheaper",
        |accessor, (shop, other): (Resource<Shop>, Resource<Shop>)| {
            let names = [named(accessor, &shop), named(accessor, &other)];
            Box::pin(async move {
                let [shop, other] = names;
                Ok((shop? < other?,))
            })
        },
    );
}

/// Links an async function.
fn wrap<P, R>(
    instance: &mut LinkerInstance<'_, State>,
    name: &str,
    function: impl Fn(&Accessor<State>, P) -> Answer<'_, R> + Send + Sync + 'static,
) where
    P: ComponentNamedList + Lift + 'static,
    R: ComponentNamedList + Lower + 'static,
{
    instance
        .func_wrap_concurrent(name, function)
        .expect("links");
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = wasmtime::Result<T>> + Send + 'a>>;

/// The record `unknown`.
#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct Unknown {
    item: String,
}

fn named(accessor: &Accessor<State>, shop: &Resource<Shop>) -> wasmtime::Result<String> {
    accessor.with(|mut store| Ok(store.get().resources.get(shop)?.0.clone()))
}

fn function(name: &str) -> String {
    format!("{WORK}#{name}")
}

fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

fn texts<const N: usize>(items: [&str; N]) -> Val {
    Val::List(items.map(text).to_vec())
}

/// Returns the payload of a `result`.
fn outcome(value: Option<Val>) -> Result<Val, Val> {
    let payload = |value: Option<Box<Val>>| value.map_or(Val::Tuple(Vec::new()), |value| *value);
    match value {
        Some(Val::Result(Ok(value))) => Ok(payload(value)),
        Some(Val::Result(Err(error))) => Err(payload(error)),
        other => panic!("{other:?}"),
    }
}

fn call(session: &mut Session, name: &str, arguments: Vec<Val>) -> Option<Val> {
    session.call_all(&[(&function(name), arguments)]).remove(0)
}

/// Runs the bodies of async functions in as many calls at once, and returns what they return.
fn run_all<const N: usize>(session: &mut Session, bodies: [&str; N]) -> [Result<Val, Val>; N] {
    let run = function("run");
    let calls = bodies.map(|body| (run.as_str(), vec![text(body)]));
    let ended = session.call_all(&calls).into_iter().map(outcome);
    ended.collect::<Vec<_>>().try_into().expect("as many")
}

fn run(session: &mut Session, body: &str) -> Result<Val, Val> {
    let [ended] = run_all(session, [body]);
    ended
}

/// Returns the fields of a record `exception`.
fn exception(ended: Result<Val, Val>) -> [String; 3] {
    let Err(Val::Record(fields)) = ended else {
        panic!("expected an exception, found {ended:?}");
    };
    let texts = fields.into_iter().map(|(_, value)| match value {
        Val::String(text) => text,
        other => panic!("{other:?}"),
    });
    texts.collect::<Vec<_>>().try_into().expect("three fields")
}

#[test]
fn one_call_asks_the_host_for_many_things_at_once() {
    let (mut session, catalogue) = start();
    let items = texts(["a", "bb", "ccc", "dddd"]);
    let ended = call(&mut session, "total", vec![items]);
    assert_eq!(outcome(ended), Ok(Val::U32(10)));
    let counts = catalogue.counts();
    assert_eq!((counts.most, counts.running, counts.dropped), (4, 0, 0));
}

#[test]
fn calls_of_one_instance_run_at_once() {
    let (mut session, catalogue) = start();
    let (price, nap) = (function("price"), function("nap"));
    let calls = [
        (price.as_str(), vec![text("a")]),
        (nap.as_str(), vec![Val::U32(1)]),
        (price.as_str(), vec![text("bb")]),
        (nap.as_str(), vec![Val::U32(1)]),
    ];
    let ended = session.call_all(&calls);
    // Whoever wakes up first finds all the others.
    assert!(
        ended[1] == Some(Val::U32(4)) || ended[3] == Some(Val::U32(4)),
        "{ended:?}"
    );
    let mut ended = ended.into_iter();
    assert_eq!(outcome(ended.next().flatten()), Ok(Val::U32(1)));
    assert_eq!(outcome(ended.nth(1).flatten()), Ok(Val::U32(2)));
    assert_eq!(catalogue.counts().most, 2);
    let pending = session.call(&function("pending"), &[]);
    assert_eq!(pending, Some(Val::U32(0)));
}

#[test]
fn a_plain_function_is_accepted_for_an_async_one() {
    let (mut session, _) = start();
    let ended = call(&mut session, "greet", vec![text("Ann")]);
    assert_eq!(ended, Some(text("Hello Ann")));
}

#[test]
fn what_the_host_fails_with_is_raised_and_passed_on() {
    let (mut session, _) = start();
    let ended = call(&mut session, "price", vec![text("nothing")]);
    let unknown = Val::Record(vec![("item".to_owned(), text("nothing"))]);
    assert_eq!(outcome(ended), Err(unknown));
    let body = "\
        try: await asyncio.gather(catalogue.price('a'), catalogue.price('nothing'))\n\
        except catalogue.UnknownException as error: return error.value.item";
    assert_eq!(run(&mut session, body), Ok(text("nothing")));
}

#[test]
fn exception_has_the_traceback_of_its_task() {
    let (mut session, _) = start();
    let ended = run(
        &mut session,
        "await asyncio.sleep(0)\nraise ValueError('bad')",
    );
    let [type_name, message, traceback] = exception(ended);
    assert_eq!(
        (type_name.as_str(), message.as_str()),
        ("ValueError", "bad")
    );
    assert!(
        traceback.starts_with("Traceback (most recent call last):\n  File \"/bundle/app/tasks_app"),
        "{traceback}"
    );
    assert!(traceback.ends_with("ValueError: bad\n"), "{traceback}");
    assert!(!traceback.contains("_wasi_py_loop"), "{traceback}");
    // The instance goes on working, also for what ends a process.
    let ended = run(&mut session, "await asyncio.sleep(0)\nraise SystemExit(3)");
    assert_eq!(exception(ended)[0], "SystemExit");
    assert_eq!(
        run(&mut session, "raise SystemExit(3)").map_err(|_| ()),
        Err(())
    );
    assert_eq!(run(&mut session, "return 1"), Ok(text("1")));
}

#[test]
fn context_of_each_call_is_its_own() {
    let (mut session, _) = start();
    let body = |name: &str| {
        format!(
            "import contextvars\n\
             if not notes: notes.append(contextvars.ContextVar('name', default='nobody'))\n\
             before = notes[0].get()\n\
             notes[0].set({name:?})\n\
             await asyncio.sleep(0.001)\n\
             return before, notes[0].get(), await asyncio.create_task(asyncio.sleep(0, notes[0].get()))"
        )
    };
    let (one, other) = (body("one"), body("other"));
    let [one, other] = run_all(&mut session, [&one, &other]);
    assert_eq!(one, Ok(text("('nobody', 'one', 'one')")));
    assert_eq!(other, Ok(text("('nobody', 'other', 'other')")));
}

#[test]
fn threads_are_refused_in_words() {
    let (mut session, _) = start();
    for call in [
        "await asyncio.to_thread(print)",
        "await asyncio.get_running_loop().run_in_executor(None, print)",
    ] {
        let [type_name, message, _] = exception(run(&mut session, call));
        assert_eq!(type_name, "NotImplementedError");
        assert!(message.starts_with("there are no threads: "), "{message}");
    }
    let looked_up = "return (await asyncio.get_running_loop().getaddrinfo('127.0.0.1', 80))[0][4]";
    assert_eq!(run(&mut session, looked_up), Ok(text("('127.0.0.1', 80)")));
}

#[test]
fn a_call_can_wait_for_another() {
    let (mut session, _) = start();
    let [one, other] = run_all(
        &mut session,
        [
            "notes.append(asyncio.Event())\nawait notes[0].wait()\nreturn 'told'",
            "await asyncio.sleep(0.001)\nnotes[0].set()\nreturn 'tells'",
        ],
    );
    assert_eq!((one, other), (Ok(text("told")), Ok(text("tells"))));
}

#[test]
fn tasks_that_wait_for_nothing_let_others_on() {
    let (mut session, _) = start();
    let [one, other] = run_all(
        &mut session,
        [
            "while not notes: await asyncio.sleep(0)\nreturn 'seen'",
            "await catalogue.price('a')\nnotes.append(1)\nreturn 'done'",
        ],
    );
    assert_eq!((one, other), (Ok(text("seen")), Ok(text("done"))));
}

#[test]
fn a_task_may_go_on_after_its_call() {
    let (mut session, _) = start();
    let begin = "\
        async def later():\n    \
            await catalogue.price('a')\n    \
            await asyncio.sleep(0.001)\n    \
            notes.append('later')\n\
        notes.append(asyncio.create_task(later()))\n\
        return 'begun'";
    let [begun, ended] = run_all(
        &mut session,
        [begin, "await asyncio.sleep(0.05)\nreturn notes[1]"],
    );
    assert_eq!((begun, ended), (Ok(text("begun")), Ok(text("later"))));
}

#[test]
fn what_is_cancelled_is_cancelled_at_the_host() {
    let (mut session, catalogue) = start();
    let body = "\
        try:\n    \
            async with asyncio.timeout(0.1):\n        \
                await catalogue.price('never')\n\
        except TimeoutError:\n    \
            notes.append('timed out')\n\
        return notes";
    assert_eq!(run(&mut session, body), Ok(text("['timed out']")));
    let counts = catalogue.counts();
    assert_eq!((counts.most, counts.running, counts.dropped), (1, 0, 1));
}

#[test]
fn ten_thousand_tasks_are_as_good_as_one() {
    let (mut session, catalogue) = start();
    let body = "\
        async def one(number):\n    \
            await asyncio.sleep(0.001)\n    \
            return number\n\
        return sum(await asyncio.gather(*map(one, range(10_000))))";
    assert_eq!(run(&mut session, body), Ok(text("49995000")));
    let body = "return sum(await asyncio.gather(*(catalogue.price('a') for _ in range(1000))))";
    assert_eq!(run(&mut session, body), Ok(text("1000")));
    assert_eq!(catalogue.counts().most, 1000);
}

#[test]
fn a_hundred_thousand_tasks_wait_at_once() {
    let (mut session, _) = start();
    let body = "\
        begun = asyncio.Event()\n\
        async def one():\n    \
            await begun.wait()\n    \
            return 1\n\
        tasks = [asyncio.create_task(one()) for _ in range(100_000)]\n\
        await asyncio.sleep(0)\n\
        begun.set()\n\
        return sum(await asyncio.gather(*tasks))";
    assert_eq!(run(&mut session, body), Ok(text("100000")));
    assert_eq!(run(&mut session, "return 1"), Ok(text("1")));
}

#[test]
fn a_task_that_never_ends_holds_up_nobody() {
    let (mut session, catalogue) = start();
    let endless = "\
        async def forever():\n    \
            while True: await asyncio.sleep(0)\n\
        notes.append(asyncio.create_task(forever()))\n\
        notes.append(asyncio.create_task(catalogue.price('never')))\n\
        return len(notes)";
    assert_eq!(run(&mut session, endless), Ok(text("2")));
    let ended = run(&mut session, "return await catalogue.price('abc')");
    assert_eq!(ended, Ok(text("3")));
    // Nor can one that does not let itself be cancelled keep another from its answer.
    let stubborn = "\
        async def stay():\n    \
            while True:\n        \
                try: await asyncio.sleep(1000)\n        \
                except asyncio.CancelledError: notes.append('no')\n\
        task = asyncio.create_task(stay())\n\
        await asyncio.sleep(0)\n\
        for _ in range(3):\n    \
            task.cancel()\n    \
            await asyncio.sleep(0.001)\n\
        return task.done(), notes.count('no')";
    assert_eq!(run(&mut session, stubborn), Ok(text("(False, 3)")));
    assert_eq!(catalogue.counts().running, 1);
}

#[test]
fn a_storm_of_cancellations_leaves_nothing_behind() {
    let (mut session, catalogue) = start();
    let body = "\
        for _ in range(20):\n    \
            tasks = [asyncio.create_task(catalogue.price('never')) for _ in range(50)]\n    \
            await asyncio.sleep(0.01)\n    \
            for task in tasks: task.cancel()\n    \
            await asyncio.gather(*tasks, return_exceptions=True)\n\
        return all(task.cancelled() for task in tasks)";
    assert_eq!(run(&mut session, body), Ok(text("True")));
    let counts = catalogue.counts();
    // On a busy machine, some are cancelled before the host is called.
    assert!(counts.begun >= 50, "{}", counts.begun);
    assert_eq!((counts.running, counts.dropped), (0, counts.begun));
}

#[test]
fn what_keeps_the_loop_for_long_is_reported() {
    let (mut session, _) = start();
    assert_eq!(
        run(&mut session, "import time\ntime.sleep(1.1)\nreturn 1"),
        Ok(text("1"))
    );
    let said = session.stderr();
    assert!(said.starts_with("the event loop was kept for 1."), "{said}");
}

#[test]
fn the_hosts_resources_have_async_methods_and_are_lent() {
    let (mut session, _) = start();
    let pushed = session
        .store
        .data_mut()
        .resources
        .push(Shop("corner".to_owned()));
    let shop = pushed.expect("room");
    let shop = ResourceAny::try_from_resource(shop, &mut session.store).expect("a resource");
    for _ in 0..2 {
        let ended = call(
            &mut session,
            "offers",
            vec![Val::Resource(shop), text("tea")],
        );
        assert_eq!(ended, Some(texts(["tea of corner", "tea of other"])));
    }
    session.drop_resource(&Val::Resource(shop));
    let log = session.store.data().data.log.clone();
    assert_eq!(log, ["dropped other", "dropped other"]);
}

#[test]
fn resource_in_use_is_not_given_away() {
    let (mut session, _) = start();
    let body = "\
        shop = await catalogue.Shop.find('corner')\n\
        offer = asyncio.create_task(shop.offer('tea'))\n\
        await asyncio.sleep(0)\n\
        try: shop.__exit__(None)\n\
        except RuntimeError as error: notes.append(str(error))\n\
        return notes, await offer, shop.name()";
    let expected = "(['this `shop` is in use'], 'tea of corner', 'corner')";
    assert_eq!(run(&mut session, body), Ok(text(expected)));
}

#[test]
fn resources_of_python_have_async_methods() {
    let (mut session, _) = start();
    let new = function("[constructor]counter");
    let made = [1, 2].map(|start| session.call(&new, &[Val::U32(start)]).expect("a counter"));
    let add = function("[method]counter.add");
    let calls = made
        .each_ref()
        .map(|counter| (add.as_str(), vec![counter.clone(), Val::U32(5)]));
    let added = session.call_all(&calls);
    assert_eq!(added, [Some(Val::U32(6)), Some(Val::U32(7))]);
    let sum = call(&mut session, "[static]counter.sum", made.to_vec()).expect("a counter");
    let added = call(&mut session, "[method]counter.add", vec![sum, Val::U32(0)]);
    assert_eq!(added, Some(Val::U32(13)));
}

#[test]
fn wrong_argument_for_the_host_is_named() {
    let (mut session, _) = start();
    for body in [
        "await catalogue.price(5)",
        "await catalogue.is_cheaper(5, 5)",
    ] {
        let [type_name, message, traceback] = exception(run(&mut session, body));
        assert_eq!(type_name, "TypeError", "{message}");
        assert!(traceback.contains("in the argument `"), "{traceback}");
    }
}
