//! `cargo xtask load`: measures servers of HTTP under load: components, the same in Rust alone, and the apps
//! of components behind native servers.

mod chart;
mod comparisons;
mod native;
mod outcome;
mod processes;
mod programs;
mod report;
mod server;
mod wrk;

use std::path::PathBuf;

use anyhow::{Context, ensure};
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::setup;

use crate::shell;

use comparisons::{COMPARISONS, Comparison};
use outcome::Outcome;
use programs::Programs;
use report::Circumstances;
use server::Server;
use wrk::{Load, Measured};

const USES: &str = "\
Examples:
  cargo xtask load
  cargo xtask load Flask --seconds 4
  cargo xtask load --quick

Results: printed; all of them, unless chosen or quick, in `docs/reference/benchmarks.md` and `docs/reference/load.svg`.";

/// Measures components that answer HTTP under load, beside Rust and native servers
///
/// Plain handlers beside those in Rust alone, the apps of the example `web` beside the same behind native
/// servers. All of it is on loopback. The load is that of `wrk`, from Debian; it ends by itself.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Measures only what has this in its name, such as `Flask`, and rewrites nothing
    filter: Option<String>,
    /// Time for each measurement, in seconds
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// Number of rounds in which the servers take turns
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Number of requests that are under way at any time
    #[arg(long, default_value_t = 8)]
    connections: u32,
    /// Measures briefly, to see that everything works, and rewrites nothing
    #[arg(long)]
    quick: bool,
}

impl Arguments {
    fn wants(&self, comparison: &Comparison) -> bool {
        let filter = self.filter.as_deref();
        filter.is_none_or(|filter| comparison.what.contains(filter))
    }
}

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
    let wanted = COMPARISONS.iter().filter(|one| arguments.wants(one));
    let wanted: Vec<&'static Comparison> = wanted.collect();
    ensure!(
        !wanted.is_empty(),
        "nothing that is measured has this in its name\n= help: see `{}`",
        pages().join(report::PAGE).display()
    );
    let programs = Programs::ensure(&wanted)?;
    let circumstances = Circumstances {
        load: &load,
        rounds,
        average: report::load_average(),
        versions: native::versions()?,
    };
    let outcomes: anyhow::Result<Vec<_>> = wanted
        .into_iter()
        .map(|comparison| in_turns(comparison, &programs, &load, rounds))
        .collect();
    let outcomes = outcomes?;
    let tables = report::tables(&outcomes, &circumstances);
    println!("{tables}");
    if !arguments.quick && arguments.filter.is_none() {
        report::write(&pages(), &tables, &outcomes)?;
    }
    Ok(())
}

fn pages() -> PathBuf {
    shell::repository().join("docs/reference")
}

/// Measures each server of a comparison, and takes the median of its rounds. Only one runs at a time, so that
/// none takes from another.
fn in_turns(
    comparison: &'static Comparison,
    programs: &Programs,
    load: &Load,
    rounds: usize,
) -> anyhow::Result<Outcome> {
    let Comparison {
        what,
        request,
        contenders,
    } = comparison;
    let _step = Step::begin(format!("measuring {}, {what}", request.line));
    let mut all = vec![Vec::new(); contenders.len()];
    for _ in 0..rounds {
        for (contender, measured) in contenders.iter().zip(&mut all) {
            let failed = || format!("cannot measure {}, {}", request.line, contender.name);
            let server = programs.server(&contender.program).and_then(Server::start);
            let server = server.with_context(failed)?;
            server.check(request).with_context(failed)?;
            measured.push(load.run(&server, request).with_context(failed)?);
        }
    }
    let medians = all.iter().map(|rounds| Measured::median(rounds));
    Ok(Outcome {
        comparison,
        measured: medians.collect::<Option<_>>().context("no round")?,
    })
}
