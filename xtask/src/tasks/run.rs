//! `cargo xtask run`: the main job, a host program that filters people by the component.

use wasi_py_toolkit::console;
use wasi_py_toolkit::tools::Tools;

use crate::guests::build_people;

const USES: &str = "\
Examples:
  cargo xtask run
  cargo xtask run -- --tag student people.json
  cargo xtask run -- --tag student --output json - < people.csv

Results: printed, or in the file that `--out` of the host program names.";

/// Filters people by the component, which is built first if need be.
///
/// Arguments after `--` go to the host program, `cargo xtask run -- --help` lists them.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// For the host program
    #[arg(last = true, value_name = "ARGUMENTS")]
    rest: Vec<std::ffi::OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<std::process::ExitCode> {
    let people = build_people()?;
    let status = Tools::ensure()?
        .host()
        .arg("--component")
        .arg(people)
        .args(console::is_quiet().then_some("--quiet"))
        .args(&arguments.rest)
        .status()?;
    // The host program has reported the error. Its exit status tells bad input from a failed guest.
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1)
        .into())
}
