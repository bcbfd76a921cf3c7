//! Look-up of names and addresses. A number needs no look-up, for which a host gives leave of its own.
//!
//! The C library asks the host for numbers too. It gives neither protocols nor the addresses to listen at,
//! and has no `getnameinfo`. Only names go to the host, by way of the C library.

use std::ffi::{CStr, CString, c_char, c_int};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::{ptr, slice};

use super::address::{self, AF_INET, AF_INET6, AF_UNSPEC};
use super::numeric::numeric;

/// `addrinfo` of C.
#[repr(C)]
struct AddrInfo {
    flags: c_int,
    family: c_int,
    socket_type: c_int,
    protocol: c_int,
    address_bytes: u32,
    address: *mut u8,
    canonical_name: *mut c_char,
    next: *mut AddrInfo,
}

/// `servent` of C.
#[repr(C)]
struct Service {
    name: *const c_char,
    aliases: *const *const c_char,
    /// In the order of the network.
    port: c_int,
    protocol: *const c_char,
}

unsafe extern "C" {
    fn __real_getaddrinfo(
        host: *const c_char,
        service: *const c_char,
        hints: *const AddrInfo,
        found: *mut *mut AddrInfo,
    ) -> c_int;
    fn __real_freeaddrinfo(found: *mut AddrInfo);
    fn getservbyname(name: *const c_char, protocol: *const c_char) -> *const Service;
    fn getservbyport(port: c_int, protocol: *const c_char) -> *const Service;
}

/// As in wasi-libc.
const SOCK_DGRAM: c_int = 5;
const SOCK_STREAM: c_int = 6;
const IPPROTO_TCP: c_int = 6;
const IPPROTO_UDP: c_int = 17;
const AI_PASSIVE: c_int = 0x01;
const AI_CANONNAME: c_int = 0x02;
const AI_NUMERICHOST: c_int = 0x04;
const AI_V4MAPPED: c_int = 0x08;
const AI_NUMERICSERV: c_int = 0x400;
const NI_NUMERICHOST: c_int = 0x01;
const NI_NUMERICSERV: c_int = 0x02;
const NI_NAMEREQD: c_int = 0x08;
const NI_DGRAM: c_int = 0x10;

/// The number that `getaddrinfo` and `getnameinfo` return when they fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Failure(c_int);

const NO_NAME: Failure = Failure(-2);
/// The C library's answer if a host does not give leave to look names up.
const REFUSED: Failure = Failure(-4);
const NO_SUCH_FAMILY: Failure = Failure(-6);
const NO_SUCH_TYPE: Failure = Failure(-7);
const NO_SUCH_SERVICE: Failure = Failure(-8);
const NO_ROOM: Failure = Failure(-12);

/// A way to speak to an address.
#[derive(Clone, Copy)]
struct Transport {
    socket_type: c_int,
    protocol: c_int,
    name: &'static CStr,
}

const TRANSPORTS: [Transport; 2] = [
    Transport {
        socket_type: SOCK_STREAM,
        protocol: IPPROTO_TCP,
        name: c"tcp",
    },
    Transport {
        socket_type: SOCK_DGRAM,
        protocol: IPPROTO_UDP,
        name: c"udp",
    },
];

/// The addresses that are asked for.
struct Hints {
    flags: c_int,
    family: c_int,
    socket_type: c_int,
    protocol: c_int,
}

impl Hints {
    /// Everything.
    const ANY: Self = Self {
        flags: 0,
        family: AF_UNSPEC,
        socket_type: 0,
        protocol: 0,
    };

    /// Copies C's; without any, everything is wanted.
    unsafe fn from_c(hints: *const AddrInfo) -> Self {
        // SAFETY: null or what the caller of `getaddrinfo` has filled in.
        match unsafe { hints.as_ref() } {
            Some(hints) => Self {
                flags: hints.flags,
                family: hints.family,
                socket_type: hints.socket_type,
                protocol: hints.protocol,
            },
            None => Self::ANY,
        }
    }

    fn has(&self, flag: c_int) -> bool {
        self.flags & flag != 0
    }

    fn wants(&self, transport: &Transport) -> bool {
        (self.socket_type == 0 || self.socket_type == transport.socket_type)
            && (self.protocol == 0 || self.protocol == transport.protocol)
    }

    /// Fits an address to the family that is wanted: as it is, an IPv4 address inside one of IPv6, or not at
    /// all.
    fn fit(&self, address: IpAddr) -> Option<IpAddr> {
        match (self.family, address) {
            (AF_UNSPEC, address) => Some(address),
            (AF_INET, IpAddr::V4(_)) | (AF_INET6, IpAddr::V6(_)) => Some(address),
            (AF_INET6, IpAddr::V4(address)) if self.has(AI_V4MAPPED) => {
                Some(address.to_ipv6_mapped().into())
            }
            _ => None,
        }
    }
}

/// Finds the addresses of a host and the ports of a service.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_getaddrinfo(
    host: *const c_char,
    service: *const c_char,
    hints: *const AddrInfo,
    found: *mut *mut AddrInfo,
) -> c_int {
    // SAFETY: the caller's promise: null or strings that end in NUL, and a place for the result.
    let looked_up = unsafe {
        *found = ptr::null_mut();
        let hints = Hints::from_c(hints);
        look_up(text(host), text(service), &hints).map(|entries| {
            (
                entries,
                hints.has(AI_CANONNAME).then(|| text(host)).flatten(),
            )
        })
    };
    match looked_up {
        Ok((entries, canonical_name)) => {
            // SAFETY: the caller's promise.
            unsafe { *found = to_c(&entries, canonical_name) };
            0
        }
        Err(Failure(code)) => code,
    }
}

/// Gives back what [`__wrap_getaddrinfo`] has found.
///
/// # Safety
/// `found` is from there, or null.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_freeaddrinfo(found: *mut AddrInfo) {
    let mut next = found;
    while !next.is_null() {
        // SAFETY: made by `to_c`, of these very parts, and not used any more.
        unsafe {
            let entry = Box::from_raw(next);
            let bytes = ptr::slice_from_raw_parts_mut(entry.address, entry.address_bytes as usize);
            drop(Box::from_raw(bytes));
            if !entry.canonical_name.is_null() {
                drop(CString::from_raw(entry.canonical_name));
            }
            next = entry.next;
        }
    }
}

/// Names an address. This machine's has a name. Any other is given as a number, since WASI cannot look
/// addresses up.
///
/// # Safety
/// As for C's.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_getnameinfo(
    address: *const u8,
    address_bytes: u32,
    host: *mut c_char,
    host_bytes: u32,
    service: *mut c_char,
    service_bytes: u32,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller's promise: an address, and buffers of these lengths.
    let named = unsafe {
        address::from_c(address, address_bytes)
            .ok_or(NO_SUCH_FAMILY)
            .and_then(|address| {
                write_text(&host_name(&address, flags)?, host, host_bytes)?;
                write_text(&service_name(address.port(), flags), service, service_bytes)
            })
    };
    named.map_or_else(|Failure(code)| code, |()| 0)
}

/// Finds the IPv4 addresses of a host, or `None`.
pub(super) fn v4_addresses(host: &CStr) -> Option<Vec<IpAddr>> {
    let hints = Hints {
        family: AF_INET,
        ..Hints::ANY
    };
    let found = addresses(Some(host), &hints).ok()?;
    Some(found.iter().map(SocketAddr::ip).collect())
}

/// Finds the name of an address. This machine's is the one that has a name.
pub(super) fn name_of(address: IpAddr) -> Option<&'static CStr> {
    LOOPBACK.contains(&address).then_some(c"localhost")
}

unsafe fn text<'a>(string: *const c_char) -> Option<&'a CStr> {
    // SAFETY: the caller's promise.
    (!string.is_null()).then(|| unsafe { CStr::from_ptr(string) })
}

type Found = Vec<(Transport, SocketAddr)>;

fn look_up(host: Option<&CStr>, service: Option<&CStr>, hints: &Hints) -> Result<Found, Failure> {
    if host.is_none() && service.is_none() || host.is_some_and(CStr::is_empty) {
        return Err(NO_NAME);
    }
    if ![AF_UNSPEC, AF_INET, AF_INET6].contains(&hints.family) {
        return Err(NO_SUCH_FAMILY);
    }
    let ports = ports(service, hints)?;
    let mut found = Vec::new();
    for address in addresses(host, hints)? {
        found.extend(ports.iter().map(|(transport, port)| {
            let mut address = address;
            address.set_port(*port);
            (*transport, address)
        }));
    }
    Ok(found)
}

/// Finds the ports of a service, by the ways to speak to it that are wanted.
fn ports(service: Option<&CStr>, hints: &Hints) -> Result<Vec<(Transport, u16)>, Failure> {
    let wanted: Vec<Transport> = TRANSPORTS
        .into_iter()
        .filter(|transport| hints.wants(transport))
        .collect();
    if wanted.is_empty() {
        return Err(NO_SUCH_TYPE);
    }
    let ports: Vec<_> = wanted
        .into_iter()
        .filter_map(|transport| Some((transport, port(service, &transport, hints)?)))
        .collect();
    if !ports.is_empty() {
        Ok(ports)
    } else if hints.has(AI_NUMERICSERV) {
        Err(NO_NAME)
    } else {
        Err(NO_SUCH_SERVICE)
    }
}

/// Finds the port of a service that is a number or has a name; 0 for none.
fn port(service: Option<&CStr>, transport: &Transport, hints: &Hints) -> Option<u16> {
    let Some(service) = service else {
        return Some(0);
    };
    let number = service.to_str().ok()?;
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.parse().ok();
    }
    if hints.has(AI_NUMERICSERV) {
        return None;
    }
    // SAFETY: strings that end in NUL; what is found is a static of the C library.
    let known = unsafe { getservbyname(service.as_ptr(), transport.name.as_ptr()).as_ref() };
    known.map(|known| host_order(known.port))
}

/// Finds the addresses of a host; without one, those to listen at or those of this machine.
fn addresses(host: Option<&CStr>, hints: &Hints) -> Result<Vec<SocketAddr>, Failure> {
    let Some(host) = host else {
        let passive = [Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()];
        let own = if hints.has(AI_PASSIVE) {
            passive
        } else {
            LOOPBACK
        };
        return fitting(own, hints);
    };
    match numeric(host) {
        Some(address) => match hints.fit(address.ip()) {
            Some(ip) if ip != address.ip() => Ok(vec![SocketAddr::new(ip, 0)]),
            Some(_) => Ok(vec![address]),
            None => Err(NO_NAME),
        },
        None if hints.has(AI_NUMERICHOST) => Err(NO_NAME),
        None => by_name(host, hints),
    }
}

const LOOPBACK: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

fn fitting(
    addresses: impl IntoIterator<Item = IpAddr>,
    hints: &Hints,
) -> Result<Vec<SocketAddr>, Failure> {
    let fitting = addresses
        .into_iter()
        .filter_map(|address| hints.fit(address));
    let fitting: Vec<_> = fitting.map(|address| SocketAddr::new(address, 0)).collect();
    if fitting.is_empty() {
        return Err(NO_NAME);
    }
    Ok(fitting)
}

/// Asks the host. Every system knows where `localhost` is, whether or not names may be looked up.
fn by_name(host: &CStr, hints: &Hints) -> Result<Vec<SocketAddr>, Failure> {
    let mut found = ptr::null_mut();
    // SAFETY: a string that ends in NUL, and a place for the result, which is given back once it is read.
    let addresses = unsafe {
        let code = __real_getaddrinfo(host.as_ptr(), ptr::null(), ptr::null(), &raw mut found);
        if code != 0 {
            if Failure(code) == REFUSED && host.to_bytes().eq_ignore_ascii_case(b"localhost") {
                return fitting(LOOPBACK, hints);
            }
            return Err(Failure(code));
        }
        let mut addresses = Vec::new();
        let mut next = found;
        while let Some(entry) = next.as_ref() {
            addresses.extend(address::from_c(entry.address, entry.address_bytes));
            next = entry.next;
        }
        __real_freeaddrinfo(found);
        addresses
    };
    let mut addresses: Vec<IpAddr> = addresses.iter().map(SocketAddr::ip).collect();
    addresses.dedup();
    fitting(addresses, hints)
}

/// Makes C's list.
fn to_c(found: &[(Transport, SocketAddr)], canonical_name: Option<&CStr>) -> *mut AddrInfo {
    let mut next = ptr::null_mut();
    for (number, (transport, address)) in found.iter().enumerate().rev() {
        let bytes = address::to_c(address).into_boxed_slice();
        let name = canonical_name.filter(|_| number == 0);
        next = Box::into_raw(Box::new(AddrInfo {
            flags: 0,
            family: address::family(address),
            socket_type: transport.socket_type,
            protocol: transport.protocol,
            address_bytes: bytes.len() as u32,
            address: Box::into_raw(bytes).cast(),
            canonical_name: name.map_or(ptr::null_mut(), |name| name.to_owned().into_raw()),
            next,
        }));
    }
    next
}

fn host_name(address: &SocketAddr, flags: c_int) -> Result<String, Failure> {
    if flags & NI_NUMERICHOST == 0
        && let Some(name) = name_of(address.ip())
    {
        return Ok(name.to_string_lossy().into_owned());
    }
    if flags & NI_NAMEREQD != 0 {
        return Err(NO_NAME);
    }
    Ok(match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{}%{}", v6.ip(), v6.scope_id()),
        _ => address.ip().to_string(),
    })
}

fn service_name(port: u16, flags: c_int) -> String {
    let [tcp, udp] = TRANSPORTS;
    let transport = if flags & NI_DGRAM == 0 { tcp } else { udp };
    if flags & NI_NUMERICSERV == 0 {
        // SAFETY: a string that ends in NUL; what is found is a static of the C library, as is its name.
        unsafe {
            let known = getservbyport(c_int::from(port.to_be()), transport.name.as_ptr());
            if let Some(name) = known.as_ref().and_then(|known| text(known.name)) {
                return name.to_string_lossy().into_owned();
            }
        }
    }
    port.to_string()
}

fn host_order(port: c_int) -> u16 {
    u16::from_be(port as u16)
}

/// Writes a string for C, if the caller has a place for it.
unsafe fn write_text(text: &str, to: *mut c_char, bytes: u32) -> Result<(), Failure> {
    if to.is_null() || bytes == 0 {
        return Ok(());
    }
    if text.len() >= bytes as usize {
        return Err(NO_ROOM);
    }
    // SAFETY: the caller's promise: a buffer of that length.
    let buffer = unsafe { slice::from_raw_parts_mut(to.cast::<u8>(), bytes as usize) };
    buffer[..text.len()].copy_from_slice(text.as_bytes());
    buffer[text.len()] = 0;
    Ok(())
}
