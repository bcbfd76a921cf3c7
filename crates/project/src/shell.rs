//! Running other programs: an error says which one failed and shows its whole command.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// Runs a program to its end. Its output goes where ours goes.
///
/// # Errors
/// When it cannot be started or fails.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let shown = format!("`{program} {}`", arguments.collect::<Vec<_>>().join(" "));
    let status = command
        .status()
        .with_context(|| format!("cannot run {shown}"))?;
    if !status.success() {
        bail!("{shown} failed: {status}");
    }
    Ok(())
}
