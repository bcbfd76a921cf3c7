//! The memory of an instance, as the host keeps it. Nothing here allocates, or runs Python.
//!
//! The linker puts the stack in front of everything. It is never kept: what runs here is all that is on it.

#![allow(unsafe_code, reason = "reads and writes memory as a whole")]

use core::arch::wasm32::{memory_grow, memory_size};
use core::slice;

use bindings::exports::wasi_py::image::image::Guest;
use bindings::wasi_py::image::pages;

/// The unit in which memory grows.
const UNIT_BYTES: usize = 64 << 10;
/// Memory that is shown to the host at a time.
const SHOWN_BYTES: usize = 1 << 20;

#[allow(missing_docs, unreachable_pub, reason = "written by wit-bindgen")]
mod bindings {
    wasi_py_embed::wit_bindgen::generate!({
        path: "wit/deps/image",
        runtime_path: "::wasi_py_embed::wit_bindgen::rt",
    });
}

unsafe extern "C" {
    /// The first byte behind the stack.
    static __global_base: u8;
}

#[link(wasm_import_module = "wasi-py:image/pages@0.1.0")]
unsafe extern "C" {
    /// The function of that name in the WIT, with the place of what it returns.
    #[link_name = "contents"]
    fn contents_at(place: *mut u8);
}

struct Image;

impl Guest for Image {
    fn keep() {
        let end = memory_size::<0>() * UNIT_BYTES;
        for address in (first_address()..end).step_by(SHOWN_BYTES) {
            let length = SHOWN_BYTES.min(end - address);
            // SAFETY: memory has these bytes, and nothing writes to them while the host reads.
            let shown = unsafe { slice::from_raw_parts(address as *const u8, length) };
            pages::take(address as u32, shown);
        }
    }

    fn restore(end: u64) -> bool {
        if !grow(end) {
            return false;
        }
        loop {
            let address = pages::next() as usize;
            if address < first_address() {
                return true;
            }
            // SAFETY: what lies there is replaced for good, by a host that knows of this very module what may
            // be there. The stack lies elsewhere, and this function uses nothing else.
            unsafe { contents_at(address as *mut u8) };
        }
    }
}

fn first_address() -> usize {
    (&raw const __global_base) as usize
}

/// Makes memory so many bytes long. It never shrinks.
fn grow(end: u64) -> bool {
    let units = end / UNIT_BYTES as u64;
    let Some(missing) = units.checked_sub(memory_size::<0>() as u64) else {
        return true;
    };
    usize::try_from(missing).is_ok_and(|missing| memory_grow::<0>(missing) != usize::MAX)
}

bindings::export!(Image with_types_in bindings);
