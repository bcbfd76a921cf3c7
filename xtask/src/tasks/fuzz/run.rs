//! A run of libFuzzer, and the figures in its log.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use super::folder;
use super::target::Target;

/// The longest time for an input. One that takes longer is a finding.
const SLOWEST_SECONDS: u32 = 20;
/// The limit of memory for all inputs together and the program itself.
const MEMORY_MIB: u32 = 2048;

/// The figures of a run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) executions: u64,
    pub(super) seconds: u64,
    /// The number of branches in our own code that were reached.
    pub(super) edges: u64,
}

/// Fuzzes a target for a while.
///
/// # Errors
/// When it finds something, or cannot be run.
pub(super) fn fuzz(target: &Target, seconds: u64) -> anyhow::Result<Figures> {
    let (folder, inputs) = (folder(target.name), target.inputs());
    fs::create_dir_all(&inputs)?;
    fs::create_dir_all(target.corpus())?;
    let log = folder.join("log");
    eprintln!("fuzzing `{}` for {seconds} s", target.name);
    let status = Command::new(target.program())
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={}", target.longest_bytes))
        .arg(format!("-timeout={SLOWEST_SECONDS}"))
        .arg(format!("-rss_limit_mb={MEMORY_MIB}"))
        .arg(target.findings())
        .arg("-print_final_stats=1")
        .args(target.dictionary())
        .args([&inputs, &target.corpus()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&log)?)
        .status()
        .with_context(|| format!("cannot run `{}`", target.program().display()))?;
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if !status.success() {
        let (name, log) = (target.name, log.display());
        let found = after(&text, "Test unit written to ").unwrap_or("no input");
        bail!(
            "`{name}` failed: {status}, with {found}\n= help: see `{log}`\n\
             = help: once it is fixed, keep the input in `crates/fuzz/corpus/{name}` under a name that says what it was"
        );
    }
    figures(&text, seconds)
        .with_context(|| format!("`{}` is not a log of libFuzzer", log.display()))
}

fn figures(log: &str, seconds: u64) -> Option<Figures> {
    let number = |text: &str| text.split_whitespace().next()?.parse().ok();
    Some(Figures {
        executions: number(after(log, "stat::number_of_executed_units:")?)?,
        edges: number(after(log, " cov: ")?)?,
        seconds,
    })
}

/// Returns the rest of the last line that contains `label`.
fn after<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let mut lines = text.lines().rev();
    lines.find_map(|line| Some(line.split_once(label)?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_end() {
        let log = "#2\tINITED cov: 7 ft: 8 corp: 1/1b\n#99\tDONE   cov: 42 ft: 50 corp: 3/9b\n\
                   stat::number_of_executed_units: 99\nstat::average_exec_per_sec: 9\n";
        let expected = Figures {
            executions: 99,
            seconds: 60,
            edges: 42,
        };
        assert_eq!(figures(log, 60), Some(expected));
        assert_eq!(figures("INFO: nothing", 60), None);
    }
}
