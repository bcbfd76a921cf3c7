//! A way back behind the snapshot: memory as it was before anything ran. It serves what a running Python
//! cannot be asked to become.
//!
//! Only the part of memory that a program begins with and may change has to be put back. The tool reads it
//! from the component and hands it over, packed, before the snapshot is taken.

#![allow(unsafe_code, reason = "replaces what every static holds")]

use std::ptr;
use std::sync::OnceLock;

use wasi_py_bundle::{Bundle, INITIAL_DATA, Unpacker};

static KEPT: OnceLock<InitialData> = OnceLock::new();

struct InitialData {
    address: usize,
    bundle: Vec<u8>,
}

unsafe extern "C" {
    /// Both are from the linker: the beginning of the heap, which is behind all statics, and what the module
    /// does at its start.
    static __heap_base: u8;
    fn __wasm_call_ctors();
}

/// Keeps what lies at `address` when an instance begins, packed as a bundle of one file, for a start anew.
/// The tool that takes the snapshot calls it before anything else.
pub fn keep(address: u32, bundle: Vec<u8>) {
    let address = address as usize;
    // The tool calls this once. Were it to call again, the data would be the same.
    let _ = KEPT.set(InitialData { address, bundle });
}

/// Makes every static what it was before anything ran, and empties the heap. Returns false, with nothing
/// changed, if this instance does not begin from a snapshot.
///
/// # Safety
/// Nothing that was allocated may be used afterwards. Callers have nothing but numbers.
#[inline(never)]
pub(crate) unsafe fn to_beginning() -> bool {
    let Some((address, data)) = KEPT.get().and_then(unpacked) else {
        return false;
    };
    let source = data.leak();
    let end = address + source.len();
    // SAFETY: the data is what this module itself has at that address. Behind it lie the statics that begin
    // as zeroes, up to the heap. The copy that is read lies in the heap and is not written to meanwhile.
    unsafe {
        ptr::copy_nonoverlapping(source.as_ptr(), address as *mut u8, source.len());
        ptr::write_bytes(end as *mut u8, 0, (&raw const __heap_base) as usize - end);
        __wasm_call_ctors();
    }
    true
}

fn unpacked(kept: &InitialData) -> Option<(usize, Vec<u8>)> {
    let bundle = Bundle::open(&kept.bundle).ok()?;
    let entry = bundle.get(INITIAL_DATA)?;
    let data = Unpacker::new(bundle).read(&entry).ok()?;
    Some((kept.address, data))
}
