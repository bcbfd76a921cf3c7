//! `cargo xtask new`: begins a user's own project.

use std::ffi::OsString;

use crate::shell::{self, wasi_py};

const USES: &str = "\
Examples:
  cargo xtask new ../hello
  cargo xtask new --name words ../hello

Results: the folder, whose path is printed.";

/// Starts a project of your own outside this repository.
///
/// As `cargo wasi-py new` does, which your project has from then on.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// For that command; its folder first
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let here = std::env::current_dir()?;
    shell::run(wasi_py(&here).arg("new").args(&arguments.rest))
}
