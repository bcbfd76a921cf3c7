//! `cargo xtask serve`: builds an example that answers HTTP requests and serves it by `wasmtime serve`.

use std::net::SocketAddr;

use clap::builder::PossibleValuesParser;
use wasi_py_toolkit::wasmtime::{Wasmtime, check_free};

use crate::fixtures::handlers::{PYTHON, SERVICE, WEB, compiled};
use crate::programs::WASMTIME;

const USES: &str = "\
Examples:
  cargo xtask serve
  cargo xtask serve web --addr 127.0.0.1:0

Results: none are kept; where it listens is printed.";

/// Serves the example `http`, `service` or `web`, which is built first if need be
///
/// It answers until Ctrl-C: `service` many requests in an instance, the others each in one of its own.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// The example
    #[arg(value_name = "EXAMPLE", default_value = PYTHON, value_parser = PossibleValuesParser::new([PYTHON, SERVICE, WEB]))]
    example: String,
    /// Address to listen on; the port 0 takes one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    check_free(arguments.addr)?;
    let component = compiled(&arguments.example)?;
    let wasmtime = Wasmtime::new(WASMTIME.ensure()?);
    match wasmtime.serve(&component, arguments.addr, [""; 0])? {}
}
