//! Calls of components by a host that knows their types only from the component.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use host_test::{COMPILED_EXTENSION, DEFAULT_MEMORY_BYTES, Host};
use tokio::runtime::Runtime;
use wasi_py_fs::{NEW_FILE_MODE, replace};
use wasmtime::component::{Accessor, Component, Func, Instance, Linker, Val};
use wasmtime::{Engine, Store};
use wasmtime_wasi::WasiCtx;
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;

use crate::guests::{concurrent_host, fixture, host};

/// The state that the host keeps for a component.
pub type State = wasi_py_host::State<Given>;

/// The data that the host's own functions need.
#[derive(Default)]
pub struct Given {
    pub log: Vec<String>,
    /// An export that a function of the host calls.
    pub function: Option<Func>,
}

/// The fuel of an instance.
const FUEL: u64 = 1 << 40;

/// A running instance of a fixture.
pub struct Session {
    pub store: Store<State>,
    instance: Instance,
    runtime: Runtime,
    stderr: MemoryOutputPipe,
}

impl Session {
    /// Starts one; `link` adds what the component imports besides WASI.
    pub fn start(name: &str, link: impl FnOnce(&mut Linker<State>)) -> Self {
        Self::on(&host(), &component(name), link)
    }

    /// Starts one that may have async functions.
    pub fn start_concurrent(name: &str, link: impl FnOnce(&mut Linker<State>)) -> Self {
        Self::on(&concurrent_host(), &concurrent_component(name), |linker| {
            wasmtime_wasi::p3::add_to_linker(linker).expect("links WASI 0.3");
            link(linker);
        })
    }

    /// Starts one of a component that was compiled for that host.
    pub fn on(host: &Host, component: &Component, link: impl FnOnce(&mut Linker<State>)) -> Self {
        let mut linker = Linker::<State>::new(host.engine());
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).expect("links WASI");
        link(&mut linker);
        let stderr = MemoryOutputPipe::new(1 << 20);
        let wasi = WasiCtx::builder().stderr(stderr.clone()).build();
        let state = State::new(Given::default(), wasi, DEFAULT_MEMORY_BYTES);
        let mut store = Store::new(host.engine(), state);
        store.limiter(|state| state.limiter());
        store.set_epoch_deadline(u64::MAX / 2);
        // Fails where fuel is not counted.
        let _ = store.set_fuel(FUEL);
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_time().build().expect("a runtime");
        let instance = runtime
            .block_on(linker.instantiate_async(&mut store, component))
            .unwrap_or_else(|error| panic!("{error:#}"));
        Self {
            store,
            instance,
            runtime,
            stderr,
        }
    }

    /// Returns the fuel that has been used, where it is counted.
    pub fn used_fuel(&self) -> u64 {
        FUEL - self.store.get_fuel().expect("fuel is counted")
    }

    /// Returns the store alone: the instance lives in it.
    pub fn into_store(self) -> Store<State> {
        self.store
    }

    /// Returns what the component wrote to standard error.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr.contents()).into_owned()
    }

    /// Finds an exported function: `interface#function`, or a function of the world.
    pub fn function(&mut self, path: &str) -> Func {
        let (interface, name) = match path.rsplit_once('#') {
            Some((interface, name)) => (Some(interface), name),
            None => (None, path),
        };
        let parent = interface.map(|interface| self.index(None, interface));
        let index = self.index(parent.as_ref(), name);
        self.instance
            .get_func(&mut self.store, index)
            .unwrap_or_else(|| panic!("`{path}` is no function"))
    }

    /// Returns the types of a function's parameters.
    pub fn parameters(&mut self, path: &str) -> Vec<wasmtime::component::types::Type> {
        let types = self.function(path).ty(&self.store);
        types.params().map(|(_, ty)| ty).collect()
    }

    fn index(
        &mut self,
        parent: Option<&wasmtime::component::ComponentExportIndex>,
        name: &str,
    ) -> wasmtime::component::ComponentExportIndex {
        let found = self.instance.get_export(&mut self.store, parent, name);
        found
            .unwrap_or_else(|| panic!("there is no export `{name}`"))
            .1
    }

    /// Calls a function of at most one result.
    ///
    /// # Errors
    /// When the component traps.
    pub fn try_call(&mut self, path: &str, arguments: &[Val]) -> wasmtime::Result<Option<Val>> {
        let function = self.function(path);
        let count = function.ty(&self.store).results().len();
        let mut results = vec![Val::Bool(false); count];
        let call = function.call_async(&mut self.store, arguments, &mut results);
        self.runtime.block_on(call)?;
        Ok(results.pop())
    }

    /// Runs what uses the store while its guests run.
    ///
    /// # Errors
    /// When the component traps, and those of `body`.
    pub fn concurrently<R>(
        &mut self,
        body: impl AsyncFnOnce(&Accessor<State>) -> wasmtime::Result<R>,
    ) -> wasmtime::Result<R> {
        self.runtime.block_on(self.store.run_concurrent(body))?
    }

    /// Calls async functions of at most one result each, all at once.
    ///
    /// # Errors
    /// When the component traps.
    pub fn try_call_all(
        &mut self,
        calls: &[(&str, Vec<Val>)],
    ) -> wasmtime::Result<Vec<Option<Val>>> {
        let calls: Vec<_> = calls
            .iter()
            .map(|(path, arguments)| {
                let function = self.function(path);
                let count = function.ty(&self.store).results().len();
                (function, arguments.clone(), vec![Val::Bool(false); count])
            })
            .collect();
        let all = self.store.run_concurrent(async |accessor| {
            let calls = calls
                .into_iter()
                .map(|(function, arguments, mut results)| async move {
                    let call = function.call_concurrent(accessor, &arguments, &mut results);
                    call.await?;
                    wasmtime::Result::Ok(results.pop())
                });
            let ended = futures::future::join_all(calls).await;
            ended.into_iter().collect()
        });
        self.runtime.block_on(all)?
    }

    /// Calls async functions that do not trap, all at once.
    pub fn call_all(&mut self, calls: &[(&str, Vec<Val>)]) -> Vec<Option<Val>> {
        let called = self.try_call_all(calls);
        called.unwrap_or_else(|error| panic!("{error:#}\n{}", self.stderr()))
    }

    /// Calls a function that does not trap.
    pub fn call(&mut self, path: &str, arguments: &[Val]) -> Option<Val> {
        let called = self.try_call(path, arguments);
        called.unwrap_or_else(|error| panic!("{error:#}\n{}", self.stderr()))
    }

    /// Calls a function that returns a `result`.
    pub fn outcome(&mut self, path: &str, arguments: &[Val]) -> Result<Val, Val> {
        let payload =
            |value: Option<Box<Val>>| value.map_or(Val::Tuple(Vec::new()), |value| *value);
        match self.call(path, arguments) {
            Some(Val::Result(Ok(value))) => Ok(payload(value)),
            Some(Val::Result(Err(error))) => Err(payload(error)),
            other => panic!("{other:?}"),
        }
    }

    /// Drops a resource that the component gave to the host, so that its destructor runs.
    pub fn drop_resource(&mut self, resource: &Val) {
        let Val::Resource(resource) = resource else {
            panic!("{resource:?} is no resource");
        };
        let dropped = resource.resource_drop_async(&mut self.store);
        self.runtime.block_on(dropped).expect("drops");
    }
}

/// Calls a function of a fixture in a fresh instance. The function returns a `result` with both payloads.
pub fn call(name: &str, function: &str, arguments: &[Val]) -> Result<Val, Val> {
    Session::start(name, |_| {}).outcome(function, arguments)
}

/// Returns a fixture for the host that the tests share.
pub fn component(name: &str) -> Component {
    static COMPONENTS: LazyLock<Mutex<HashMap<String, Component>>> = LazyLock::new(Mutex::default);
    let mut components = COMPONENTS.lock().unwrap_or_else(PoisonError::into_inner);
    components
        .entry(name.to_owned())
        .or_insert_with(|| compiled_once(host().engine(), name))
        .clone()
}

/// Returns a fixture for the host that has async functions.
pub fn concurrent_component(name: &str) -> Component {
    static COMPONENTS: LazyLock<Mutex<HashMap<String, Component>>> = LazyLock::new(Mutex::default);
    let mut components = COMPONENTS.lock().unwrap_or_else(PoisonError::into_inner);
    components
        .entry(name.to_owned())
        .or_insert_with(|| compiled_once(concurrent_host().engine(), name))
        .clone()
}

/// Compiles a fixture, or maps what was compiled of the same bytes for an engine of the same settings.
#[allow(unsafe_code, reason = "machine code is taken on trust")]
pub fn compiled_once(engine: &Engine, name: &str) -> Component {
    let bytes = fs::read(fixture(name)).expect("a fixture");
    let settings = hash_of(engine.precompile_compatibility_hash());
    // Cargo keeps this folder from one run to the next.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("calls")
        .join(format!("{name}-{settings}"));
    let code = folder.join(hash_of(&bytes));
    let code = code.with_extension(COMPILED_EXTENSION);
    if !code.exists() {
        // What is in it was compiled of other bytes. Whoever has mapped it keeps it.
        let _ = fs::remove_dir_all(&folder);
        let component = Component::new(engine, bytes).expect("a component");
        let machine_code = component.serialize().expect("machine code");
        fs::create_dir_all(&folder).expect("a folder");
        let permissions = Permissions::from_mode(NEW_FILE_MODE);
        replace(&code, permissions, |file| file.write_all(&machine_code)).expect("writes");
    }
    // SAFETY: only this function writes files in that folder, each as a whole.
    let component = unsafe { Component::deserialize_file(engine, &code) };
    component.expect("machine code")
}

fn hash_of(thing: impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
