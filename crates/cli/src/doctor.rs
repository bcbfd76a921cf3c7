//! `wasi-py doctor`: what a build needs, and what this machine has of it.

use anyhow::bail;
use wasi_py_toolkit::doctor::{Found, needs};

/// Looks up what a build needs on this machine, and says how to get what is missing
///
/// Nothing is installed or changed.
#[derive(clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<()> {
    let needs = needs();
    for need in &needs {
        println!("{need}");
    }
    let is_missing = |found: &Found| match found {
        Found::There(_) | Found::Later(_) => false,
        Found::Missing { .. } => true,
    };
    match needs.iter().filter(|need| is_missing(&need.found)).count() {
        0 => Ok(()),
        1 => bail!("one need is missing"),
        count => bail!("{count} needs are missing"),
    }
}
