//! Addresses that are written as numbers.

use std::ffi::CStr;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV6};

/// Reads an address that is a number. One of IPv6 may have a number for its scope. One of IPv4 has any of the
/// forms that C takes.
pub(super) fn numeric(host: &CStr) -> Option<SocketAddr> {
    let host = host.to_str().ok()?;
    if let Some(address) = numeric_v4(host) {
        return Some((address, 0).into());
    }
    let (address, scope) = match host.split_once('%') {
        Some((address, scope)) => (address, scope.parse().ok()?),
        None => (host, 0),
    };
    Some(SocketAddrV6::new(address.parse().ok()?, 0, 0, scope).into())
}

/// Reads one to four parts: decimal, octal after `0` or hexadecimal after `0x`. The last fills what the
/// others leave.
fn numeric_v4(host: &str) -> Option<Ipv4Addr> {
    const PARTS: usize = 4;
    let parts: Vec<u32> = host.split('.').map(numeric_part).collect::<Option<_>>()?;
    let (last, first) = parts
        .split_last()
        .filter(|(_, first)| first.len() < PARTS)?;
    let mut address = u64::from(*last);
    let room = 1 << (8 * (PARTS - first.len()));
    if address >= room || first.iter().any(|part| *part > u32::from(u8::MAX)) {
        return None;
    }
    for (number, part) in first.iter().enumerate() {
        address |= u64::from(*part) << (8 * (PARTS - 1 - number));
    }
    u32::try_from(address).ok().map(Ipv4Addr::from)
}

fn numeric_part(part: &str) -> Option<u32> {
    let (digits, radix) = match part.strip_prefix("0x").or(part.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
        None => (part, 10),
    };
    let is_number = digits.starts_with(|first: char| first.is_digit(radix));
    is_number.then(|| u32::from_str_radix(digits, radix).ok())?
}
