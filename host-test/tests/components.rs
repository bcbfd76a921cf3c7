//! The tests that call components: one program, since every program of tests has all of `wasmtime` linked
//! into it.
//!
//! Programs of their own are those that count what a process has: `guards`, `hostile_host`, `hostile_python`,
//! `isolation` and `telemetry`.

mod calls;
mod guests;

mod aot;
mod behaviour;
mod command_line;
mod composition;
mod examples;
mod hostile;
mod libpython;
mod load;
mod minimal;
mod programs;
mod project;
mod python;
mod remains;
mod restore;
mod round_trip;
mod store;
mod worlds;
