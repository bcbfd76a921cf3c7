//! Calls that do not come to an end: dropped while the guest waits or computes, or stopped by an import that
//! fails.

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Waker};

use host_test::{CallError, Capabilities, Guest, Host, Instance, Limits, People, Stop};
use tokio::runtime::{Builder, Runtime};
use wasmtime::component::Linker;
use wasmtime::error::Context as _;
use wasmtime::{bail, ensure};

use crate::guests::load;

/// The interface of the import that fails, without its version.
const CLOCK: &str = "wasi:clocks/monotonic-clock@";
/// The text of its error.
const REFUSAL: &str = "the clock is out of order";

type State = wasi_py_host::State;

/// A component, and the same with an import that fails.
pub(super) struct GivenUp {
    healthy: Guest,
    failing: Guest,
    /// The runtime, in which timers can be awaited.
    runtime: Runtime,
}

impl GivenUp {
    pub(super) fn new(host: &Host, component: &Path) -> wasmtime::Result<Self> {
        let healthy = load(host, component)?;
        let types = healthy.component().component_type();
        let mut imports = types.imports(host.engine());
        let clock = imports.find(|(name, _)| name.starts_with(CLOCK));
        let (clock, _) = clock.context("the component does not import a clock")?;
        let broken = host.with_imports(|linker| break_clock(linker, clock))?;
        Ok(Self {
            failing: load(&broken, component)?,
            healthy,
            runtime: Builder::new_multi_thread()
                .worker_threads(1)
                .enable_time()
                .build()?,
        })
    }

    /// Drops a call that waits in the host.
    pub(super) fn waiting(&self) -> wasmtime::Result<()> {
        self.give_up("import time; time.sleep(1000)")
    }

    /// Drops a call that only time interrupts.
    pub(super) fn computing(&self) -> wasmtime::Result<()> {
        self.give_up("while True: pass")
    }

    /// Calls until the guest yields, then drops the call and the instance.
    fn give_up(&self, code: &str) -> wasmtime::Result<()> {
        let _entered = self.runtime.enter();
        let mut instance = self.start(&self.healthy)?;
        {
            let call = pin!(instance.filter_by_tag_async(&[], code));
            let polled = call.poll(&mut Context::from_waker(Waker::noop()));
            ensure!(polled.is_pending(), "`{code}` returned: {polled:?}");
        }
        match instance.filter_by_tag(&[], "pass") {
            Err(CallError::Poisoned {
                stop: Stop::Abandoned,
            }) => Ok(()),
            other => bail!("it was called again: {other:?}"),
        }
    }

    /// Lets an import fail while the guest is in it.
    pub(super) fn failing_import(&self) -> wasmtime::Result<()> {
        let mut instance = self.start(&self.failing)?;
        let call = instance.filter_by_tag_async(&[], "import time; time.monotonic()");
        match self.runtime.block_on(call) {
            Err(CallError::Stopped {
                stop: Stop::Trap { reason, .. },
                ..
            }) if reason == REFUSAL => Ok(()),
            other => bail!("{other:?}"),
        }
    }

    fn start(&self, guest: &Guest) -> wasmtime::Result<Instance> {
        let (limits, capabilities) = (Limits::default(), Capabilities::none());
        let started = guest.instantiate_async((), &limits, &capabilities);
        Ok(self.runtime.block_on(started)?)
    }
}

/// Puts a clock that fails into the place of WASI's.
fn break_clock(linker: &mut Linker<State>, clock: &str) -> wasmtime::Result<()> {
    let refuse = |_: wasmtime::StoreContextMut<'_, State>, (): ()| -> wasmtime::Result<(u64,)> {
        Err(wasmtime::format_err!("{REFUSAL}"))
    };
    linker.allow_shadowing(true);
    linker.instance(clock)?.func_wrap("now", refuse)?;
    Ok(())
}
