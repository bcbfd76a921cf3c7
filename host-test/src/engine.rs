//! How guests are compiled and where their memory comes from: the one place for every setting of `wasmtime`.

use std::io;
use std::sync::Arc;

use wasmtime::component::Linker;
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::state::State;
use crate::telemetry::Telemetry;
use crate::ticker::Ticker;

/// Stack for a guest's own frames. Deep recursion ends in `RecursionError`, which takes little; freeing a chain of objects
/// or iterating along it takes what it needs: as long a chain as a native CPython with its 8 MiB manages.
pub const DEFAULT_WASM_STACK_BYTES: usize = 64 << 20;
/// Live instances that the pooling allocator has room for.
pub const DEFAULT_INSTANCES: u32 = 100;

/// Stack for host functions on top of the guest's.
const HOST_STACK_BYTES: usize = 512 << 10;
/// Memory that a free slot keeps mapped; more than what a call of a Python component touches.
const KEEP_RESIDENT_BYTES: usize = 16 << 20;
/// Core instances of a component: its module, and the shims that `wit-component` puts around it.
const CORE_INSTANCES_PER_COMPONENT: u32 = 8;
/// Python calls through a table of every function whose address is taken, some ten thousand.
const TABLE_ELEMENTS: usize = 50_000;

/// Where the memory of instances comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// Slots reserved in advance: instances start and end in microseconds.
    Pooling {
        /// Number of slots, and so of instances that can live at a time.
        instances: u32,
    },
    /// Mapped for each instance. Slower, without an upper limit, and it works under any limit of address space.
    OnDemand,
}

/// What is decided once for all guests, because it changes the compiled code or the address space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineOptions {
    /// Where memory comes from. Falls back to [`Allocation::OnDemand`] where the system refuses the reservation.
    pub allocation: Allocation,
    /// Compiles the checks in that a deadline needs.
    pub deadlines: bool,
    /// Compiles the counting in that fuel needs; the guest is slower for it.
    pub fuel: bool,
    /// Stack of a call, in bytes. It does not come from the calling thread.
    pub wasm_stack_bytes: usize,
    /// Keeps the whole memory of every guest that stops, in [`Remains`](crate::Remains): tens of megabytes each.
    pub core_dumps: bool,
    /// Tells of instances and calls: see [`telemetry`](crate::telemetry).
    pub telemetry: bool,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            allocation: Allocation::Pooling {
                instances: DEFAULT_INSTANCES,
            },
            deadlines: true,
            fuel: false,
            wasm_stack_bytes: DEFAULT_WASM_STACK_BYTES,
            core_dumps: false,
            telemetry: false,
        }
    }
}

impl EngineOptions {
    /// Whether the same code comes of it as of the default ones: what only concerns memory is not in the code.
    pub(crate) fn compile_as_default(&self) -> bool {
        let default = Self::default();
        (self.deadlines, self.fuel) == (default.deadlines, default.fuel)
    }
}

/// Why there is no engine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// `wasmtime` refused the options.
    #[error("the engine cannot be configured: {0:#}")]
    Configuration(wasmtime::Error),
    /// No thread could be started for deadlines.
    #[error("the thread that watches deadlines cannot be started: {0}")]
    Ticker(io::Error),
}

/// An engine with WASI 0.2 linked, ready to load components. Clones share it.
#[derive(Clone)]
pub struct Host {
    shared: Arc<Shared>,
}

struct Shared {
    engine: Engine,
    linker: Linker<State>,
    options: EngineOptions,
    telemetry: Telemetry,
    _ticker: Option<Ticker>,
}

impl Host {
    /// Starts an engine.
    ///
    /// # Errors
    /// When `wasmtime` refuses the options, or the thread for deadlines cannot be started.
    pub fn new(options: EngineOptions) -> Result<Self, EngineError> {
        let (engine, options) = start(options).map_err(EngineError::Configuration)?;
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).map_err(EngineError::Configuration)?;
        let ticker = match options.deadlines {
            true => Some(Ticker::start(engine.clone()).map_err(EngineError::Ticker)?),
            false => None,
        };
        let telemetry = Telemetry::new(options.telemetry, options.allocation);
        Ok(Self {
            shared: Arc::new(Shared {
                engine,
                linker,
                options,
                telemetry,
                _ticker: ticker,
            }),
        })
    }

    /// The engine itself, for what this crate does not wrap. Calls into its guests are asynchronous.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    /// The options in force: what was asked for, except for an allocation that was not to be had.
    #[must_use]
    pub fn options(&self) -> &EngineOptions {
        &self.shared.options
    }

    pub(crate) fn telemetry(&self) -> Telemetry {
        self.shared.telemetry
    }

    pub(crate) fn linker(&self) -> &Linker<State> {
        &self.shared.linker
    }
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
        // Copies nothing: where Python was is read from it, and a file is made only of those that are to be kept.
        .coredump_on_trap(true)
        .epoch_interruption(options.deadlines)
        .consume_fuel(options.fuel);
    config.allocation_strategy(match options.allocation {
        Allocation::Pooling { instances } => pool(instances).into(),
        Allocation::OnDemand => InstanceAllocationStrategy::OnDemand,
    });
    config
}

fn pool(instances: u32) -> PoolingAllocationConfig {
    let core_instances = instances.saturating_mul(CORE_INSTANCES_PER_COMPONENT);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(instances)
        .total_core_instances(core_instances)
        .total_memories(instances)
        .total_tables(core_instances)
        .total_stacks(instances)
        .table_elements(TABLE_ELEMENTS)
        // Clearing what a call touches of a table costs less than giving its pages back and faulting them in again.
        .table_keep_resident(TABLE_ELEMENTS * size_of::<usize>());
    // Without the scan, keeping memory resident means copying all of it at every drop.
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        pool.pagemap_scan(Enabled::Yes)
            .linear_memory_keep_resident(KEEP_RESIDENT_BYTES);
    }
    pool
}

#[cfg(test)]
mod tests {
    use super::*;

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
