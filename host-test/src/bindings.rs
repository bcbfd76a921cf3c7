//! Bindings that `wasmtime` generates from `wit/`. Nothing is written by hand here.

#![allow(missing_docs, reason = "generated; the WIT has the docs")]

wasmtime::component::bindgen!({
    path: "../wit",
    world: "people-component",
    exports: { default: async },
    additional_derives: [PartialEq, Eq, Hash, serde::Serialize],
});
