//! A component that imports: the host has a key-value store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use wasmtime::component::{Linker, Val};

use crate::calls::{Session, State};

type Entries = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Keys that fit.
const ROOM: usize = 3;

mod host {
    wasmtime::component::bindgen!({ path: "../examples/store/wit", world: "visits" });
}

use host::wasi_py::store::store::Error;

fn link(linker: &mut Linker<State>, entries: &Entries) {
    let mut store = linker
        .instance("wasi-py:store/store@0.1.0")
        .expect("an instance");
    let held = entries.clone();
    let get = move |_: wasmtime::StoreContextMut<'_, State>, (key,): (String,)| {
        let found = held.lock().expect("unpoisoned").get(&key).cloned();
        Ok((found.ok_or(Error::NoSuchKey(key)),))
    };
    store.func_wrap("get", get).expect("links");
    let held = entries.clone();
    let set = move |_: wasmtime::StoreContextMut<'_, State>, (key, value): (String, Vec<u8>)| {
        let mut held = held.lock().expect("unpoisoned");
        if held.len() == ROOM && !held.contains_key(&key) {
            return Ok((Err(Error::Full),));
        }
        Ok((Ok(held.insert(key, value)),))
    };
    store.func_wrap("set", set).expect("links");
    let held = entries.clone();
    let keys = move |_: wasmtime::StoreContextMut<'_, State>, (prefix,): (String,)| {
        let held = held.lock().expect("unpoisoned");
        let keys = held.keys().filter(|key| key.starts_with(&prefix));
        Ok((keys.cloned().collect::<Vec<String>>(),))
    };
    store.func_wrap("keys", keys).expect("links");
}

#[test]
fn python_uses_the_store_of_the_host() {
    let entries = Entries::default();
    let mut session = Session::start("store", |linker| link(linker, &entries));
    let visit = |session: &mut Session, name: &str| {
        session.outcome("visit", &[Val::String(name.to_owned())])
    };
    assert_eq!(visit(&mut session, "Zoë"), Ok(Val::U32(1)));
    assert_eq!(visit(&mut session, "Jane"), Ok(Val::U32(1)));
    assert_eq!(visit(&mut session, "Zoë"), Ok(Val::U32(2)));
    let pair = |name: &str, count| Val::Tuple(vec![Val::String(name.to_owned()), Val::U32(count)]);
    let visitors = session.call("visitors", &[]);
    assert_eq!(
        visitors,
        Some(Val::List(vec![pair("Jane", 1), pair("Zoë", 2)]))
    );
    assert_eq!(
        entries.lock().expect("unpoisoned")["visits/Zoë"],
        [0, 0, 0, 2]
    );
}

#[test]
fn error_of_the_host_is_an_exception_that_the_app_can_tell_apart() {
    let entries = Entries::default();
    let mut session = Session::start("store", |linker| link(linker, &entries));
    for name in ["a", "b", "c"] {
        let visit = session.outcome("visit", &[Val::String(name.to_owned())]);
        assert_eq!(visit, Ok(Val::U32(1)));
    }
    let refused = session.outcome("visit", &[Val::String("d".to_owned())]);
    let expected = "cannot note the visit of d: the store is full";
    assert_eq!(refused, Err(Val::String(expected.to_owned())));
}
