//! The command as one of cargo's: `cargo wasi-py`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wasi_py::main()
}
