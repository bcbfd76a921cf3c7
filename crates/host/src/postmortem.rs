//! Remains of a guest that stopped: the frames of its Python, and on request its whole memory.

mod python;

use std::fmt;
use std::sync::Arc;

use wasmtime::{Store, WasmCoreDump};

use crate::output::printable;

pub use python::Frame;

/// Remains of a guest that stopped without returning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remains {
    /// The frames that Python was executing, outermost call first. Empty without a Python, when it was not
    /// executing, and when the guest was stopped while it waited inside the host.
    ///
    /// Read from the guest's memory: the words are as trustworthy as the guest.
    pub python: Vec<Frame>,
    /// Its memory, kept only with [`EngineOptions::core_dumps`](crate::EngineOptions::core_dumps).
    pub core_dump: Option<CoreDump>,
}

impl Remains {
    /// Gathers them from the error that a guest stopped with.
    pub(crate) fn gather<T: 'static>(
        error: wasmtime::Error,
        store: &mut Store<T>,
        core_dumps: bool,
    ) -> Self {
        let Ok(dump) = error.downcast::<WasmCoreDump>() else {
            return Self::default();
        };
        let memories = dump.memories().iter();
        let python = memories
            .map(|memory| python::frames(memory.data(&*store)))
            .find(|frames| !frames.is_empty())
            .unwrap_or_default();
        let core_dump = core_dumps.then(|| CoreDump(dump.serialize(store, "guest").into()));
        Self { python, core_dump }
    }
}

/// Lines as in a traceback, each led in by a line end; nothing when nothing is known.
impl fmt::Display for Remains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.python.is_empty() {
            return Ok(());
        }
        write!(f, "\nwhere Python was (most recent call last):")?;
        self.python
            .iter()
            .try_for_each(|frame| write!(f, "\n  {frame}"))
    }
}

/// A WebAssembly core dump, in the format of the WebAssembly tool conventions: memories, globals and stack.
#[derive(Clone, PartialEq, Eq)]
pub struct CoreDump(Arc<[u8]>);

impl CoreDump {
    /// The file's contents.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for CoreDump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CoreDump({} bytes)", self.0.len())
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File \"{}\"", printable(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ", in {}", printable(&self.function))
    }
}
