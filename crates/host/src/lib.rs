//! The wasmtime side of components with Python in them, whatever their world: a [`Host`] loads a [`Guest`],
//! which starts an [`Instance`], which is called.
//!
//! Guests are hostile here: every limit, and every message that a user of the host sees, is decided on this
//! side. Knows nothing of Python but where its frames lie in the memory of a guest that stopped.
//!
//! ```no_run
//! use wasi_py_host::{Capabilities, EngineOptions, Host, Limits};
//!
//! mod bindings {
//!     wasmtime::component::bindgen!({
//!         inline: "package my:words; world words { export count: func(text: string) -> u32; }",
//!         exports: { default: async },
//!     });
//!     wasi_py_host::world!(Words, WordsIndices);
//! }
//!
//! fn main() -> wasmtime::Result<()> {
//!     let host = Host::new(EngineOptions::default())?;
//!     let (guest, _) = host.load_through::<bindings::Words>("words.wasm", "words.cwasm")?;
//!     let mut words = guest.instantiate(&Limits::default(), &Capabilities::none())?;
//!     let count = words.call("count", async |words, store| words.call_count(store, "to be").await)?;
//!     println!("{count} words");
//!     Ok(())
//! }
//! ```
//!
//! | wanted | is |
//! | --- | --- |
//! | calls of a world with bindings | [`world!`], [`Instance::call`], [`Instance::try_call`] |
//! | calls without bindings | [`Untyped`] |
//! | no instances in sight, or reused ones | [`Caller`] |
//! | calls that do not block the thread | [`Instance::call_async`] and its like |
//! | functions of the host | [`Host::with_imports`], [`State::data`] |
//! | folders, environment, network | [`Capabilities`] |
//! | programs | [`command`] |
//! | answers to HTTP requests | the module `http`, by the feature of that name |
//! | limits | [`Limits`], [`EngineOptions`] |
//! | machine code, made once | [`Host::load_through`] |
//! | machine code, made once for many machines | [`Store`], [`Host::load_from`] |

#![deny(unsafe_code)]

pub mod command;
#[cfg(feature = "http")]
pub mod http;
pub mod telemetry;

mod aot;
mod call;
mod caller;
mod capabilities;
mod engine;
mod instantiate;
mod limits;
mod load;
mod load_error;
mod options;
mod output;
mod postmortem;
mod raised;
mod reset;
mod reset_error;
mod stamp;
mod state;
mod stop;
mod store;
mod ticker;
mod trust;
mod untyped;
mod world;

pub use aot::{COMPILED_EXTENSION, Cache, WriteError};
pub use call::CallError;
pub use caller::{Caller, CallerError};
pub use capabilities::{Capabilities, DEFAULT_OUTPUT_BYTES, DirectoryError};
pub use engine::{EngineError, Host};
pub use instantiate::{Instance, InstantiateError};
pub use limits::{
    DEFAULT_DEADLINE, DEFAULT_MEMORY_BYTES, DEFAULT_RESULT_BYTES, Limits, UnenforceableError,
};
pub use load::Guest;
pub use load_error::LoadError;
pub use options::{Allocation, DEFAULT_INSTANCES, DEFAULT_WASM_STACK_BYTES, EngineOptions, Reset};
pub use output::{Captured, GuestOutput, printable};
pub use postmortem::{CoreDump, Frame, Remains};
pub use raised::{Raised, traceback};
pub use reset::SWAP_CHECK_INTERVAL;
pub use reset_error::SwapError;
pub use state::State;
pub use stop::Stop;
pub use store::{Found, KeyError, Store, StoreError};
pub use ticker::TICK;
pub use trust::{Reason, Untrusted};
pub use untyped::{FunctionError, Untyped};
/// The version that [`Host::engine`] is of.
pub use wasmtime;
pub use world::{Mismatch, World};
