//! `cargo xtask serve`: builds an example that answers HTTP requests and serves it by `wasmtime serve`.

use std::net::{SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, bail};
use clap::builder::PossibleValuesParser;

use crate::fixtures::handlers::{PYTHON, WEB, compiled};
use crate::programs::WASMTIME;

const USES: &str = "\
Examples:
  cargo xtask serve
  cargo xtask serve web --addr 127.0.0.1:0

Results: none are kept; where it listens is printed.";

/// Serves the example `http` or `web`, which is built first if need be
///
/// It answers until Ctrl-C, with an instance of its own for each request.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// The example
    #[arg(value_name = "EXAMPLE", default_value = PYTHON, value_parser = PossibleValuesParser::new([PYTHON, WEB]))]
    example: String,
    /// Address to listen on; the port 0 takes one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
}

/// The options of every `wasmtime serve`: components are compiled, and read more of the host than a proxy
/// would.
pub(crate) const SERVE: [&str; 3] = ["serve", "--allow-precompiled", "-Scli"];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    check_free(arguments.addr)?;
    let component = compiled(&arguments.example)?;
    let mut serve = Command::new(WASMTIME.ensure()?);
    serve
        .args(SERVE)
        .arg("--addr")
        .arg(arguments.addr.to_string());
    // It replaces this process, so that whoever ends this one ends the server.
    Err(serve.arg(component).exec()).context("cannot run `wasmtime`")
}

/// Fails if the address is in use. `wasmtime serve` notices that only after everything is built, and does not
/// name the address.
fn check_free(addr: SocketAddr) -> anyhow::Result<()> {
    match TcpListener::bind(addr) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "`{addr}` is in use\n= help: end the program that listens there\n\
             = help: or name another address: `--addr {}:0` takes a port that is free",
            addr.ip()
        ),
        Err(error) => Err(error).with_context(|| format!("cannot listen on `{addr}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_in_use_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = taken.local_addr().expect("bound");
        let error = check_free(addr).expect_err("it is in use");
        assert_eq!(
            error.to_string(),
            format!(
                "`{addr}` is in use\n= help: end the program that listens there\n\
                 = help: or name another address: `--addr 127.0.0.1:0` takes a port that is free"
            )
        );
    }

    #[test]
    fn free_port_is_no_error() {
        check_free(([127, 0, 0, 1], 0).into()).expect("the system knows a free one");
    }
}
