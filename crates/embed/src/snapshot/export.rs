//! The macro by which a component exports what its snapshot is taken with.

/// Exports the functions of the contract for the tool that takes the snapshot. The tool then removes the
/// exports.
///
/// `$warm_up` is a `fn(Python<'_>) -> PyResult<()>` that imports the app and calls it a few dozen times.
#[cfg(feature = "snapshot")]
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {
        #[allow(missing_docs, unsafe_code, reason = "written by wit-bindgen")]
        mod snapshot_export {
            struct Component;
            impl $crate::snapshot_contract::Guest for Component {
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
            $crate::snapshot_contract::export!(Component);
        }
    };
}

/// Without the feature `snapshot` there is nothing to prepare.
#[cfg(not(feature = "snapshot"))]
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {};
}
