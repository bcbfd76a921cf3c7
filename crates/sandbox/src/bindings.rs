//! Bindings that `wasmtime` generates from the component's WIT. Nothing is written by hand here.

#![allow(missing_docs, reason = "generated; the WIT has the docs")]

wasmtime::component::bindgen!({
    path: "wit",
    world: "sandbox-component",
    imports: { default: async },
    exports: { default: async },
    additional_derives: [Clone, PartialEq],
});
wasi_py_host::world!(SandboxComponent, SandboxComponentIndices);
