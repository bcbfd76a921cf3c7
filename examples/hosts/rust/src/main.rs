//! A host in Rust: calls `count`, which a component exports, and prints what it returns or what its Python raises.

use std::process::ExitCode;

use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime::{Engine, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView, p2};

use bindings::Words;

#[allow(missing_docs, reason = "generated")]
mod bindings {
    wasmtime::component::bindgen!({ path: ["../../../wit", "../../words/wit"], world: "wasi-py:words/words" });
}

/// What an instance is given. It sees no folder, no network and no environment; what it prints is printed.
struct State {
    wasi: WasiCtx,
    resources: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.resources,
        }
    }
}

fn main() -> wasmtime::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, text, pattern] = arguments.as_slice() else {
        eprintln!("error: expected `COMPONENT TEXT PATTERN`");
        return Ok(ExitCode::FAILURE);
    };
    let engine = Engine::default();
    let component = Component::from_file(&engine, file)?;
    let mut linker = Linker::new(&engine);
    p2::add_to_linker_sync(&mut linker)?;
    let state = State {
        wasi: WasiCtx::builder().inherit_stdio().build(),
        resources: ResourceTable::new(),
    };
    let mut store = Store::new(&engine, state);
    let words = Words::instantiate(&mut store, &component, &linker)?;
    match words.call_count(&mut store, text, pattern)? {
        Ok(counted) => {
            for (word, times) in counted {
                println!("{times} × {word}");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(exception) => {
            eprintln!("error: {}: {}", exception.type_name, exception.message);
            Ok(ExitCode::FAILURE)
        }
    }
}
