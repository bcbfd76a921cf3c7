//! Compilation of guests and allocation of their memory: the one place for every setting of `wasmtime`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use wasmtime::component::Linker;
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::options::{Allocation, EngineOptions, Reset};
use crate::reset::{SWAP_CHECK_INTERVAL, SwapWatch, System};
use crate::reset_error::SwapError;
use crate::state::State;
use crate::telemetry::Telemetry;
use crate::ticker::Ticker;

/// Stack for host functions on top of the guest's.
const HOST_STACK_BYTES: usize = 512 << 10;
/// Memory that a free slot keeps mapped; more than what a call of a Python component touches.
const KEEP_RESIDENT_BYTES: usize = 16 << 20;
/// Core instances of a component: its module, and the shims that `wit-component` puts around it.
const CORE_INSTANCES_PER_COMPONENT: u32 = 8;
/// Python calls through a table of every function whose address is taken, some ten thousand.
const TABLE_ELEMENTS: usize = 50_000;

/// Reasons for which an engine does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// `wasmtime` refused the options.
    #[error("the engine cannot be configured: {0:#}")]
    Configuration(wasmtime::Error),
    /// No thread could be started, for deadlines or to look for swap.
    #[error("a thread that watches the guests cannot be started: {0}")]
    Ticker(io::Error),
    /// The imports of the guests cannot be linked.
    #[error("the imports cannot be linked: {0:#}")]
    Imports(wasmtime::Error),
}

/// An engine with WASI linked, ready to load components. Clones share it.
///
/// `T` is what the caller keeps for each instance, for imports of its own: see [`Host::with_imports`].
pub struct Host<T: 'static = ()> {
    shared: Arc<Shared>,
    linker: Arc<Linker<State<T>>>,
    /// True if there is more to import than WASI.
    has_imports: bool,
}

/// The part that all hosts and guests of an engine share.
pub(crate) struct Shared {
    engine: Engine,
    options: EngineOptions,
    telemetry: Telemetry,
    _ticker: Option<Ticker>,
    swap: Option<SwapWatch>,
}

impl Host {
    /// Starts an engine.
    ///
    /// # Errors
    /// When `wasmtime` refuses the options, or the thread for deadlines cannot be started.
    pub fn new(options: EngineOptions) -> Result<Self, EngineError> {
        Self::on(System::here(), SWAP_CHECK_INTERVAL, options)
    }

    /// Starts an engine on a system that is looked at for swap at every `interval`.
    fn on(system: System, interval: Duration, asked: EngineOptions) -> Result<Self, EngineError> {
        let telemetry = Telemetry::new(asked.telemetry);
        let mut options = asked;
        let chosen = system.choose(options.reset);
        options.reset = chosen.unwrap_or(Reset::Whole);
        let (engine, options) = start(options).map_err(EngineError::Configuration)?;
        let linker = link(&engine, &options).map_err(EngineError::Configuration)?;
        let ticker = options
            .deadlines
            .then(|| Ticker::start(engine.clone()))
            .transpose()
            .map_err(EngineError::Ticker)?;
        let swap = match options.allocation {
            Allocation::OnDemand => None,
            Allocation::Pooling { instances } => {
                telemetry.pool(instances, options.reset, chosen.err());
                SwapWatch::over(options.reset, system, interval, telemetry)
                    .map_err(EngineError::Ticker)?
            }
        };
        Ok(Self {
            shared: Arc::new(Shared {
                engine,
                options,
                telemetry,
                _ticker: ticker,
                swap,
            }),
            linker: Arc::new(linker),
            has_imports: false,
        })
    }
}

impl<T: 'static> Host<T> {
    /// The same engine for guests that import more than WASI: `link` adds what they import, and each instance
    /// carries data of its own for that in [`State::data`].
    ///
    /// ```
    /// use wasi_py_host::{Host, State};
    /// use bindings::Shop;
    /// use wasmtime::component::HasSelf;
    ///
    /// mod bindings {
    ///     wasmtime::component::bindgen!({
    ///         inline: "package my:shop; world shop {
    ///             import price: func(item: string) -> u32;
    ///             export total: func(items: list<string>) -> u32;
    ///         }",
    ///         exports: { default: async },
    ///     });
    ///     wasi_py_host::world!(Shop, ShopIndices);
    /// }
    ///
    /// #[derive(Default)]
    /// struct Prices(std::collections::HashMap<String, u32>);
    ///
    /// impl bindings::ShopImports for Prices {
    ///     fn price(&mut self, item: String) -> u32 {
    ///         self.0.get(&item).copied().unwrap_or(0)
    ///     }
    /// }
    ///
    /// fn shops(host: &Host) -> Result<Host<Prices>, wasi_py_host::EngineError> {
    ///     host.with_imports(|linker| {
    ///         Shop::add_to_linker::<State<Prices>, HasSelf<Prices>>(linker, |state| &mut state.data)
    ///     })
    /// }
    /// # let _ = shops;
    /// ```
    ///
    /// # Errors
    /// When `link` fails.
    pub fn with_imports<U: Send + 'static>(
        &self,
        link_imports: impl FnOnce(&mut Linker<State<U>>) -> wasmtime::Result<()>,
    ) -> Result<Host<U>, EngineError> {
        let mut linker = link(self.engine(), self.options()).map_err(EngineError::Imports)?;
        link_imports(&mut linker).map_err(EngineError::Imports)?;
        Ok(Host {
            shared: self.shared.clone(),
            linker: Arc::new(linker),
            has_imports: true,
        })
    }

    /// The engine itself, for what this crate does not wrap. Calls into its guests are asynchronous.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    /// The options in force: what was asked for, except for an allocation that was not to be had, and for the
    /// reset that was chosen: never [`Reset::Safe`].
    #[must_use]
    pub fn options(&self) -> &EngineOptions {
        self.shared.options()
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn linker(&self) -> &Linker<State<T>> {
        &self.linker
    }

    pub(crate) fn has_imports(&self) -> bool {
        self.has_imports
    }
}

impl<T: 'static> Clone for Host<T> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            linker: self.linker.clone(),
            has_imports: self.has_imports,
        }
    }
}

impl Shared {
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn options(&self) -> &EngineOptions {
        &self.options
    }

    /// Refuses to start instances in a pool that cannot be trusted any more.
    pub(crate) fn check_swap(&self) -> Result<(), SwapError> {
        self.swap.as_ref().map_or(Ok(()), SwapWatch::check)
    }

    pub(crate) fn telemetry(&self) -> Telemetry {
        self.telemetry
    }
}

/// Links WASI 0.2.
fn link<T: Send + 'static>(
    engine: &Engine,
    options: &EngineOptions,
) -> wasmtime::Result<Linker<State<T>>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    if options.concurrent {
        wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    }
    Ok(linker)
}

/// The engine, and the options that it was really started with.
fn start(mut options: EngineOptions) -> wasmtime::Result<(Engine, EngineOptions)> {
    if let Ok(engine) = Engine::new(&configuration(&options)) {
        return Ok((engine, options));
    }
    options.allocation = Allocation::OnDemand;
    Ok((Engine::new(&configuration(&options))?, options))
}

fn configuration(options: &EngineOptions) -> Config {
    let mut config = Config::new();
    config
        .max_wasm_stack(options.wasm_stack_bytes)
        .async_stack_size(options.wasm_stack_bytes.saturating_add(HOST_STACK_BYTES))
        // Copies nothing: where Python was is read from it, and a file is made only of those that are to be
        // kept.
        .coredump_on_trap(true)
        .concurrency_support(options.concurrent)
        .epoch_interruption(options.deadlines)
        .consume_fuel(options.fuel);
    config.allocation_strategy(match options.allocation {
        Allocation::Pooling { instances } => pool(instances, options.reset).into(),
        Allocation::OnDemand => InstanceAllocationStrategy::OnDemand,
    });
    config
}

fn pool(instances: u32, reset: Reset) -> PoolingAllocationConfig {
    let core_instances = instances.saturating_mul(CORE_INSTANCES_PER_COMPONENT);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(instances)
        .total_core_instances(core_instances)
        .total_memories(instances)
        .total_tables(core_instances)
        .total_stacks(instances)
        .table_elements(TABLE_ELEMENTS)
        // Clearing what a call touches of a table costs less than giving its pages back and faulting them in
        // again.
        .table_keep_resident(TABLE_ELEMENTS * size_of::<usize>());
    match reset {
        Reset::Scan => {
            pool.pagemap_scan(Enabled::Yes)
                .linear_memory_keep_resident(KEEP_RESIDENT_BYTES);
        }
        // Without the scan, keeping memory resident means copying all of it at every drop.
        Reset::Safe | Reset::Whole => {}
    }
    pool
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reset::tests::{add_swap, still};
    use crate::{Capabilities, InstantiateError, Limits, Untyped};

    /// A component that has nothing in it.
    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";

    #[test]
    fn swap_that_is_added_ends_the_starts_of_instances() {
        let folder = tempfile::tempdir().expect("a folder");
        let system = still(folder.path());
        let options = EngineOptions::default();
        let host = Host::on(system, Duration::from_millis(1), options).expect("a host");
        let is_pooling = matches!(host.options().allocation, Allocation::Pooling { .. });
        assert!(is_pooling, "this test needs Linux 6.7");
        assert_eq!(host.options().reset, Reset::Scan);
        let guest = host.load_bytes::<Untyped>("empty", EMPTY).expect("loads");
        let start = || guest.instantiate(&Limits::default(), &Capabilities::none());
        assert!(start().is_ok());
        add_swap(folder.path());
        while start().is_ok() {
            std::thread::yield_now();
        }
        assert!(matches!(start(), Err(InstantiateError::Swap(SwapError))));
    }

    #[test]
    fn pool_is_reset_whole_where_there_is_swap() {
        let folder = tempfile::tempdir().expect("a folder");
        let system = still(folder.path());
        add_swap(folder.path());
        let options = EngineOptions {
            reset: Reset::Scan,
            ..EngineOptions::default()
        };
        let host = Host::on(system, SWAP_CHECK_INTERVAL, options).expect("a host");
        assert_eq!(host.options().reset, Reset::Whole);
    }

    #[test]
    fn an_impossible_reservation_falls_back_to_mapping_on_demand() {
        let host = Host::new(EngineOptions {
            allocation: Allocation::Pooling { instances: 1 << 20 },
            ..EngineOptions::default()
        })
        .expect("a host");
        assert_eq!(host.options().allocation, Allocation::OnDemand);
    }

    #[test]
    fn options_that_no_allocation_can_serve_are_an_error() {
        let options = EngineOptions {
            wasm_stack_bytes: 0,
            ..EngineOptions::default()
        };
        assert!(matches!(
            Host::new(options),
            Err(EngineError::Configuration(_))
        ));
    }
}
