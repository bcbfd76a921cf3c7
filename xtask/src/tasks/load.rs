//! `cargo xtask load`: measures requests a second and latencies of the HTTP example, beside the same handler
//! without Python.

mod report;
mod server;
mod wrk;

use std::path::{Path, PathBuf};

use anyhow::Context;
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::setup;

use crate::fixtures::handlers::{CONTROL, PYTHON, SERVICE, SERVICE_CONTROL, compiled};
use crate::shell;

use report::Row;
use server::Server;
use wrk::{Load, Measured};

const USES: &str = "\
Examples:
  cargo xtask load
  cargo xtask load --quick

Results: printed; the table in `docs/how-to/http.md`, unless it is quick.";

/// Measures the examples `http` and `service` under load, beside the same without Python
///
/// On loopback: by WASI 0.2 every request has an instance of its own, by 0.3 one instance answers many. The
/// load is that of `wrk`, from Debian; it ends by itself.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Time for each measurement, in seconds
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// Number of rounds in which the handlers take turns
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Number of requests that are under way at any time
    #[arg(long, default_value_t = 8)]
    connections: u32,
    /// Measures briefly, to see that everything works, and rewrites nothing
    #[arg(long)]
    quick: bool,
}

/// A request, and the answer that the server must give: with another, something else would be measured.
pub(crate) struct Request {
    /// The method and the path: `GET /`.
    pub(crate) line: &'static str,
    pub(crate) body: &'static str,
}

const REQUESTS: [Request; 2] = [
    Request {
        line: "GET /",
        body: "",
    },
    Request {
        line: "POST /people/student",
        body: r#"[{"name": "John", "age": 21, "tags": ["funny", "student"]}, {"name": "Jane", "age": 22, "tags": ["thoughtful", "student"]}, {"name": "George", "age": 75, "tags": ["wise", "retired"]}]"#,
    },
];

/// A way of serving: the handlers with and without Python, and the options of the server.
struct Setting {
    name: &'static str,
    handlers: [&'static str; 2],
    options: &'static [&'static str],
}

/// The defaults of the server, the settings with which an instance costs least, and instances that are used
/// again.
const SETTINGS: [Setting; 3] = [
    Setting {
        name: "by default",
        handlers: [PYTHON, CONTROL],
        options: &[],
    },
    Setting {
        name: "kept resident",
        handlers: [PYTHON, CONTROL],
        options: &[
            "-Opooling-memory-keep-resident=16777216",
            "-Opooling-table-keep-resident=262144",
            "-Opooling-pagemap-scan=yes",
        ],
    },
    Setting {
        name: "WASI 0.3",
        handlers: [SERVICE, SERVICE_CONTROL],
        options: &[],
    },
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    setup::debian_packages(&["wrk"])?;
    let (seconds, rounds) = if arguments.quick {
        (1, 1)
    } else {
        (arguments.seconds, arguments.rounds)
    };
    let load = Load {
        seconds,
        connections: arguments.connections,
    };
    let (mut rows, average) = (Vec::new(), report::load_average());
    for setting in &SETTINGS {
        let [python, control] = setting.handlers;
        let handlers = [compiled(python)?, compiled(control)?];
        for request in &REQUESTS {
            let _step = Step::begin(format!("measuring {}, {}", request.line, setting.name));
            let measured = in_turns(&handlers, setting.options, request, &load, rounds)?;
            rows.push(Row {
                request: request.line,
                settings: setting.name,
                measured,
            });
        }
    }
    let table = report::table(&rows, &load, (rounds, &average));
    println!("{table}");
    if !arguments.quick {
        report::write(&page(), &table)?;
    }
    Ok(())
}

fn page() -> PathBuf {
    shell::repository().join("docs/how-to/http.md")
}

/// Returns the median of each handler. Only one server runs at a time, so that neither takes from the other.
fn in_turns(
    handlers: &[PathBuf; 2],
    options: &[&str],
    request: &Request,
    load: &Load,
    rounds: usize,
) -> anyhow::Result<[Measured; 2]> {
    let mut all: [Vec<Measured>; 2] = Default::default();
    for _ in 0..rounds {
        for (handler, measured) in handlers.iter().zip(&mut all) {
            measured.push(one(handler, options, request, load)?);
        }
    }
    let [python, control] = &all;
    let median = |measured: &[Measured]| Measured::median(measured).context("no round");
    Ok([median(python)?, median(control)?])
}

fn one(
    handler: &Path,
    options: &[&str],
    request: &Request,
    load: &Load,
) -> anyhow::Result<Measured> {
    let server = Server::start(handler, options)?;
    load.run(&server.url(), request)
}
