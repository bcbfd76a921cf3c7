//! Run by `cargo xtask bench`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match wasi_py_bench::run(Path::new(env!("CARGO_BIN_EXE_bench-child"))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
