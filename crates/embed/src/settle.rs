//! Settles memory before a snapshot, so that an instance changes few of the pages that it shares with it: what is only
//! referred to stays clean, and what a call allocates lies together.
//!
//! A host resets a changed page, or run of pages, at a time. Left alone, a call of a restored instance would change one
//! here and one there: in every page with a reference count or a hole that fits.

#![allow(unsafe_code, reason = "reference counts and allocators are C APIs")]

use std::cell::Cell;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use pyo3::ffi::{self, PyMemAllocatorDomain, PyMemAllocatorEx, PyObjectArenaAllocator};
use pyo3::prelude::*;

/// pymalloc serves requests up to this size from pools of one size each, in steps of [`STEP_BYTES`].
const POOLED_BYTES: usize = 512;
const STEP_BYTES: usize = 8;
const SIZES: usize = POOLED_BYTES / STEP_BYTES;
/// What pymalloc asks the C library for at a time.
const ARENA_BYTES: usize = 256 << 10;
/// More than the C library has free in one piece, unless it is its top, which grows.
const LARGE_BYTES: usize = 1 << 20;
/// Holes from here on stay usable: nothing small goes there as long as the top is free.
const KEPT_HOLE_BYTES: usize = 64 << 10;
/// The smallest hole that the C library leaves.
const SMALLEST_HOLE_BYTES: usize = 8;

/// Settles everything. `call` is what instances will do; it has run before.
pub(crate) fn settle(py: Python<'_>, call: impl FnOnce() -> PyResult<()>) -> PyResult<()> {
    let gc = py.import("gc")?;
    gc.call_method0("collect")?;
    for object in gc.call_method0("get_objects")?.try_iter()? {
        make_immortal(&object?);
    }
    gc.call_method0("freeze")?;
    let sizes = sizes_of(call)?;
    // Empties the lists of free objects, which lie where others have been.
    gc.call_method0("collect")?;
    fill_heap();
    fill_pools(sizes);
    Ok(())
}

/// Makes what programs are made of live as long as the interpreter: nobody counts references to it any more.
///
/// Only what has no finalizer, and lives that long in practice: modules, types, functions, and their code.
fn make_immortal(object: &Bound<'_, PyAny>) {
    let at = object.as_ptr();
    // SAFETY: these compare a live object's type, and the code is a function's own.
    let code = unsafe {
        let is_lasting = ffi::PyModule_Check(at) != 0
            || ffi::PyType_Check(at) != 0
            || ffi::PyFunction_Check(at) != 0
            || ffi::PyCFunction_Check(at) != 0
            || [
                &raw mut ffi::PyMethodDescr_Type,
                &raw mut ffi::PyClassMethodDescr_Type,
                &raw mut ffi::PyGetSetDescr_Type,
                &raw mut ffi::PyMemberDescr_Type,
                &raw mut ffi::PyWrapperDescr_Type,
                &raw mut ffi::PyStaticMethod_Type,
                &raw mut ffi::PyClassMethod_Type,
                &raw mut ffi::PyProperty_Type,
            ]
            .contains(&ffi::Py_TYPE(at));
        if !is_lasting {
            return;
        }
        match ffi::PyFunction_Check(at) {
            0 => ptr::null_mut(),
            _ => ffi::PyFunction_GetCode(at),
        }
    };
    stop_counting(at);
    if !code.is_null() {
        stop_counting(code);
    }
}

/// Gives an object the count that `None` has, which CPython never changes.
fn stop_counting(object: *mut ffi::PyObject) {
    // SAFETY: a live object; with this count CPython treats it as it treats `None`.
    unsafe { (*object).ob_refcnt = (*ffi::Py_None()).ob_refcnt };
}

/// The sizes that `call` asks pymalloc for: bit `n` stands for [`size_of_bit`]`(n)`.
fn sizes_of(call: impl FnOnce() -> PyResult<()>) -> PyResult<u64> {
    const DOMAINS: [PyMemAllocatorDomain; 2] = [
        PyMemAllocatorDomain::PYMEM_DOMAIN_MEM,
        PyMemAllocatorDomain::PYMEM_DOMAIN_OBJ,
    ];
    let recorders = DOMAINS.map(|domain| Recorder {
        underneath: allocator(domain),
        sizes: Cell::new(0),
    });
    for (domain, recorder) in DOMAINS.into_iter().zip(&recorders) {
        set_allocator(domain, recorder.allocator());
    }
    let called = call();
    for (domain, recorder) in DOMAINS.into_iter().zip(&recorders) {
        set_allocator(domain, recorder.underneath);
    }
    called?;
    let sizes = recorders.iter().map(|recorder| recorder.sizes.get());
    Ok(sizes.fold(0, |all, sizes| all | sizes))
}

/// In bytes.
fn size_of_bit(bit: usize) -> usize {
    (bit + 1) * STEP_BYTES
}

fn allocator(domain: PyMemAllocatorDomain) -> PyMemAllocatorEx {
    let mut found = MaybeUninit::uninit();
    // SAFETY: writes every field.
    unsafe {
        ffi::PyMem_GetAllocator(domain, found.as_mut_ptr());
        found.assume_init()
    }
}

fn set_allocator(domain: PyMemAllocatorDomain, mut allocator: PyMemAllocatorEx) {
    // SAFETY: copies the allocator. All of them give and take the same memory.
    unsafe { ffi::PyMem_SetAllocator(domain, &raw mut allocator) };
}

/// An allocator that notes sizes and leaves the work to another one.
struct Recorder {
    underneath: PyMemAllocatorEx,
    sizes: Cell<u64>,
}

impl Recorder {
    fn allocator(&self) -> PyMemAllocatorEx {
        PyMemAllocatorEx {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            malloc: Some(Self::malloc),
            calloc: Some(Self::calloc),
            realloc: Some(Self::realloc),
            free: Some(Self::free),
        }
    }

    /// The recorder that an allocator was made of, with `size` noted.
    fn note<'a>(context: *mut c_void, size: usize) -> &'a Self {
        // SAFETY: the context of the allocator above, which is in place as long as the recorder lives.
        let recorder = unsafe { &*context.cast::<Self>() };
        if size <= POOLED_BYTES {
            let bit = size.max(1).div_ceil(STEP_BYTES) - 1;
            recorder.sizes.set(recorder.sizes.get() | 1 << bit);
        }
        recorder
    }

    extern "C" fn malloc(context: *mut c_void, size: usize) -> *mut c_void {
        let underneath = Self::note(context, size).underneath;
        let malloc = underneath.malloc.map(|malloc| malloc(underneath.ctx, size));
        malloc.unwrap_or(ptr::null_mut())
    }

    extern "C" fn calloc(context: *mut c_void, count: usize, size: usize) -> *mut c_void {
        let underneath = Self::note(context, count.saturating_mul(size)).underneath;
        let calloc = underneath
            .calloc
            .map(|calloc| calloc(underneath.ctx, count, size));
        calloc.unwrap_or(ptr::null_mut())
    }

    extern "C" fn realloc(context: *mut c_void, old: *mut c_void, size: usize) -> *mut c_void {
        let underneath = Self::note(context, size).underneath;
        let realloc = underneath
            .realloc
            .map(|realloc| realloc(underneath.ctx, old, size));
        realloc.unwrap_or(ptr::null_mut())
    }

    extern "C" fn free(context: *mut c_void, old: *mut c_void) {
        let underneath = Self::note(context, usize::MAX).underneath;
        if let Some(free) = underneath.free {
            free(underneath.ctx, old);
        }
    }
}

unsafe extern "C" {
    fn malloc(bytes: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// Takes what the C library has free below its top, and zeroes it: small blocks come from the top from now on.
fn fill_heap() {
    let mut large = Blocks::default();
    let top = loop {
        let before = memory_pages();
        // SAFETY: a block of that size, or null.
        let block = unsafe { malloc(LARGE_BYTES) };
        if block.is_null() || memory_pages() > before {
            // SAFETY: it is not used.
            unsafe { free(block) };
            break block;
        }
        large.push(block, LARGE_BYTES);
    };
    let mut size = LARGE_BYTES / 2;
    while size >= SMALLEST_HOLE_BYTES {
        loop {
            // SAFETY: a block of that size, or null.
            let block = unsafe { malloc(size) };
            if block.is_null() || block >= top {
                // SAFETY: it is not used.
                unsafe { free(block) };
                break;
            }
            match size {
                KEPT_HOLE_BYTES.. => large.push(block, size),
                // SAFETY: the block is ours, and stays so.
                _ => unsafe { ptr::write_bytes(block.cast::<u8>(), 0, size) },
            }
        }
        size /= 2;
    }
    large.free();
}

fn memory_pages() -> usize {
    core::arch::wasm32::memory_size::<0>()
}

/// Blocks that are zero, but for a link from each to the one before.
#[derive(Default)]
struct Blocks {
    last: Option<NonNull<Option<NonNull<c_void>>>>,
}

impl Blocks {
    fn push(&mut self, block: *mut c_void, size: usize) {
        let Some(block) = NonNull::new(block) else {
            return;
        };
        let link = block.cast::<Option<NonNull<c_void>>>();
        // SAFETY: the block is ours, aligned for anything, and larger than a link.
        unsafe {
            ptr::write_bytes(block.as_ptr().cast::<u8>(), 0, size);
            link.write(self.last.map(NonNull::cast));
        }
        self.last = Some(link);
    }

    fn free(mut self) {
        while let Some(block) = self.last {
            // SAFETY: written by `push`, and freed once.
            unsafe {
                self.last = block.read().map(NonNull::cast);
                block.write(None);
                free(block.as_ptr().cast());
            }
        }
    }
}

/// Takes what pymalloc has free, and zeroes it. Then has it begin a pool for each size, those of `sizes` side by side.
fn fill_pools(sizes: u64) {
    let watch = ArenaWatch {
        underneath: arena_allocator(),
        newest: Cell::new(ptr::null_mut()),
    };
    set_arena_allocator(watch.allocator());
    while watch.newest.get().is_null() {
        take_pooled(POOLED_BYTES);
    }
    let is_hot = |bit: &usize| sizes >> bit & 1 == 1;
    let hot = (0..SIZES).filter(is_hot);
    for bit in hot.chain((0..SIZES).filter(|bit| !is_hot(bit))) {
        // The last block stays taken like all the others, or the new pool would be given back.
        while !watch.is_new(take_pooled(size_of_bit(bit))) {}
    }
    set_arena_allocator(watch.underneath);
}

/// A zeroed block from pymalloc that nobody gives back.
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

    /// Whether a block lies in the newest arena; there is none to come when memory is exhausted.
    fn is_new(&self, block: *mut c_void) -> bool {
        let offset = (block as usize).wrapping_sub(self.newest.get() as usize);
        block.is_null() || offset < ARENA_BYTES
    }
}
