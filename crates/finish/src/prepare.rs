//! The run of the guest up to the state that is kept, and the reading of that state.

use wasmtime::component::{Component, Instance, Linker, TypedFunc};
use wasmtime::{Config, Engine, OptLevel, RegallocAlgorithm, Store, Strategy};
use wasmtime_wizer::Wizer;

use crate::deterministic::Host;
use crate::guest::Guest;
use crate::requests::{self, WarmUpRequest};
use crate::state::State;
use crate::{BEGIN, KEEP, PREPARE, SnapshotError, initial, stub_imports};

/// Room for the deep recursion that CPython allows itself, and for freeing long chains of objects.
const WASM_STACK_BYTES: usize = 64 << 20;
/// The stack under the guest, which holds its frames and the host's.
const FIBER_STACK_BYTES: usize = WASM_STACK_BYTES + (1 << 20);

/// Returns the component in the state after its preparation. The exports for that are still there.
pub(crate) fn run(guest: &Guest, random: Vec<u8>) -> Result<Vec<u8>, SnapshotError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(SnapshotError::Runtime)?;
    runtime.block_on(keep(guest, random))
}

async fn keep(guest: &Guest, random: Vec<u8>) -> Result<Vec<u8>, SnapshotError> {
    let mut wizer = Wizer::new();
    // Removing the export is a step of its own: wizer would leave the indices behind it wrong.
    wizer.keep_init_func(true);
    let (context, instrumented) = wizer
        .instrument_component(&guest.component)
        .map_err(SnapshotError::Component)?;

    let (mut store, instance) = prepared(guest, &instrumented, random).await?;
    let mut state = State {
        store: &mut store,
        instance,
        failed: None,
    };
    let kept = wizer.snapshot_component(&context, &mut state).await;
    match state.failed {
        Some(error) => Err(SnapshotError::Component(error)),
        None => kept.map_err(SnapshotError::Component),
    }
}

/// Instantiates the instrumented component and calls all exports that prepare it.
async fn prepared(
    guest: &Guest,
    instrumented: &[u8],
    random: Vec<u8>,
) -> Result<(Store<Host>, Instance), SnapshotError> {
    let engine = Engine::new(&configuration()).map_err(SnapshotError::Component)?;
    let compiled = Component::new(&engine, instrumented).map_err(SnapshotError::Component)?;
    let mut store = Store::new(&engine, Host::new(random));
    // The whole memory is read in one call.
    store.set_hostcall_fuel(usize::MAX);
    let instance = linker(&compiled, guest)
        .map_err(SnapshotError::Component)?
        .instantiate_async(&mut store, &compiled)
        .await
        .map_err(SnapshotError::Component)?;

    if is_command(&compiled, &engine)
        && let Ok(keep) = keep_function(&instance, &mut store)
        && let Some(data) = initial::data(&guest.component)?
    {
        keep.call_async(&mut store, (data.address, &data.bundle))
            .await
            .map_err(SnapshotError::Stopped)?;
    }
    if let Ok(begin) = begin_function(&instance, &mut store) {
        let (begun,) = begin
            .call_async(&mut store, ())
            .await
            .map_err(SnapshotError::Stopped)?;
        let asked = begun.map_err(SnapshotError::App)?;
        requests::make(&mut store, &instance, &asked).await?;
    }
    let prepare =
        prepare_function(&instance, &mut store).map_err(|_| SnapshotError::NotPrepared)?;
    let (prepared,) = prepare
        .call_async(&mut store, ())
        .await
        .map_err(SnapshotError::Stopped)?;
    prepared.map_err(SnapshotError::App)?;
    Ok((store, instance))
}

type Keep<'a> = TypedFunc<(u32, &'a [u8]), ()>;
type Begin = TypedFunc<(), (Result<Vec<WarmUpRequest>, String>,)>;
type Prepare = TypedFunc<(), (Result<(), String>,)>;

fn keep_function<'a>(instance: &Instance, store: &mut Store<Host>) -> wasmtime::Result<Keep<'a>> {
    instance.get_typed_func(store, KEEP)
}

fn begin_function(instance: &Instance, store: &mut Store<Host>) -> wasmtime::Result<Begin> {
    instance.get_typed_func(store, BEGIN)
}

fn prepare_function(instance: &Instance, store: &mut Store<Host>) -> wasmtime::Result<Prepare> {
    instance.get_typed_func(store, PREPARE)
}

/// Links the build's host, and stubs for all other imports.
fn linker(component: &Component, guest: &Guest) -> wasmtime::Result<Linker<Host>> {
    let mut linker = Linker::new(component.engine());
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    requests::add_to_linker(&mut linker)?;
    stub_imports::add_to_linker(&mut linker, component, guest)?;
    Ok(linker)
}

/// Tells whether the component is a command: only a command returns to where an instance begins.
fn is_command(component: &Component, engine: &Engine) -> bool {
    let component_type = component.component_type();
    let mut exports = component_type.exports(engine);
    exports.any(|(name, _)| name.starts_with("wasi:cli/run@"))
}

/// Configures for quick compiling, since the guest runs only for a moment.
fn configuration() -> Config {
    let mut config = Config::new();
    if cfg!(target_arch = "x86_64") {
        config.strategy(Strategy::Winch);
    } else {
        // On other processors Winch does not know every instruction.
        config.cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
    }
    config
        .cranelift_opt_level(OptLevel::None)
        .generate_address_map(false)
        // A world may have them, and whoever runs the component decides whether to allow them.
        .wasm_component_model_fixed_length_lists(true)
        .max_wasm_stack(WASM_STACK_BYTES)
        .async_stack_size(FIBER_STACK_BYTES);
    config
}

#[cfg(test)]
mod tests {
    use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
    use wit_parser::Resolve;

    use super::*;

    /// More than wasmtime lets a call return by default: 128 MiB.
    const PAGES: usize = 2049;

    /// The functions of the contract, as a core module exports them.
    const CORE: &str = r#"(module
        (memory (export "memory") 1)
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
        (func (export "keep-initial-data") (param i32 i32 i32))
        (func (export "begin-snapshot") (result i32) unreachable)
        (func (export "prepare-snapshot") (result i32) unreachable)
    )"#;

    /// Makes a component with the functions of the contract, none of which can be called.
    fn contract() -> Vec<u8> {
        let mut resolve = Resolve::default();
        let package = resolve.push_str("snapshot.wit", include_str!("../wit/snapshot.wit"));
        let world = resolve.select_world(&[package.expect("WIT")], None);
        let world = world.expect("one world");
        let mut module = wat::parse_str(CORE).expect("a module");
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)
            .expect("metadata");
        let mut encoder = ComponentEncoder::default();
        encoder.module(&module).expect("a module");
        encoder.encode().expect("a component")
    }

    #[test]
    fn functions_are_those_of_the_contract() {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let engine = Engine::new(&configuration()).expect("an engine");
        let component = Component::new(&engine, contract()).expect("a component");
        let mut store = Store::new(&engine, Host::new(vec![0; 64]));
        let linker = Linker::new(&engine);
        let instance = linker.instantiate_async(&mut store, &component);
        let instance = runtime.expect("runs").block_on(instance);
        let instance = instance.expect("an instance");
        assert!(keep_function(&instance, &mut store).is_ok());
        assert!(begin_function(&instance, &mut store).is_ok());
        assert!(prepare_function(&instance, &mut store).is_ok());
        assert_eq!(component.component_type().exports(&engine).count(), 3);
    }

    #[test]
    fn memory_may_be_large() {
        let component = format!(
            r#"(component
                (core module $m
                    (memory (export "memory") {PAGES})
                    (func (export "prepare") (result i32) i32.const 0)
                )
                (core instance $i (instantiate $m))
                (func (export "{PREPARE}") (result (result (error string)))
                    (canon lift (core func $i "prepare") (memory (core memory $i "memory")))
                )
            )"#
        );
        let component = wat::parse_str(component).expect("a component");
        let random = vec![0; 64];
        let guest = Guest::of(&component, &random).expect("a component");
        let kept = run(&guest, random).expect("is kept");
        assert!(kept.len() < PAGES, "zeros are not written");
    }
}
