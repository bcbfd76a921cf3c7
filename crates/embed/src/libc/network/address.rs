//! Addresses of sockets between C's structures and Rust's types.

use std::ffi::c_int;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::{ptr, slice};

/// As in wasi-libc.
pub(super) const AF_UNSPEC: c_int = 0;
pub(super) const AF_INET: c_int = 1;
pub(super) const AF_INET6: c_int = 2;

/// C's `sockaddr_in6`. Its first 16 bytes, with the address in the place of the flow, are `sockaddr_in`. Port
/// and address are in the order of the network.
const V4_BYTES: usize = 16;
const V6_BYTES: usize = 32;
const PORT: usize = 2;
const V4_ADDRESS: usize = 4;
const V6_FLOW: usize = 4;
const V6_ADDRESS: usize = 8;
const V6_SCOPE: usize = 24;

/// Returns the family of an address.
pub(super) fn family(address: &SocketAddr) -> c_int {
    match address {
        SocketAddr::V4(_) => AF_INET,
        SocketAddr::V6(_) => AF_INET6,
    }
}

/// Returns the address that stands for none.
pub(super) fn unspecified(family: c_int) -> SocketAddr {
    match family {
        AF_INET6 => (Ipv6Addr::UNSPECIFIED, 0).into(),
        _ => (Ipv4Addr::UNSPECIFIED, 0).into(),
    }
}

/// Makes C's structure for `address`.
pub(super) fn to_c(address: &SocketAddr) -> Vec<u8> {
    let mut bytes = vec![0; V4_BYTES];
    if let SocketAddr::V6(_) = address {
        bytes.resize(V6_BYTES, 0);
    }
    let mut put = |at: usize, part: &[u8]| bytes[at..at + part.len()].copy_from_slice(part);
    put(0, &(family(address) as u16).to_ne_bytes());
    put(PORT, &address.port().to_be_bytes());
    match address {
        SocketAddr::V4(address) => put(V4_ADDRESS, &address.ip().octets()),
        SocketAddr::V6(address) => {
            put(V6_FLOW, &address.flowinfo().to_ne_bytes());
            put(V6_ADDRESS, &address.ip().octets());
            put(V6_SCOPE, &address.scope_id().to_ne_bytes());
        }
    }
    bytes
}

/// Reads C's structure of `length` bytes; `None` for one of another family, or too short.
///
/// # Safety
/// `address` points to that many bytes.
pub(super) unsafe fn from_c(address: *const u8, length: u32) -> Option<SocketAddr> {
    if address.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice::from_raw_parts(address, length as usize) };
    let family = u16::from_ne_bytes(part(bytes, 0)?);
    let port = u16::from_be_bytes(part(bytes, PORT)?);
    match c_int::from(family) {
        AF_INET => {
            let address: [u8; 4] = part(bytes, V4_ADDRESS)?;
            Some(SocketAddr::new(IpAddr::from(address), port))
        }
        AF_INET6 => {
            let address: [u8; 16] = part(bytes, V6_ADDRESS)?;
            let flow = u32::from_ne_bytes(part(bytes, V6_FLOW)?);
            let scope = u32::from_ne_bytes(part(bytes, V6_SCOPE)?);
            Some(SocketAddrV6::new(address.into(), port, flow, scope).into())
        }
        _ => None,
    }
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

/// Writes C's structure for `address`, as much as there is room for, and its length.
///
/// # Safety
/// `to` points to as many bytes as `length` says.
pub(super) unsafe fn write(address: &SocketAddr, to: *mut u8, length: *mut u32) {
    let bytes = to_c(address);
    // SAFETY: the caller's promise.
    unsafe {
        ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len().min(*length as usize));
        *length = bytes.len() as u32;
    }
}
