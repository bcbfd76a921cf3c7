//! A UDP socket that is connected anew. wasmtime ends the program for it while the host still waits for a
//! datagram from the peer before. The host stops waiting only a moment after the streams are dropped.

use std::collections::BTreeSet;
use std::ffi::c_void;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Many times as long as wasmtime takes to stop waiting.
const MOMENT: Duration = Duration::from_millis(10);

/// Handles of the sockets that have had streams.
static STREAMED: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

unsafe extern "C" {
    fn __real_udp_method_udp_socket_stream(
        socket: i32,
        remote: *mut c_void,
        streams: *mut c_void,
        error: *mut u8,
    ) -> bool;
    fn __real_udp_udp_socket_drop_own(socket: i32);
}

/// Gives a socket streams, which it does not have when this is called.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_udp_method_udp_socket_stream(
    socket: i32,
    remote: *mut c_void,
    streams: *mut c_void,
    error: *mut u8,
) -> bool {
    if !streamed().insert(socket) {
        thread::sleep(MOMENT);
    }
    // SAFETY: the caller's promise.
    unsafe { __real_udp_method_udp_socket_stream(socket, remote, streams, error) }
}

/// Drops a socket. Its handle may be another's from then on.
///
/// # Safety
/// As for the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_udp_udp_socket_drop_own(socket: i32) {
    streamed().remove(&socket);
    // SAFETY: the caller's promise.
    unsafe { __real_udp_udp_socket_drop_own(socket) };
}

fn streamed() -> MutexGuard<'static, BTreeSet<i32>> {
    STREAMED.lock().unwrap_or_else(PoisonError::into_inner)
}
