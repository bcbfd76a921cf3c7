//! Sockets between CPython and the C library: the handle of the network, which a snapshot must not hold, and
//! cases in which the C library would end the program.
//!
//! Each function here takes the place of one of the C library. The linker is told so by `--wrap`.

#![allow(unsafe_code, reason = "takes the place of C functions")]

mod address;
mod host_entry;
mod lookup;
mod numeric;
mod reconnect;

use std::ffi::{c_int, c_void};
use std::sync::{Mutex, PoisonError};

use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::network::{ErrorCode, Network};

use address::{AF_INET, AF_INET6};

/// The network of the host, asked for at its first use.
static NETWORK: Mutex<Option<Network>> = Mutex::new(None);

/// As in C.
const EIO: c_int = 29;
const ENOPROTOOPT: c_int = 50;
const ENOTCONN: c_int = 53;
const SOL_SOCKET: c_int = 0x7fff_ffff;
const SO_DOMAIN: c_int = 39;
const IPPROTO_IPV6: c_int = 41;
const IPV6_V6ONLY: c_int = 26;

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
    fn getpeername(socket: c_int, address: *mut u8, length: *mut u32) -> c_int;
    fn __real___wasilibc_map_socket_error(code: *const u8) -> c_int;
    fn __real_accept4(socket: c_int, address: *mut u8, length: *mut u32, flags: c_int) -> c_int;
    fn __real_getsockopt(
        socket: c_int,
        level: c_int,
        name: c_int,
        value: *mut c_void,
        length: *mut u32,
    ) -> c_int;
    fn __real_setsockopt(
        socket: c_int,
        level: c_int,
        name: c_int,
        value: *const c_void,
        length: u32,
    ) -> c_int;
}

/// Lets go of the network before a snapshot: an instance asks its own host.
pub(crate) fn forget() {
    *network() = None;
}

fn network() -> std::sync::MutexGuard<'static, Option<Network>> {
    NETWORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lends the C library the handle of the network, which it would otherwise keep for good.
#[unsafe(no_mangle)]
extern "C" fn __wrap___wasi_sockets_utils__borrow_network() -> i32 {
    let handle = network().get_or_insert_with(instance_network).handle();
    handle.cast_signed()
}

/// Translates the host's error codes. The C library aborts at some, since it takes them for impossible. One
/// of them says that the other end has closed the connection.
///
/// # Safety
/// `code` points to an error code of `wasi:sockets/network`.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap___wasilibc_map_socket_error(code: *const u8) -> c_int {
    const INVALID_STATE: u8 = ErrorCode::InvalidState as u8;
    const NOT_IN_PROGRESS: u8 = ErrorCode::NotInProgress as u8;
    const UNRESOLVABLE: u8 = ErrorCode::NameUnresolvable as u8;
    // SAFETY: the caller's promise.
    match unsafe { *code } {
        INVALID_STATE | NOT_IN_PROGRESS => ENOTCONN,
        UNRESOLVABLE.. => EIO,
        // SAFETY: as above.
        _ => unsafe { __real___wasilibc_map_socket_error(code) },
    }
}

/// Accepts a connection, and only then asks for the peer: the C library aborts when that has closed by now.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_accept4(
    socket: c_int,
    address: *mut u8,
    length: *mut u32,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller's promise; no address is asked for.
    let accepted =
        unsafe { __real_accept4(socket, std::ptr::null_mut(), std::ptr::null_mut(), flags) };
    if accepted < 0 || address.is_null() || length.is_null() {
        return accepted;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if getpeername(accepted, address, length) < 0 {
            address::write(&address::unspecified(family(accepted)), address, length);
        }
    }
    accepted
}

/// Accepts a connection as [`__wrap_accept4`] does.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_accept(socket: c_int, address: *mut u8, length: *mut u32) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { __wrap_accept4(socket, address, length, 0) }
}

/// Reads an option. `IPV6_V6ONLY`, which the C library does not know, is always on in WASI.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_getsockopt(
    socket: c_int,
    level: c_int,
    name: c_int,
    value: *mut c_void,
    length: *mut u32,
) -> c_int {
    if !is_v6_only(socket, level, name) {
        // SAFETY: the caller's promise.
        return unsafe { __real_getsockopt(socket, level, name, value, length) };
    }
    // SAFETY: the caller's buffer has the length that it says.
    unsafe {
        let bytes = (*length as usize).min(size_of::<c_int>());
        let on: c_int = 1;
        std::ptr::copy_nonoverlapping((&raw const on).cast::<u8>(), value.cast(), bytes);
        *length = bytes as u32;
    }
    0
}

/// Sets an option. `IPV6_V6ONLY` can be turned on, which it is, and not off.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_setsockopt(
    socket: c_int,
    level: c_int,
    name: c_int,
    value: *const c_void,
    length: u32,
) -> c_int {
    if !is_v6_only(socket, level, name) {
        // SAFETY: the caller's promise.
        return unsafe { __real_setsockopt(socket, level, name, value, length) };
    }
    // SAFETY: the caller's buffer has the length that it says.
    let is_on = length as usize >= size_of::<c_int>()
        && unsafe { value.cast::<c_int>().read_unaligned() } != 0;
    if is_on { 0 } else { fail(ENOPROTOOPT) }
}

fn is_v6_only(socket: c_int, level: c_int, name: c_int) -> bool {
    (level, name) == (IPPROTO_IPV6, IPV6_V6ONLY) && family(socket) == AF_INET6
}

/// Returns the address family of a socket; that of IPv4 for anything else.
fn family(socket: c_int) -> c_int {
    let mut family = AF_INET;
    let mut length = size_of::<c_int>() as u32;
    // SAFETY: writes one integer.
    unsafe {
        let value = (&raw mut family).cast();
        __real_getsockopt(socket, SOL_SOCKET, SO_DOMAIN, value, &raw mut length);
    }
    family
}

/// Fails as a C function does.
fn fail(error: c_int) -> c_int {
    // SAFETY: the one thread's error number.
    unsafe { *__errno_location() = error };
    -1
}
