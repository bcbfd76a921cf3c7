//! The exports that a snapshot is taken with.

/// Exports `begin-snapshot` and `prepare-snapshot` for the tool that takes the snapshot. The tool then
/// removes the exports.
///
/// `$warm_up` is a `fn(Python<'_>) -> PyResult<()>` that imports the app and calls it a few dozen times.
#[cfg(feature = "snapshot")]
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {
        #[allow(missing_docs, unsafe_code, reason = "written by wit-bindgen")]
        mod snapshot_export {
            $crate::wit_bindgen::generate!({
                inline: "
                    package wasi-py:snapshot@0.1.0;
                    world snapshot {
                        export begin-snapshot: func() -> result<
                            list<tuple<string, string, list<tuple<string, list<u8>>>, list<u8>>>,
                            string
                        >;
                        export keep-initial-data: func(address: u32, bundle: list<u8>);
                        export prepare-snapshot: func() -> result<_, string>;
                    }
                ",
                // Not the world of the guest.
                path: [],
                runtime_path: "::wasi_py_embed::wit_bindgen::rt",
            });
            struct Component;
            impl Guest for Component {
                fn begin_snapshot() -> Result<Vec<$crate::HttpRequest>, String> {
                    $crate::begin(&$interpreter, $warm_up)
                }

                fn keep_initial_data(address: u32, bundle: Vec<u8>) {
                    $crate::keep_initial_data(address, bundle);
                }

                fn prepare_snapshot() -> Result<(), String> {
                    $crate::prepare(&$interpreter)
                }
            }
            export!(Component);
        }
    };
}

/// Without the feature `snapshot` there is nothing to prepare.
#[cfg(not(feature = "snapshot"))]
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {};
}
