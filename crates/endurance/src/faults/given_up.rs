//! Calls that do not come to an end: dropped while the guest waits or computes, or stopped by an import that
//! fails.

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use host_test::{Host, INTERFACE};
use tokio::runtime::{Builder, Runtime};
use wasmtime::component::{Component, Func, InstancePre, Linker, ResourceTable, Val};
use wasmtime::error::Context as _;
use wasmtime::{Store, bail, ensure};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// The interface of the import that fails, without its version.
const CLOCK: &str = "wasi:clocks/monotonic-clock@";
/// The text of its error.
const REFUSAL: &str = "the clock is out of order";

/// A component, linked as `host-test` does it, except that an import fails.
pub(super) struct GivenUp {
    healthy: InstancePre<State>,
    failing: InstancePre<State>,
    /// The runtime, in which timers can be awaited.
    runtime: Runtime,
}

struct State {
    wasi: WasiCtx,
    resources: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.resources,
        }
    }
}

impl GivenUp {
    pub(super) fn new(host: &Host, component: &Path) -> wasmtime::Result<Self> {
        let component = Component::from_file(host.engine(), component)?;
        let mut linker = Linker::new(host.engine());
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        let healthy = linker.instantiate_pre(&component)?;
        let types = component.component_type();
        let mut imports = types.imports(host.engine());
        let clock = imports.find(|(name, _)| name.starts_with(CLOCK));
        let (clock, _) = clock.context("the component does not import a clock")?;
        linker.allow_shadowing(true);
        let refuse =
            |_: wasmtime::StoreContextMut<'_, State>, (): ()| -> wasmtime::Result<(u64,)> {
                Err(wasmtime::format_err!("{REFUSAL}"))
            };
        linker.instance(clock)?.func_wrap("now", refuse)?;
        Ok(Self {
            healthy,
            failing: linker.instantiate_pre(&component)?,
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
        let (mut store, function) = self.start(&self.healthy)?;
        let (arguments, mut results) = arguments(code);
        let call = pin!(function.call_async(&mut store, &arguments, &mut results));
        match call.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => Ok(()),
            Poll::Ready(returned) => bail!("`{code}` returned: {returned:?}"),
        }
    }

    /// Lets an import fail while the guest is in it.
    pub(super) fn failing_import(&self) -> wasmtime::Result<()> {
        let (mut store, function) = self.start(&self.failing)?;
        let (arguments, mut results) = arguments("import time; time.monotonic()");
        let call = function.call_async(&mut store, &arguments, &mut results);
        match self.runtime.block_on(call) {
            Ok(()) => bail!("it returned {results:?}"),
            Err(error) => {
                let reason = error.root_cause().to_string();
                ensure!(reason == REFUSAL, "{error:#}");
                Ok(())
            }
        }
    }

    fn start(&self, component: &InstancePre<State>) -> wasmtime::Result<(Store<State>, Func)> {
        let state = State {
            wasi: WasiCtx::builder().build(),
            resources: ResourceTable::new(),
        };
        let mut store = Store::new(component.engine(), state);
        store.epoch_deadline_async_yield_and_update(1);
        store.set_epoch_deadline(1);
        let instance = self
            .runtime
            .block_on(component.instantiate_async(&mut store))?;
        let interface = instance.get_export_index(&mut store, None, INTERFACE);
        let function = interface
            .and_then(|one| instance.get_export_index(&mut store, Some(&one), "filter-by-tag"))
            .and_then(|index| instance.get_func(&mut store, index));
        Ok((store, function.context("no `filter-by-tag`")?))
    }
}

/// Makes arguments without people and with `code` as the tag, and room for the result.
fn arguments(code: &str) -> ([Val; 2], [Val; 1]) {
    let nobody = Val::List(Vec::new());
    ([nobody, Val::String(code.to_owned())], [Val::Bool(false)])
}
