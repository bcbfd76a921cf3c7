//! Options of an engine, for all of its guests.

/// Stack for a guest's own frames. Deep recursion ends in `RecursionError`, which takes little; freeing a
/// chain of objects or iterating along it takes what it needs: as long a chain as a native CPython with its 8
/// MiB manages.
pub const DEFAULT_WASM_STACK_BYTES: usize = 64 << 20;
/// Live instances that the pooling allocator has room for.
pub const DEFAULT_INSTANCES: u32 = 100;

/// The source of the memory of instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// Slots reserved in advance: instances start and end in microseconds.
    Pooling {
        /// Number of slots, and so of instances that can live at a time.
        instances: u32,
    },
    /// Mapped for each instance. Slower, without an upper limit, and it works under any limit of address
    /// space.
    OnDemand,
}

/// The way memory of an ended instance is made ready for the next one from its slot of the pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reset {
    /// By the scan where it misses nothing, otherwise whole.
    #[default]
    Safe,
    /// By the scan: the kernel lists the pages that were changed, and only these are reset. A fresh instance
    /// costs less than half of what it costs otherwise, and threads are not in each other's way.
    ///
    /// Up to wasmtime 49 the scan misses a page that is in swap, or that the kernel is just moving to another
    /// place: the next instance of the component finds what the one before has left there. So memory is reset
    /// whole where a page may be in swap. Pages that are moved are rare, and nothing is done about them: this
    /// is for calls that may see each other's data.
    Scan,
    /// Whole: the kernel takes all of it back, and it is faulted in again.
    Whole,
}

/// Options for all guests of an engine: they change the compiled code or the address space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineOptions {
    /// The source of memory. Falls back to [`Allocation::OnDemand`] where the system refuses the
    /// reservation.
    pub allocation: Allocation,
    /// The way a pool makes memory ready for the next instance.
    pub reset: Reset,
    /// Compiles the checks in that a deadline needs.
    pub deadlines: bool,
    /// Compiles the counting in that fuel needs; the guest is slower for it.
    pub fuel: bool,
    /// Stack of a call, in bytes. It does not come from the calling thread.
    pub wasm_stack_bytes: usize,
    /// Keeps the whole memory of every guest that stops, in [`Remains`](crate::Remains): tens of megabytes
    /// each.
    pub core_dumps: bool,
    /// Lets a component have async functions, several calls of which may run at a time, and links WASI 0.3.
    /// Every call costs a little more for it.
    pub concurrent: bool,
    /// Tells of instances and calls: see [`telemetry`](crate::telemetry).
    pub telemetry: bool,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            allocation: Allocation::Pooling {
                instances: DEFAULT_INSTANCES,
            },
            reset: Reset::default(),
            deadlines: true,
            fuel: false,
            wasm_stack_bytes: DEFAULT_WASM_STACK_BYTES,
            core_dumps: false,
            concurrent: false,
            telemetry: false,
        }
    }
}

impl EngineOptions {
    /// True if the code is the same as with the default options: those that only concern memory are not in
    /// it.
    pub(crate) fn compile_as_default(&self) -> bool {
        let default = Self::default();
        let compiled_in = |options: &Self| (options.deadlines, options.fuel, options.concurrent);
        compiled_in(self) == compiled_in(&default)
    }
}
