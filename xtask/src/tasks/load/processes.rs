//! What the processes of a server use, as Linux counts it: processor time and memory.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

/// The unit of processor time in `/proc`. Linux has the same on every machine, whatever its own clock does.
const TICKS_PER_S: f64 = 100.0;

/// A process, and those that it has started.
pub(super) struct Family(pub(super) u32);

impl Family {
    /// Returns the processor time that they have used, in seconds.
    pub(super) fn cpu_s(&self) -> anyhow::Result<f64> {
        self.sum("stat", ticks).map(|ticks| ticks / TICKS_PER_S)
    }

    /// Returns their memory in MiB. A page that several processes share counts in parts.
    pub(super) fn memory_mib(&self) -> anyhow::Result<f64> {
        self.sum("smaps_rollup", shared_kib).map(|kib| kib / 1024.0)
    }

    fn sum(&self, file: &str, read: fn(&str) -> Option<f64>) -> anyhow::Result<f64> {
        let mut sum = 0.0;
        for id in members(self.0)? {
            let path = folder(id).join(file);
            let text = fs::read_to_string(&path);
            let text = text.with_context(|| format!("cannot read `{}`", path.display()))?;
            let value = read(&text);
            sum += value.with_context(|| format!("`{}` is not as expected", path.display()))?;
        }
        Ok(sum)
    }
}

fn folder(id: u32) -> PathBuf {
    PathBuf::from(format!("/proc/{id}"))
}

/// Lists the process and all that began from it.
fn members(id: u32) -> anyhow::Result<Vec<u32>> {
    let mut all = vec![id];
    let threads = folder(id).join("task");
    let failed = || format!("cannot read `{}`", threads.display());
    for thread in fs::read_dir(&threads).with_context(failed)? {
        // A thread may have ended since.
        let children = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace() {
            all.extend(members(child.parse()?)?);
        }
    }
    Ok(all)
}

/// Reads the processor time in `/proc/PID/stat`: of the process and of the kernel for it.
fn ticks(stat: &str) -> Option<f64> {
    /// Counted behind the name, which may have anything in it.
    const USER: usize = 11;
    let (_, fields) = stat.rsplit_once(')')?;
    let times = fields.split_whitespace().skip(USER).take(2);
    times.map(|ticks| ticks.parse::<f64>().ok()).sum()
}

/// Reads the proportional size in `/proc/PID/smaps_rollup`.
fn shared_kib(rollup: &str) -> Option<f64> {
    let sizes = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    sizes?.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn files_of_linux_are_read() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 100 0 0 0 120 30 0 0 20 0 1 0 5 6 7";
        assert_eq!(ticks(stat), Some(150.0));
        assert_eq!(ticks("7 (a) S 1"), Some(0.0));
        let rollup =
            "55d0-7ffd ---p 0 00:00 0 [rollup]\nRss: 9 kB\nPss:      2048 kB\nPss_Dirty: 1 kB\n";
        assert_eq!(shared_kib(rollup), Some(2048.0));
    }

    #[test]
    fn children_belong_to_the_family() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 60 & echo begun; read line; kill $!"]);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().expect("a shell");
        let mut begun = std::io::BufReader::new(shell.stdout.take().expect("a pipe"));
        std::io::BufRead::read_line(&mut begun, &mut String::new()).expect("has begun");
        let family = Family(shell.id());
        assert_eq!(members(shell.id()).expect("reads").len(), 2);
        assert!(family.memory_mib().expect("reads") > 0.0);
        family.cpu_s().expect("reads");
        drop(shell.stdin.take());
        shell.wait().expect("ends");
    }
}
