//! Local time in the zone that `TZ` names, which is one of those bundled. The C library takes every zone for
//! UTC.
//!
//! One function of the C library says what the local time is. All others, and with them CPython, ask that
//! one.

#![allow(unsafe_code, reason = "takes the place of a C function")]

use std::ffi::{CStr, CString, c_char, c_int, c_long};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use pyo3::prelude::*;

use crate::bundled;

/// The zone of this instance, read at its first use.
static ZONE: Mutex<Option<TimeZone>> = Mutex::new(None);
/// Abbreviations that C has pointers to; they stay, since a `tm` may live as long as it likes.
static ABBREVIATIONS: Mutex<Vec<CString>> = Mutex::new(Vec::new());
/// The unknown zone that was last told of.
static WARNED_OF: Mutex<Option<String>> = Mutex::new(None);

/// When summer time begins and ends if `TZ` does not say: as in glibc.
const DEFAULT_RULE: &str = ",M3.2.0,M11.1.0";

/// Gives `time` the function `tzset`, which CPython has not where it is compiled for WASI.
pub(crate) fn complete(py: Python<'_>) -> PyResult<()> {
    py.import("time")?
        .add("tzset", wrap_pyfunction!(tzset, py)?)
}

/// tzset() -> None
///
/// Takes the local time zone from the variable TZ again.
#[pyfunction]
fn tzset(py: Python<'_>) -> PyResult<()> {
    *lock(&ZONE) = None;
    let [january, july] = seasons().map(|time| LocalTime::at(&zone(), time));
    let is_summer_in_january = january.offset > july.offset;
    let (standard, summer) = if is_summer_in_january {
        (july, january)
    } else {
        (january, july)
    };
    let time = py.import("time")?;
    time.setattr("timezone", -standard.offset.seconds())?;
    time.setattr("altzone", -summer.offset.seconds())?;
    time.setattr("daylight", c_int::from(standard.offset != summer.offset))?;
    time.setattr("tzname", (standard.abbreviation, summer.abbreviation))
}

/// Returns a time in the winter and one in the summer of about now, as CPython chooses them.
fn seasons() -> [Timestamp; 2] {
    const YEAR_SECONDS: i64 = (365 * 24 + 6) * 3600;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_secs().cast_signed());
    let january = now / YEAR_SECONDS * YEAR_SECONDS;
    [january, january + YEAR_SECONDS / 2].map(timestamp)
}

/// Says which local time it is at a time, which is given in UTC or as it is locally.
///
/// # Safety
/// As for the C library's: each pointer is null or a place to write to.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap___secs_to_zone(
    seconds: i64,
    is_given_locally: c_int,
    is_summer: *mut c_int,
    offset: *mut c_int,
    opposite_offset: *mut c_long,
    abbreviation: *mut *const c_char,
) {
    let zone = zone();
    let time = match is_given_locally {
        0 => timestamp(seconds),
        _ => in_utc(&zone, seconds),
    };
    let local = LocalTime::at(&zone, time);
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(opposite) = opposite_offset.as_mut() {
            *opposite = opposite_of(&zone, time, &local).seconds();
        }
        if let Some(place) = is_summer.as_mut() {
            *place = local.is_summer.into();
        }
        if let Some(place) = offset.as_mut() {
            *place = local.offset.seconds();
        }
        if let Some(place) = abbreviation.as_mut() {
            *place = lasting(&local.abbreviation);
        }
    }
}

/// The local time of a zone at a moment: whether it is summer time, the offset and the abbreviation.
struct LocalTime {
    is_summer: bool,
    offset: Offset,
    abbreviation: String,
}

impl LocalTime {
    fn at(zone: &TimeZone, time: Timestamp) -> Self {
        let info = zone.to_offset_info(time);
        Self {
            is_summer: info.dst().is_dst(),
            offset: info.offset(),
            abbreviation: info.abbreviation().to_owned(),
        }
    }
}

/// Returns the moment at which a clock shows a time. If there are two, it is the first. A time that is
/// skipped is read as if the clock had not been put forward.
fn in_utc(zone: &TimeZone, local_seconds: i64) -> Timestamp {
    let shown = Offset::UTC.to_datetime(timestamp(local_seconds));
    let offset = match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
    };
    timestamp(local_seconds - i64::from(offset.seconds()))
}

/// Returns the offset of summer time in winter and the other way round; the same in a zone that has neither.
fn opposite_of(zone: &TimeZone, time: Timestamp, local: &LocalTime) -> Offset {
    /// Far enough to leave a change of names behind.
    const NEAREST: usize = 4;
    let mut nearest = zone
        .following(time)
        .take(NEAREST)
        .chain(zone.preceding(time).take(NEAREST));
    match nearest.find(|change| change.dst().is_dst() != local.is_summer) {
        Some(change) => change.offset(),
        None => local.offset,
    }
}

/// Makes a time within what zones are defined for, some ten thousand years to both sides.
fn timestamp(seconds: i64) -> Timestamp {
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(seconds.clamp(first, last)).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn zone() -> TimeZone {
    lock(&ZONE).get_or_insert_with(named_by_environment).clone()
}

fn named_by_environment() -> TimeZone {
    let name = std::env::var_os("TZ").unwrap_or_default();
    let name = name.to_string_lossy();
    find(&name).unwrap_or_else(|| {
        warn_once(&name);
        TimeZone::UTC
    })
}

fn warn_once(unknown: &str) {
    if lock(&WARNED_OF).replace(unknown.to_owned()).as_deref() != Some(unknown) {
        eprintln!(
            "warning: the time zone `{unknown}` is not known, local time is UTC\n= help: name one of the IANA database, \
             `TZ=Europe/Vienna`, or write its rule, `TZ=CET-1CEST,M3.5.0,M10.5.0/3`"
        );
    }
}

/// Finds the zone that `TZ` means: none at all, a bundled one, or a rule.
fn find(name: &str) -> Option<TimeZone> {
    let name = name.strip_prefix(':').unwrap_or(name);
    if name.is_empty() {
        return Some(TimeZone::UTC);
    }
    let with_default_rule = || TimeZone::posix(&format!("{name}{DEFAULT_RULE}")).ok();
    bundled_zone(name)
        .or_else(|| TimeZone::posix(name).ok())
        .or_else(with_default_rule)
}

/// Finds a zone of the database, also by the path of its file on other systems.
fn bundled_zone(name: &str) -> Option<TimeZone> {
    let name = name
        .rsplit_once("/zoneinfo/")
        .map_or(name, |(_, name)| name);
    let data = bundled::time_zone(name)?;
    TimeZone::tzif(name, &data).ok()
}

/// Makes a string for C that is never freed.
fn lasting(abbreviation: &str) -> *const c_char {
    let mut known = lock(&ABBREVIATIONS);
    let is_this = |text: &&CString| text.as_bytes() == abbreviation.as_bytes();
    if let Some(text) = known.iter().find(is_this) {
        return text.as_ptr();
    }
    let text = CString::new(abbreviation).unwrap_or_default();
    let pointer = CStr::as_ptr(&text);
    known.push(text);
    pointer
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
