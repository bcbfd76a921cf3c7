//! The command under its own name.

use std::process::ExitCode;

fn main() -> ExitCode {
    wasi_py::main()
}
