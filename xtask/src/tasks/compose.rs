//! `cargo xtask compose`: the components in `examples/compose`, composed by the tools of the field.

use crate::fixtures::compositions;

const USES: &str = "\
Examples:
  cargo xtask compose

Results: in `target/fixtures`; the paths are printed.";

/// Puts the components in `examples/compose` together with the people component.
///
/// With `wac plug`, with a `.wac` file and with `wasm-tools compose`; `docs/how-to/composing.md` has the
/// commands.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<()> {
    for composed in compositions::build()? {
        println!("{}", composed.display());
    }
    Ok(())
}
