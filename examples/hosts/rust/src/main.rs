//! A host in Rust: calls the export `count` of a component, and prints what it returns or its Python raises.

use wasi_py_host::{Capabilities, EngineOptions, Host, Limits};

wasmtime::component::bindgen!({
    path: ["../../../wit", "../../words/wit"], world: "wasi-py:words/words", exports: { default: async },
});
wasi_py_host::world!(Words, WordsIndices);
wasi_py_host::exception!(Exception);

fn main() -> wasmtime::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, text, pattern] = arguments.as_slice() else {
        wasmtime::bail!("expected `COMPONENT TEXT PATTERN`");
    };
    let guest = Host::new(EngineOptions::default())?.load::<Words>(file)?;
    let mut words = guest.instantiate(&Limits::default(), &Capabilities::none())?;
    let counted = words.try_call("count", async |words, store| {
        words.call_count(store, text, pattern).await
    })?;
    for (word, times) in counted {
        println!("{times} × {word}");
    }
    Ok(())
}
