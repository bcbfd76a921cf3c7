//! The second component: another world, another app, the same library crates.

mod guests;

use guests::{fixture, host};
use wasmtime::Store;
use wasmtime::component::{Component, Linker, ResourceTable, Val};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

/// Calls `count` in a fresh instance, as a host that knows its type only from the component.
fn count(text: &str, pattern: &str) -> Result<Val, Val> {
    let host = host();
    let component = Component::from_file(host.engine(), fixture("words")).expect("a component");
    let mut linker = Linker::<State>::new(host.engine());
    wasmtime_wasi::p2::add_to_linker_async(&mut linker).expect("links WASI");
    let state = State {
        wasi: WasiCtx::builder().build(),
        table: ResourceTable::new(),
    };
    let mut store = Store::new(host.engine(), state);
    store.set_epoch_deadline(u64::MAX / 2);
    let arguments = [Val::String(text.into()), Val::String(pattern.into())];
    let mut results = [Val::Bool(false)];
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let instance = linker
            .instantiate_async(&mut store, &component)
            .await
            .expect("instantiates");
        let count = instance
            .get_func(&mut store, "count")
            .expect("exports `count`");
        count
            .call_async(&mut store, &arguments, &mut results)
            .await
            .expect("returns");
    });
    let [result] = results;
    match result {
        Val::Result(Ok(Some(value))) => Ok(*value),
        Val::Result(Err(Some(error))) => Err(*error),
        other => panic!("{other:?}"),
    }
}

fn pair(word: &str, times: u32) -> Val {
    Val::Tuple(vec![Val::String(word.into()), Val::U32(times)])
}

#[test]
fn words_are_counted() {
    let counted = count("to be or not to be, to", r"\w+");
    let expected = vec![pair("to", 3), pair("be", 2), pair("or", 1), pair("not", 1)];
    assert_eq!(counted, Ok(Val::List(expected)));
}

#[test]
fn pattern_that_does_not_compile_is_an_exception() {
    let Err(Val::Record(fields)) = count("text", "(") else {
        panic!("expected the record `exception`");
    };
    let type_name = (
        "type-name".to_owned(),
        Val::String("re.PatternError".to_owned()),
    );
    assert_eq!(fields.first(), Some(&type_name));
}
