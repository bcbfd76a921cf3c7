//! Settles memory before a snapshot, so that an instance changes few of the pages that it shares with it.
//! Pages that are only referred to stay clean. Blocks that a call allocates lie together.
//!
//! A host resets a changed page, or run of pages, at a time. If memory were left alone, a call of a restored
//! instance would change one here and one there: each page with a reference count or a hole that fits.

#![allow(unsafe_code, reason = "reference counts and allocators are C APIs")]

use std::cell::Cell;
use std::ffi::c_void;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::ptr;

use pyo3::ffi::{self, PyObjectArenaAllocator};
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::immortal::make_immortal;

/// pymalloc serves requests up to this size from pools of one size each, in steps of [`STEP_BYTES`].
const POOLED_BYTES: usize = 512;
const STEP_BYTES: usize = 8;
/// Sizes up to this one have a pool from the start.
const BEGUN_BYTES: usize = 128;
/// The size that pymalloc asks the C library for at a time.
const ARENA_BYTES: usize = 256 << 10;
/// A size beyond any that the C library has free in one piece, unless it is its top, which grows.
const LARGE_BYTES: usize = 1 << 20;
/// The size that stays free at the top of the heap, for small calls.
const ROOM_BYTES: usize = 64 << 10;
/// A size beyond any that the C library writes around a block.
const MARGIN_BYTES: usize = 4 << 10;
/// The smallest hole that the C library leaves.
const SMALLEST_HOLE_BYTES: usize = 8;

/// Settles everything. Afterwards nothing that lasts should be allocated.
pub(crate) fn settle(py: Python<'_>) -> PyResult<()> {
    let gc = py.import("gc")?;
    gc.call_method0("collect")?;
    // Objects that a command leaves in its main module are to end like everything else, and before it.
    let main = py.import("__main__")?;
    let names = main.dict();
    let mortal = [main.as_any(), names.as_any()];
    make_immortal(gc.call_method0("get_objects")?.cast::<PyList>()?, &mortal)?;
    freeze_all_but(py, &mortal)?;
    fill_heap();
    fill_pools();
    take_top();
    Ok(())
}

/// Hides everything from the garbage collector for good, except for these.
fn freeze_all_but(py: Python<'_>, kept_out: &[&Bound<'_, PyAny>]) -> PyResult<()> {
    for object in kept_out {
        // SAFETY: live and tracked: a module and its dictionary always are.
        unsafe { ffi::PyObject_GC_UnTrack(object.as_ptr().cast()) };
    }
    let frozen = py.import("gc")?.call_method0("freeze");
    for object in kept_out {
        // SAFETY: live, and not tracked since the lines above.
        unsafe { ffi::PyObject_GC_Track(object.as_ptr().cast()) };
    }
    frozen.map(drop)
}

unsafe extern "C" {
    fn malloc(bytes: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// Takes what the C library has free below its top, and zeroes it: blocks come from the top from now on.
fn fill_heap() {
    let mut size = LARGE_BYTES;
    let top = loop {
        let end = memory_end();
        let block = take(size);
        if block.is_null() || memory_end() > end {
            give_back(block);
            break block;
        }
    };
    while size > SMALLEST_HOLE_BYTES {
        size /= 2;
        loop {
            let block = take(size);
            if block.is_null() || block >= top {
                give_back(block);
                break;
            }
        }
    }
}

/// Leaves [`ROOM_BYTES`] at the top of the heap. Memory that an instance adds goes when it ends. Memory that
/// it began with and changes must be made good, and in the same place again each time.
fn take_top() {
    let room = take(ROOM_BYTES);
    let behind = room as usize + ROOM_BYTES + MARGIN_BYTES;
    if !room.is_null() && behind < memory_end() {
        take(memory_end() - behind);
    }
    give_back(room);
}

/// Takes a zeroed block from the C library; null if there is none.
fn take(size: usize) -> *mut c_void {
    // SAFETY: any size will do, and nothing else refers to the block.
    unsafe {
        let block = malloc(size);
        if !block.is_null() {
            ptr::write_bytes(block.cast::<u8>(), 0, size);
        }
        // A block that nobody uses is one that the compiler would not have allocated.
        black_box(block)
    }
}

fn give_back(block: *mut c_void) {
    // SAFETY: from `take`, not used, and not given back before.
    unsafe { free(block) };
}

/// Returns the first address behind all memory.
fn memory_end() -> usize {
    const PAGE_BYTES: usize = 64 << 10;
    core::arch::wasm32::memory_size::<0>() * PAGE_BYTES
}

/// Takes what pymalloc has free, and zeroes it. Then pymalloc has nothing but one arena, with a pool for each
/// of the small sizes that every call asks for. It begins the others behind these when they are asked for.
fn fill_pools() {
    let watch = ArenaWatch {
        underneath: arena_allocator(),
        newest: Cell::new(ptr::null_mut()),
    };
    set_arena_allocator(watch.allocator());
    for size in (STEP_BYTES..=POOLED_BYTES).step_by(STEP_BYTES) {
        loop {
            let block = take_pooled(size);
            if watch.is_new(block) {
                if size > BEGUN_BYTES {
                    // SAFETY: from `take_pooled`, and not used.
                    unsafe { ffi::PyObject_Free(block) };
                }
                // Otherwise it stays taken. With its last block a pool would be given back, and the next call
                // would begin it again.
                break;
            }
        }
    }
    set_arena_allocator(watch.underneath);
}

/// Takes a zeroed block from pymalloc.
fn take_pooled(size: usize) -> *mut c_void {
    // SAFETY: the lock is held, and the block is ours.
    unsafe {
        let block = ffi::PyObject_Malloc(size);
        if !block.is_null() {
            ptr::write_bytes(block.cast::<u8>(), 0, size);
        }
        block
    }
}

fn arena_allocator() -> PyObjectArenaAllocator {
    let mut found = MaybeUninit::uninit();
    // SAFETY: writes every field.
    unsafe {
        ffi::PyObject_GetArenaAllocator(found.as_mut_ptr());
        found.assume_init()
    }
}

fn set_arena_allocator(mut allocator: PyObjectArenaAllocator) {
    // SAFETY: copies the allocator. Both of them give and take the same memory.
    unsafe { ffi::PyObject_SetArenaAllocator(&raw mut allocator) };
}

// CPYTHON-INTERNAL: the sizes of arenas and pools of pymalloc, which the constants above repeat.
/// Sees the arenas that pymalloc begins.
struct ArenaWatch {
    underneath: PyObjectArenaAllocator,
    newest: Cell<*mut c_void>,
}

impl ArenaWatch {
    fn allocator(&self) -> PyObjectArenaAllocator {
        PyObjectArenaAllocator {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            alloc: Some(Self::alloc),
            free: self.underneath.free,
        }
    }

    extern "C" fn alloc(context: *mut c_void, size: usize) -> *mut c_void {
        // SAFETY: the context of the allocator above, which is in place as long as the watch lives.
        let watch = unsafe { &*context.cast::<Self>() };
        let alloc = watch.underneath.alloc;
        let arena = alloc.map_or(ptr::null_mut(), |alloc| alloc(watch.underneath.ctx, size));
        watch.newest.set(arena);
        arena
    }

    /// Tells whether a block lies in the newest arena. A null block counts as well: memory is exhausted, and
    /// no arena is to come.
    fn is_new(&self, block: *mut c_void) -> bool {
        let (block, arena) = (block as usize, self.newest.get() as usize);
        block == 0 || arena != 0 && block.wrapping_sub(arena) < ARENA_BYTES
    }
}
