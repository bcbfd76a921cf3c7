//! Calls of components by a host that knows their types only from the component.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use wasmtime::Store;
use wasmtime::component::{Component, Linker, ResourceTable, Val};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::guests::{fixture, host};

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

/// Calls a function of a fixture in a fresh instance. The function returns a `result` with both payloads.
pub(crate) fn call(name: &str, function: &str, arguments: &[Val]) -> Result<Val, Val> {
    let host = host();
    let component = compiled(name);
    let mut linker = Linker::<State>::new(host.engine());
    wasmtime_wasi::p2::add_to_linker_async(&mut linker).expect("links WASI");
    let state = State {
        wasi: WasiCtx::builder().build(),
        table: ResourceTable::new(),
    };
    let mut store = Store::new(host.engine(), state);
    store.set_epoch_deadline(u64::MAX / 2);
    let mut results = [Val::Bool(false)];
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let instance = linker
            .instantiate_async(&mut store, &component)
            .await
            .expect("instantiates");
        let function = instance
            .get_func(&mut store, function)
            .unwrap_or_else(|| panic!("`{name}` does not export `{function}`"));
        function
            .call_async(&mut store, arguments, &mut results)
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

/// A fixture, compiled once for all tests of a file.
fn compiled(name: &str) -> Component {
    static COMPONENTS: LazyLock<Mutex<HashMap<String, Component>>> = LazyLock::new(Mutex::default);
    let mut components = COMPONENTS.lock().unwrap_or_else(PoisonError::into_inner);
    let compile = || Component::from_file(host().engine(), fixture(name)).expect("a component");
    components
        .entry(name.to_owned())
        .or_insert_with(compile)
        .clone()
}
