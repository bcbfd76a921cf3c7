//! The older functions that look up hosts, by name and by address, which the C library leaves out.

use std::ffi::{CStr, CString, c_char, c_int};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::{cell::RefCell, ptr, slice};

use super::address::{AF_INET, AF_INET6};
use super::lookup;

/// `hostent` of C.
#[repr(C)]
struct HostEntry {
    name: *const c_char,
    aliases: *const *const c_char,
    family: c_int,
    address_bytes: c_int,
    addresses: *const *const c_char,
}

unsafe extern "C" {
    /// The reason for which the last look-up failed.
    static mut h_errno: c_int;
}

/// As in C: there is no such host.
const HOST_NOT_FOUND: c_int = 1;

thread_local! {
    /// The entry found last, which lasts until the next look-up.
    static FOUND: RefCell<Option<Found>> = const { RefCell::new(None) };
}

/// An entry with the memory that it points to.
struct Found {
    entry: HostEntry,
    _name: CString,
    _addresses: Vec<Vec<u8>>,
    /// Pointers to these, and one that is null.
    _list: Vec<*const c_char>,
}

impl Found {
    /// Makes an entry without aliases. The addresses are of one family.
    fn new(name: &CStr, addresses: &[IpAddr]) -> Self {
        let name = name.to_owned();
        let family = match addresses.first() {
            Some(IpAddr::V6(_)) => AF_INET6,
            _ => AF_INET,
        };
        let addresses: Vec<Vec<u8>> = addresses.iter().map(octets).collect();
        let address_bytes = addresses.first().map_or(0, Vec::len);
        let mut list: Vec<*const c_char> =
            addresses.iter().map(|one| one.as_ptr().cast()).collect();
        list.push(ptr::null());
        let entry = HostEntry {
            name: name.as_ptr(),
            aliases: &raw const list[addresses.len()],
            family,
            address_bytes: address_bytes as c_int,
            addresses: list.as_ptr(),
        };
        Self {
            entry,
            _name: name,
            _addresses: addresses,
            _list: list,
        }
    }
}

fn octets(address: &IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

/// Finds the IPv4 addresses of a host.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_gethostbyname(name: *const c_char) -> *const HostEntry {
    // SAFETY: the caller passes a string.
    let name = unsafe { CStr::from_ptr(name) };
    answer(lookup::v4_addresses(name).map(|addresses| Found::new(name, &addresses)))
}

/// Finds the name of an address. Only this machine's has one, since WASI cannot look addresses up.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_gethostbyaddr(
    address: *const u8,
    bytes: u32,
    _family: c_int,
) -> *const HostEntry {
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice::from_raw_parts(address, bytes as usize) };
    answer(read(bytes).and_then(|address| {
        let name = lookup::name_of(address)?;
        Some(Found::new(name, &[address]))
    }))
}

/// Describes a failed look-up. There is only one reason.
#[unsafe(no_mangle)]
extern "C" fn __wrap_hstrerror(_: c_int) -> *const c_char {
    c"Unknown host: WASI has no look-up from an address to a name".as_ptr()
}

/// Reads an address of either family, by its length.
fn read(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(|octets| Ipv4Addr::from(octets).into());
    let v6 = <[u8; 16]>::try_from(bytes).map(|octets| Ipv6Addr::from(octets).into());
    v4.or(v6).ok()
}

/// Keeps an entry and returns it to C, or records that there is none.
fn answer(found: Option<Found>) -> *const HostEntry {
    if found.is_none() {
        // SAFETY: the one thread's error number.
        unsafe { h_errno = HOST_NOT_FOUND };
    }
    FOUND.with_borrow_mut(|kept| {
        *kept = found;
        kept.as_ref()
            .map_or(ptr::null(), |found| &raw const found.entry)
    })
}
