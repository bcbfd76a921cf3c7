//! Types of what streams and futures carry, and the functions of the component model for each.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Once;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use wit_bindgen::rt::async_support::{FutureVtable, StreamVtable};

thread_local! {
    /// By type: what `wit-bindgen` has written for it.
    static STREAMS: RefCell<Table> = RefCell::default();
    static FUTURES: RefCell<Table> = RefCell::default();
}

type Table = BTreeMap<TypeId, &'static dyn Any>;

/// Has a function of generated code note all types, once.
pub fn know(note_all: fn()) {
    static KNOWN: Once = Once::new();
    KNOWN.call_once(note_all);
}

/// Notes how streams of a type are made.
pub fn streams_of<T: 'static>(vtable: &'static StreamVtable<T>) {
    STREAMS.with_borrow_mut(|table| table.insert(TypeId::of::<T>(), vtable));
}

/// Notes how futures of a type are made.
pub fn futures_of<T: 'static>(vtable: &'static FutureVtable<T>) {
    FUTURES.with_borrow_mut(|table| table.insert(TypeId::of::<T>(), vtable));
}

/// Finds how streams of a type are made.
pub(super) fn stream<T: 'static>() -> PyResult<&'static StreamVtable<T>> {
    let found = STREAMS.with_borrow(|table| table.get(&TypeId::of::<T>()).copied());
    found
        .and_then(|vtable| vtable.downcast_ref())
        .ok_or_else(unknown)
}

/// Finds how futures of a type are made.
pub(super) fn future<T: 'static>() -> PyResult<&'static FutureVtable<T>> {
    let found = FUTURES.with_borrow(|table| table.get(&TypeId::of::<T>()).copied());
    found
        .and_then(|vtable| vtable.downcast_ref())
        .ok_or_else(unknown)
}

fn unknown() -> PyErr {
    PyRuntimeError::new_err("no function of the world has such a stream or future")
}
