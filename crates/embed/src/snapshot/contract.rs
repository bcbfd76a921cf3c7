//! The exports that a snapshot is taken with. `wit/snapshot.wit` has them, which is that of `wasi-py-finish`.

#![allow(
    missing_docs,
    unreachable_pub,
    unsafe_code,
    reason = "written by wit-bindgen"
)]

wit_bindgen::generate!({
    path: "wit/snapshot.wit",
    runtime_path: "::wasi_py_embed::wit_bindgen::rt",
    // Each component invokes the macro that it writes.
    pub_export_macro: true,
    default_bindings_module: "::wasi_py_embed::snapshot_contract",
});
