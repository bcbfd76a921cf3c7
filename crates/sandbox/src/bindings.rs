//! Bindings that `wasmtime` generates from the component's WIT. Nothing is written by hand here.

#![allow(missing_docs, reason = "generated; the WIT has the docs")]

wasmtime::component::bindgen!({
    path: "wit",
    // What memory goes through is imported as well: `crate::image` links it.
    inline: "package wasi-py:sandbox-host;
        world sandbox-host {
            include wasi-py:sandbox/sandbox-component@0.1.0;
            export wasi-py:image/image@0.1.0;
        }",
    world: "wasi-py:sandbox-host/sandbox-host",
    imports: { default: async },
    exports: { default: async },
    additional_derives: [Clone, PartialEq],
});
wasi_py_host::world!(SandboxHost, SandboxHostIndices);
