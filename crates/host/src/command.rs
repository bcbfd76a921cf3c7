//! Running programs instead of calling worlds: components with `wasi:cli/run`, and core modules of WASI
//! preview 1.
//!
//! Deadlines, memory and output are limited as they are for every other guest.

use std::path::Path;
use std::{fs, io};

use wasmtime::component::Component;
use wasmtime::{Linker, Module, Store};
use wasmtime_wasi::I32Exit;
use wasmtime_wasi::p1::{self, WasiP1Ctx};
use wasmtime_wasi::p2::bindings::Command;

use crate::capabilities::{Capabilities, DirectoryError};
use crate::engine::Host;
use crate::limits::{Limits, UnenforceableError};
use crate::output::{GuestOutput, Tails};
use crate::postmortem::Remains;
use crate::reset_error::SwapError;
use crate::state::{Memory, State};
use crate::stop::Stop;

/// A program that ended by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// 0 for success.
    pub exit_code: i32,
    /// Its output.
    pub output: GuestOutput,
}

/// Reasons for which a program does not come to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The file cannot be read.
    #[error("`{path}` cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's error.
        source: io::Error,
    },
    /// It is neither a component nor a module, or it needs what this host does not have.
    #[error("not a program that can be run here: {0:#}")]
    Invalid(wasmtime::Error),
    /// A limit that would not be kept.
    #[error(transparent)]
    Unenforceable(#[from] UnenforceableError),
    /// A capability that cannot be granted.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The pool cannot be trusted any more.
    #[error(transparent)]
    Swap(#[from] SwapError),
    /// It was stopped, or stopped itself, other than by exiting.
    #[error("{stop}{remains}{output}")]
    Stopped {
        /// The reason.
        stop: Stop,
        /// Its remains.
        remains: Box<Remains>,
        /// Its output.
        output: Box<GuestOutput>,
    },
}

/// A program, compiled once for any number of runs.
pub struct Program {
    host: Host,
    code: Code,
}

/// The two kinds of programs.
enum Code {
    Component(Component),
    Module(Module),
}

impl Program {
    /// Compiles the program in a file, whichever of the two kinds it is.
    ///
    /// # Errors
    /// When the file cannot be read, or there is no program in it.
    pub fn load(host: &Host, path: impl AsRef<Path>) -> Result<Self, CommandError> {
        let bytes = fs::read(&path).map_err(|source| CommandError::Unreadable {
            path: path.as_ref().display().to_string(),
            source,
        })?;
        Self::load_bytes(host, &bytes)
    }

    /// Compiles the program in `bytes`, as [`Program::load`] does.
    ///
    /// # Errors
    /// When there is no program in them.
    pub fn load_bytes(host: &Host, bytes: &[u8]) -> Result<Self, CommandError> {
        let code = match Component::new(host.engine(), bytes) {
            Ok(component) => Code::Component(component),
            Err(not_a_component) => Module::new(host.engine(), bytes)
                .map(Code::Module)
                .map_err(|_| CommandError::Invalid(not_a_component))?,
        };
        let host = host.clone();
        Ok(Self { host, code })
    }

    /// Runs it from its start to its end.
    ///
    /// # Errors
    /// When it cannot be started, or ends other than by exiting.
    ///
    /// # Panics
    /// On a thread that drives asynchronous tasks: go through `spawn_blocking` there.
    pub fn run(
        &self,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Finished, CommandError> {
        limits.check(self.host.options())?;
        self.host.shared().check_swap()?;
        match &self.code {
            Code::Component(component) => {
                run_component(&self.host, component, limits, capabilities)
            }
            Code::Module(module) => run_module(&self.host, module, limits, capabilities),
        }
    }
}

/// Compiles the program in a file and runs it once: see [`Program`].
///
/// # Errors
/// As [`Program::load`] and [`Program::run`].
///
/// # Panics
/// As [`Program::run`].
pub fn run(
    host: &Host,
    path: impl AsRef<Path>,
    limits: &Limits,
    capabilities: &Capabilities,
) -> Result<Finished, CommandError> {
    Program::load(host, path)?.run(limits, capabilities)
}

fn run_component(
    host: &Host,
    component: &Component,
    limits: &Limits,
    capabilities: &Capabilities,
) -> Result<Finished, CommandError> {
    let linked = host
        .linker()
        .instantiate_pre(component)
        .map_err(CommandError::Invalid)?;
    let (mut wasi, tails) = capabilities.grant()?;
    let mut store = Store::new(
        host.engine(),
        State::new((), wasi.build(), limits.memory_bytes),
    );
    store.limiter(|state| &mut state.memory);
    limits.arm(&mut store, host.options());
    let ended = limits.run(async {
        let instance = linked.instantiate_async(&mut store).await?;
        let command = Command::new(&mut store, &instance)?;
        command.wasi_cli_run().call_run(&mut store).await
    });
    let exit_code = ended.map(|result| i32::from(result.is_err()));
    let refused = store.data().memory.refused;
    let run = Run {
        host,
        limits,
        tails,
    };
    run.finish(exit_code, &mut store, refused)
}

/// The store's data for a core module.
struct ModuleState {
    wasi: WasiP1Ctx,
    memory: Memory,
}

fn run_module(
    host: &Host,
    module: &Module,
    limits: &Limits,
    capabilities: &Capabilities,
) -> Result<Finished, CommandError> {
    let mut linker = Linker::new(host.engine());
    p1::add_to_linker_async(&mut linker, |state: &mut ModuleState| &mut state.wasi)
        .map_err(CommandError::Invalid)?;
    let linked = linker
        .instantiate_pre(module)
        .map_err(CommandError::Invalid)?;
    let (mut wasi, tails) = capabilities.grant()?;
    let state = ModuleState {
        wasi: wasi.build_p1(),
        memory: Memory::new(limits.memory_bytes),
    };
    let mut store = Store::new(host.engine(), state);
    store.limiter(|state| &mut state.memory);
    limits.arm(&mut store, host.options());
    let ended = limits.run(async {
        let instance = linked.instantiate_async(&mut store).await?;
        let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
        start.call_async(&mut store, ()).await
    });
    let refused = store.data().memory.refused;
    let run = Run {
        host,
        limits,
        tails,
    };
    run.finish(ended.map(|()| 0), &mut store, refused)
}

/// A program that has ended, and how it was run.
struct Run<'a> {
    host: &'a Host,
    limits: &'a Limits,
    tails: Tails,
}

impl Run<'_> {
    /// Exiting is how a program ends, whatever the code.
    fn finish<T: 'static>(
        self,
        ended: wasmtime::Result<i32>,
        store: &mut Store<T>,
        memory_refused: bool,
    ) -> Result<Finished, CommandError> {
        let output = self.tails.captured();
        let error = match ended {
            Ok(exit_code) => return Ok(Finished { exit_code, output }),
            Err(error) => error,
        };
        if let Some(&I32Exit(exit_code)) = error.downcast_ref() {
            return Ok(Finished { exit_code, output });
        }
        Err(CommandError::Stopped {
            stop: Stop::sort(&error, self.limits, self.host.options(), memory_refused),
            remains: Remains::gather(error, store, self.host.options().core_dumps).into(),
            output: output.into(),
        })
    }
}
