//! A server on a free port of loopback, which ends with its owner.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use super::comparisons::Request;
use super::processes::Family;
use crate::shell;

/// The start of the address in what a server says.
const ADDRESS: &str = "http://127.0.0.1:";
/// The most time that a server takes to answer for the first time, or to end.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Server {
    running: Running,
    /// The host and the port.
    address: String,
    /// Kept open: without a reader, the server would fail when it writes a message.
    _stderr: BufReader<ChildStderr>,
}

impl Server {
    /// Starts what is prepared to run.
    pub(super) fn start(mut command: Command) -> anyhow::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn();
        let name = command.get_program().display();
        let running = child.as_mut().map(|child| child.stderr.take());
        let stderr = running.ok().flatten();
        let running = Running(child.with_context(|| format!("cannot run `{name}`"))?);
        let mut stderr = BufReader::new(stderr.context("no pipe")?);
        let address = address(&mut stderr)?;
        Ok(Self {
            running,
            address,
            _stderr: stderr,
        })
    }

    /// Returns the URL without a path: `http://127.0.0.1:8080`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns its processes.
    pub(super) fn processes(&self) -> Family {
        Family(self.running.0.id())
    }

    /// Makes a request once. Fails unless the answer is the expected one.
    pub(super) fn check(&self, request: &Request) -> anyhow::Result<()> {
        let Request { line, body, answer } = request;
        let mut connection = TcpStream::connect(&self.address)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let (host, length) = (&self.address, body.len());
        write!(
            connection,
            "{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )?;
        let mut said = Vec::new();
        connection.read_to_end(&mut said)?;
        let said = String::from_utf8_lossy(&said);
        ensure!(
            said.starts_with("HTTP/1.1 200 ") && said.contains(answer),
            "expected `{answer}` as the answer to {line}, found: {said}"
        );
        Ok(())
    }
}

/// Reads what a server says until it names its address.
fn address(stderr: &mut impl BufRead) -> anyhow::Result<String> {
    let mut said = String::new();
    loop {
        let begin = said.len();
        if stderr.read_line(&mut said)? == 0 {
            bail!("the server does not start: {said}");
        }
        if let Some((_, rest)) = said[begin..].split_once(ADDRESS) {
            let port = rest.split(|char: char| !char.is_ascii_digit()).next();
            return Ok(format!("127.0.0.1:{}", port.unwrap_or_default()));
        }
    }
}

/// A process that ends with its owner, after those that it has started.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Killed at once, gunicorn would leave its worker behind. It may have ended by itself.
        let mut end = Command::new("sh");
        end.args(["-c", "kill -TERM $0", &self.0.id().to_string()]);
        let _ = end.stderr(Stdio::null()).status();
        let _ = shell::wait(&mut self.0, PATIENCE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_is_found_in_what_servers_say() {
        for said in [
            "Serving HTTP on http://127.0.0.1:81/\n",
            "[INFO] Starting gunicorn\n[INFO] Listening at: http://127.0.0.1:81 (5)\nmore\n",
            "INFO:     Uvicorn running on http://127.0.0.1:81 (Press CTRL+C to quit)\n",
        ] {
            assert_eq!(
                address(&mut said.as_bytes()).expect("says it"),
                "127.0.0.1:81"
            );
        }
        let error = address(&mut "ModuleNotFoundError: x\n".as_bytes()).expect_err("ends");
        assert_eq!(
            error.to_string(),
            "the server does not start: ModuleNotFoundError: x\n"
        );
    }
}
