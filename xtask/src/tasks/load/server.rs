//! `wasmtime serve` on a free port of loopback, which ends with its owner.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use anyhow::{Context, bail};
use wasi_py_toolkit::wasmtime::SERVE;

use crate::programs::WASMTIME;

/// The text of the server in front of its address.
const SERVING: &str = "Serving HTTP on ";

pub(super) struct Server {
    _running: Running,
    url: String,
    /// Kept open: without a reader, the server would fail when it writes a message.
    _stderr: BufReader<ChildStderr>,
}

impl Server {
    pub(super) fn start(component: &Path, options: &[&str]) -> anyhow::Result<Self> {
        let mut serve = Command::new(WASMTIME.ensure()?);
        serve
            .args(SERVE)
            .args(options)
            .args(["--addr", "127.0.0.1:0"]);
        serve.arg(component).stderr(Stdio::piped());
        let mut running = Running(serve.spawn().context("cannot run `wasmtime`")?);
        let mut stderr = BufReader::new(running.0.stderr.take().context("no pipe")?);
        let mut line = String::new();
        stderr.read_line(&mut line)?;
        let Some(url) = line.trim_end().strip_prefix(SERVING) else {
            bail!("`wasmtime serve` does not start: {line}");
        };
        Ok(Self {
            _running: running,
            url: url.trim_end_matches('/').to_owned(),
            _stderr: stderr,
        })
    }

    /// Returns the URL without a path: `http://127.0.0.1:8080`.
    pub(super) fn url(&self) -> String {
        self.url.clone()
    }
}

/// A process that ends with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
