//! The store's data for one running guest: the caller's own, the WASI context, and the memory that is left.

#[cfg(feature = "http")]
mod http;

use wasmtime::ResourceLimiter;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// Handles that a guest may hold at a time. Each costs the host some hundred bytes.
const HANDLES: usize = 10_000;
/// Host memory of one element of a table.
const TABLE_ELEMENT_BYTES: usize = size_of::<usize>();

/// The store's data for one running guest.
pub struct State<T = ()> {
    /// The caller's own.
    pub data: T,
    /// The resources behind the guest's handles: those of WASI, and those of the caller's own imports.
    pub resources: ResourceTable,
    wasi: WasiCtx,
    pub(crate) memory: Memory,
    #[cfg(feature = "http")]
    http: http::Http,
}

impl<T> State<T> {
    /// For a store that is used without [`Guest::instantiate`](crate::Guest::instantiate), which makes its
    /// own.
    ///
    /// `memory_bytes` limits a store whose limiter is [`State::limiter`].
    #[must_use]
    pub fn new(data: T, wasi: WasiCtx, memory_bytes: usize) -> Self {
        let mut resources = ResourceTable::new();
        resources.set_max_capacity(HANDLES);
        Self {
            data,
            resources,
            wasi,
            memory: Memory::new(memory_bytes),
            #[cfg(feature = "http")]
            http: http::Http::default(),
        }
    }

    /// Returns the bytes of all memories and tables that [`State::limiter`] has counted.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.memory.used_bytes()
    }

    /// The limiter for a store: counts memories and tables against the limit.
    pub fn limiter(&mut self) -> &mut dyn ResourceLimiter {
        &mut self.memory
    }
}

impl<T: Send> WasiView for State<T> {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.resources,
        }
    }
}

/// Counts all linear memories and tables of a guest against one limit.
///
/// Growing beyond it fails as it does when a machine is out of memory: Python gets to raise `MemoryError`.
#[derive(Debug)]
pub(crate) struct Memory {
    limit_bytes: usize,
    used_bytes: usize,
    /// The size of the last growth, to take it back should the system refuse.
    pending_bytes: usize,
    /// True once the guest has asked for more than the limit since it was last entered.
    pub(crate) refused: bool,
}

impl Memory {
    pub(crate) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            used_bytes: 0,
            pending_bytes: 0,
            refused: false,
        }
    }

    pub(crate) fn used_bytes(&self) -> usize {
        self.used_bytes
    }

    fn grow(&mut self, current_bytes: usize, desired_bytes: usize) -> bool {
        let added_bytes = desired_bytes.saturating_sub(current_bytes);
        let fits = self
            .used_bytes
            .checked_add(added_bytes)
            .is_some_and(|total_bytes| total_bytes <= self.limit_bytes);
        if fits {
            self.used_bytes += added_bytes;
            self.pending_bytes = added_bytes;
        }
        self.refused |= !fits;
        fits
    }

    fn take_back(&mut self) {
        self.used_bytes -= std::mem::take(&mut self.pending_bytes);
    }
}

impl ResourceLimiter for Memory {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.grow(current, desired))
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.take_back();
        Ok(())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let bytes = |elements: usize| elements.saturating_mul(TABLE_ELEMENT_BYTES);
        Ok(self.grow(bytes(current), bytes(desired)))
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.take_back();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_memories_and_tables_share_one_limit() {
        let mut memory = Memory::new(1000);
        assert!(memory.grow(0, 600));
        assert!(memory.table_growing(0, 50, None).is_ok_and(|fits| fits));
        assert!(!memory.refused);
        assert!(!memory.grow(600, 601));
        assert!(memory.refused);
    }

    #[test]
    fn what_the_system_refuses_is_not_counted() {
        let mut memory = Memory::new(1000);
        assert!(memory.grow(0, 1000));
        memory.take_back();
        assert!(memory.grow(0, 1000));
    }
}
