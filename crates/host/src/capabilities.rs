//! The part of the outside world that a guest is given: nothing, unless its caller says so.

use std::path::{Path, PathBuf};

use wasmtime_wasi::p2::pipe::MemoryInputPipe;
use wasmtime_wasi::{FsPerms, WasiCtxBuilder};

use crate::output::Tails;

/// Output that is kept, for each of the two streams.
pub const DEFAULT_OUTPUT_BYTES: usize = 64 << 10;

/// The folders, variables, streams and sockets of a guest. The default is none: it has clocks and random
/// numbers.
///
/// A guest that waits for the network or for standard input is stopped by its deadline like one that
/// computes.
#[derive(Clone, Debug)]
pub struct Capabilities {
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    directories: Vec<Directory>,
    stdin: Vec<u8>,
    inherit_stdout: bool,
    inherit_stderr: bool,
    network: bool,
    output_bytes: usize,
}

#[derive(Clone, Debug)]
struct Directory {
    host: PathBuf,
    guest: String,
    permissions: FsPerms,
}

/// A directory that was to be given to the guest and cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("the directory `{}` cannot be given to the guest: {reason:#}", path.display())]
pub struct DirectoryError {
    /// The host's path.
    pub path: PathBuf,
    /// The system's error.
    pub reason: wasmtime::Error,
}

impl Default for Capabilities {
    fn default() -> Self {
        Self {
            arguments: Vec::new(),
            environment: Vec::new(),
            directories: Vec::new(),
            stdin: Vec::new(),
            inherit_stdout: false,
            inherit_stderr: false,
            network: false,
            output_bytes: DEFAULT_OUTPUT_BYTES,
        }
    }
}

impl Capabilities {
    /// Nothing at all.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a command-line argument; a command expects its own name first.
    #[must_use]
    pub fn argument(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds an environment variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Lets the guest read the host's directory `host` under the name `guest`.
    #[must_use]
    pub fn read_only(self, host: impl AsRef<Path>, guest: impl Into<String>) -> Self {
        self.directory(host.as_ref(), guest.into(), FsPerms::ReadOnly)
    }

    /// Lets the guest read and change the host's directory `host` under the name `guest`.
    #[must_use]
    pub fn read_write(self, host: impl AsRef<Path>, guest: impl Into<String>) -> Self {
        self.directory(host.as_ref(), guest.into(), FsPerms::ReadWrite)
    }

    fn directory(mut self, host: &Path, guest: String, permissions: FsPerms) -> Self {
        self.directories.push(Directory {
            host: host.to_owned(),
            guest,
            permissions,
        });
        self
    }

    /// Gives the guest something to read from standard input, which is at its end otherwise.
    #[must_use]
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Lets the guest print to this process's standard output. It is not captured then.
    #[must_use]
    pub fn inherit_stdout(mut self) -> Self {
        self.inherit_stdout = true;
        self
    }

    /// Lets the guest print to this process's standard error. It is not captured then.
    #[must_use]
    pub fn inherit_stderr(mut self) -> Self {
        self.inherit_stderr = true;
        self
    }

    /// Lets the guest use the host's network: sockets to and from anywhere, and name look-up.
    #[must_use]
    pub fn network(mut self) -> Self {
        self.network = true;
        self
    }

    /// Keeps the last `bytes` of each stream instead of [`DEFAULT_OUTPUT_BYTES`].
    #[must_use]
    pub fn output_bytes(mut self, bytes: usize) -> Self {
        self.output_bytes = bytes;
        self
    }

    /// The WASI context that grants exactly this, and the streams that capture what the guest prints.
    pub(crate) fn grant(&self) -> Result<(WasiCtxBuilder, Tails), DirectoryError> {
        let tails = Tails::new(self.output_bytes);
        let mut wasi = WasiCtxBuilder::new();
        wasi.args(&self.arguments).envs(&self.environment);
        if !self.stdin.is_empty() {
            wasi.stdin(MemoryInputPipe::new(self.stdin.clone()));
        }
        if self.inherit_stdout {
            wasi.inherit_stdout();
        } else {
            wasi.stdout(tails.stdout.clone());
        }
        if self.inherit_stderr {
            wasi.inherit_stderr();
        } else {
            wasi.stderr(tails.stderr.clone());
        }
        if self.network {
            wasi.inherit_network()
                .allow_ip_name_lookup(true)
                .allow_tcp(true)
                .allow_udp(true);
        }
        self.open_directories(&mut wasi)?;
        Ok((wasi, tails))
    }

    fn open_directories(&self, wasi: &mut WasiCtxBuilder) -> Result<(), DirectoryError> {
        for Directory {
            host,
            guest,
            permissions,
        } in &self.directories
        {
            wasi.preopened_dir(host, guest, *permissions)
                .map_err(|reason| DirectoryError {
                    path: host.clone(),
                    reason,
                })?;
        }
        Ok(())
    }
}
