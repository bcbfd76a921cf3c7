//! `wrk`: its options, the reading of its output, and what the server uses meanwhile.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, ensure};

use super::comparisons::Request;
use super::server::Server;

/// The load: the number of connections, and the time.
pub(super) struct Load {
    pub(super) seconds: u32,
    pub(super) connections: u32,
}

/// The measured performance of a server.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Measured {
    pub(super) requests_per_s: f64,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    /// The processor time of the server's processes for a request.
    pub(super) cpu_us: f64,
    /// The memory of the server's processes in the middle of the time.
    pub(super) memory_mib: f64,
}

impl Load {
    /// Makes the same request all the time.
    pub(super) fn run(&self, server: &Server, request: &Request) -> anyhow::Result<Measured> {
        let (method, path) = request.line.split_once(' ').context("no path")?;
        let mut script = tempfile::Builder::new().suffix(".lua").tempfile()?;
        write!(
            script,
            "wrk.method = \"{method}\"\nwrk.body = [=[{}]=]\n",
            request.body
        )?;
        let mut wrk = Command::new("wrk");
        wrk.args(["--threads", "1", "--latency", "--script"])
            .arg(script.path());
        wrk.args(["--connections", &self.connections.to_string()]);
        wrk.args(["--duration", &format!("{}s", self.seconds)]);
        wrk.arg(format!("{}{path}", server.url()));
        let processes = server.processes();
        let before_s = processes.cpu_s()?;
        let wrk = wrk
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run `wrk`")?;
        thread::sleep(Duration::from_secs(self.seconds.into()) / 2);
        let memory_mib = processes.memory_mib();
        let output = wrk.wait_with_output()?;
        let used_s = processes.cpu_s()? - before_s;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.success(), "`wrk` failed: {said}");
        let (measured, count) =
            Measured::read(&said).with_context(|| format!("`wrk` says: {said}"))?;
        Ok(Measured {
            cpu_us: used_s * 1e6 / count,
            memory_mib: memory_mib?,
            ..measured
        })
    }
}

impl Measured {
    /// Reads the output of `wrk`, with the number of requests. Returns `None` if anything went wrong.
    fn read(said: &str) -> Option<(Self, f64)> {
        let mut lines = said.lines().map(str::trim);
        let after = |start: &str| {
            let mut lines = said.lines().map(str::trim);
            lines
                .find_map(|line| line.strip_prefix(start))
                .map(str::trim)
        };
        let count = lines.find_map(|line| line.split_once(" requests in "));
        let is_clean = !said.contains("Socket errors:") && !said.contains("Non-2xx");
        let measured = is_clean.then_some(Self {
            requests_per_s: after("Requests/sec:")?.parse().ok()?,
            p50_ms: milliseconds(after("50%")?)?,
            p99_ms: milliseconds(after("99%")?)?,
            ..Self::default()
        })?;
        Some((measured, count?.0.parse().ok()?))
    }

    /// Returns the median of each figure.
    pub(super) fn median(all: &[Self]) -> Option<Self> {
        let middle = |figure: fn(&Self) -> f64| {
            let mut values: Vec<f64> = all.iter().map(figure).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        Some(Self {
            requests_per_s: middle(|one| one.requests_per_s)?,
            p50_ms: middle(|one| one.p50_ms)?,
            p99_ms: middle(|one| one.p99_ms)?,
            cpu_us: middle(|one| one.cpu_us)?,
            memory_mib: middle(|one| one.memory_mib)?,
        })
    }
}

/// Reads a time such as `1.50ms`, `15.00us` or `2.00s`.
fn milliseconds(text: &str) -> Option<f64> {
    let units = [("us", 1e-3), ("ms", 1.0), ("s", 1e3)];
    let (number, factor) = units
        .iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))?;
    Some(number.parse::<f64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "Running 1s test @ http://127.0.0.1:1/\n  1 threads and 8 connections\n  \
        Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency   638.73us  352.71us   7.91ms   79.12%\n  \
        Latency Distribution\n     50%  594.00us\n     75%    0.92ms\n     90%    1.10ms\n     99%    1.72s \n  \
        12468 requests in 1.00s, 1.50MB read\nRequests/sec:  12460.99\nTransfer/sec:      1.50MB\n";

    #[test]
    fn figures_are_read() {
        let expected = Measured {
            requests_per_s: 12460.99,
            p50_ms: 0.594,
            p99_ms: 1720.0,
            ..Measured::default()
        };
        assert_eq!(Measured::read(SAID), Some((expected, 12468.0)));
        assert_eq!(milliseconds("1.50ms"), Some(1.5));
        assert_eq!(milliseconds("1.50"), None);
    }

    #[test]
    fn answers_that_are_errors_are_no_figures() {
        for more in [
            "  Non-2xx or 3xx responses: 3\n",
            "  Socket errors: connect 0, read 1\n",
        ] {
            assert_eq!(Measured::read(&format!("{SAID}{more}")), None);
        }
    }

    #[test]
    fn the_round_in_the_middle_counts() {
        let round = |value: f64| Measured {
            requests_per_s: value,
            p50_ms: 10.0 - value,
            p99_ms: value,
            cpu_us: 2.0 * value,
            memory_mib: 100.0 - value,
        };
        let median = Measured::median(&[3.0, 1.0, 2.0].map(round));
        assert_eq!(median, Some(round(2.0)));
        assert_eq!(Measured::median(&[]), None);
    }
}
