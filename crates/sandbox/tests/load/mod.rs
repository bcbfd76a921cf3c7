//! The component that the tests run.

use std::path::Path;
use std::sync::LazyLock;

use wasi_py_host::{EngineOptions, Host};
use wasi_py_sandbox::Sandbox;

/// Loads the component that `cargo xtask test` has built.
pub(crate) fn load(host: &Host) -> Sandbox {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fixtures");
    let wasm = fixtures.join("sandbox.wasm");
    let file = wasm.display();
    assert!(
        wasm.is_file(),
        "`{file}` is missing\n= help: run `cargo xtask test sandbox`"
    );
    let loaded = Sandbox::load(host, &wasm, wasm.with_extension("cwasm"));
    loaded.unwrap_or_else(|error| panic!("{error}"))
}

/// One that all tests of a program share.
pub(crate) fn sandbox() -> Sandbox {
    static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| {
        let host = Host::new(EngineOptions::default());
        load(&host.expect("a host"))
    });
    SANDBOX.clone()
}
