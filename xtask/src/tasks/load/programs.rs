//! The programs that serve, all of them built before anything is measured.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use wasi_py_toolkit::wasmtime::SERVE;

use super::comparisons::{Comparison, Program};
use super::native::Native;
use crate::fixtures::handlers::compiled;
use crate::programs::WASMTIME;

pub(super) struct Programs {
    wasmtime: PathBuf,
    native: Native,
    /// Compiled components by the names of fixtures.
    components: BTreeMap<&'static str, PathBuf>,
}

impl Programs {
    /// Builds what some comparisons take.
    pub(super) fn ensure(comparisons: &[&Comparison]) -> anyhow::Result<Self> {
        let mut components = BTreeMap::new();
        for contender in comparisons.iter().flat_map(|one| one.contenders) {
            match contender.program {
                Program::Component { fixture, .. } if components.contains_key(fixture) => {}
                Program::Component { fixture, .. } => {
                    components.insert(fixture, compiled(fixture)?);
                }
                Program::Native(_) => {}
            }
        }
        Ok(Self {
            wasmtime: WASMTIME.ensure()?,
            native: Native::ensure()?,
            components,
        })
    }

    /// Prepares a server for a free port of loopback.
    pub(super) fn server(&self, program: &Program) -> anyhow::Result<Command> {
        match program {
            Program::Component { fixture, options } => {
                let mut serve = Command::new(&self.wasmtime);
                serve.args(SERVE).args(*options);
                serve.args(["--addr", "127.0.0.1:0"]);
                serve.arg(self.components.get(fixture).context("is not built")?);
                Ok(serve)
            }
            Program::Native(arguments) => Ok(self.native.module(arguments)),
        }
    }
}
