//! Async functions: many calls of one instance at a time, as tasks of one event loop in Python.
//!
//! The host runs each call of an async export as a task of the component model, which `wit-bindgen` polls.
//! Polling runs what is ready in Python's event loop, whichever call it is for. Whatever Python waits for is
//! spawned as an operation in the task of the call that asked for it.
//!
//! Only generated code of a world with async functions refers to this module.

mod event_loop;
mod export;
mod import;
mod payload;
mod streams;
mod tasks;
mod timer;

pub use event_loop::{complete, prepare};
pub use export::Asked;
pub use import::{Answer, answer, imported};
pub use payload::{futures_of, know, streams_of};
pub use streams::fill;
