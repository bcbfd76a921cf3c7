//! The frames that a Python was executing, read from nothing but the memory of its instance.
//!
//! CPython keeps a table of the offsets that a debugger in another process needs, `_Py_DebugOffsets`, at the
//! beginning of its global state. Whatever lies in the memory, reading it ends: every address is checked and
//! every count limited.

mod lines;

/// The first bytes of the table.
const COOKIE: &[u8; 8] = b"xdebugpy";
/// The table is part of the initialised data, which lies before the heap.
const SEARCHED_BYTES: usize = 16 << 20;
// CPYTHON-INTERNAL: offsets and layouts of frames, code and line tables.
/// The minor version whose layout is known, as the upper half of its `PY_VERSION_HEX`.
const VERSION: u64 = 0x030d;

/// A traceback longer than this tells no more.
const MAX_FRAMES: usize = 64;
/// Names are cut off here.
const MAX_CHARACTERS: usize = 500;
/// More than the table of any function has.
const MAX_LINE_TABLE_BYTES: usize = 1 << 20;

/// The owner of a shim frame, which is the interpreter's own.
const OWNED_BY_C_STACK: u8 = 3;
/// Bytes of a code unit.
const CODE_UNIT_BYTES: u32 = 2;

/// One call that Python was executing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The file of the function's code, as Python names it.
    pub file: String,
    /// The line that was executed.
    pub line: Option<u32>,
    /// The function's name.
    pub function: String,
}

/// The frames that the memory's Python was executing, outermost call first; none without a known Python.
pub(super) fn frames(memory: &[u8]) -> Vec<Frame> {
    let Some(python) = Python::find(memory) else {
        return Vec::new();
    };
    let mut frames: Vec<_> = python.innermost_first().collect();
    frames.reverse();
    frames
}

/// A memory with a Python in it.
struct Python<'a> {
    memory: Memory<'a>,
    /// The address of its global state, which begins with the table of offsets.
    runtime: u32,
}

/// Places in the table of offsets, counted in its 64-bit numbers.
#[derive(Clone, Copy)]
enum Offset {
    RuntimeInterpreters = 5,
    InterpreterThreads = 9,
    ThreadFrame = 23,
    FramePrevious = 29,
    FrameExecutable = 30,
    FrameInstruction = 31,
    FrameOwner = 33,
    CodeFile = 35,
    CodeQualifiedName = 37,
    CodeLineTable = 38,
    CodeFirstLine = 39,
    CodeInstructions = 43,
    ObjectType = 45,
    TypeName = 47,
    BytesSize = 65,
    BytesValue = 66,
    TextState = 68,
    TextLength = 69,
    AsciiSize = 70,
}

impl<'a> Python<'a> {
    fn find(memory: &'a [u8]) -> Option<Self> {
        let searched = &memory[..memory.len().min(SEARCHED_BYTES)];
        let memory = Memory(memory);
        memchr::memmem::find_iter(searched, COOKIE)
            .filter_map(|at| u32::try_from(at).ok())
            .find(|&at| {
                let version = memory.u64(at.saturating_add(8));
                version.is_some_and(|version| version >> 16 == VERSION)
            })
            .map(|runtime| Self { memory, runtime })
    }

    fn innermost_first(&self) -> impl Iterator<Item = Frame> + '_ {
        let first = || {
            let interpreter = self.pointer(self.runtime, Offset::RuntimeInterpreters)?;
            let thread = self.pointer(interpreter, Offset::InterpreterThreads)?;
            self.pointer(thread, Offset::ThreadFrame)
        };
        std::iter::successors(first(), |&frame| self.pointer(frame, Offset::FramePrevious))
            .take(MAX_FRAMES)
            .filter_map(|frame| self.frame(frame))
    }

    fn frame(&self, frame: u32) -> Option<Frame> {
        if self.memory.u8(self.at(frame, Offset::FrameOwner)?)? == OWNED_BY_C_STACK {
            return None;
        }
        let code = self.pointer(frame, Offset::FrameExecutable)?;
        if self.type_name(code)? != b"code" {
            return None;
        }
        Some(Frame {
            file: self.text(self.pointer(code, Offset::CodeFile)?)?,
            line: self.line(frame, code),
            function: self.text(self.pointer(code, Offset::CodeQualifiedName)?)?,
        })
    }

    fn line(&self, frame: u32, code: u32) -> Option<u32> {
        let instruction = self.pointer(frame, Offset::FrameInstruction)?;
        let first = self.at(code, Offset::CodeInstructions)?;
        let unit = instruction.checked_sub(first)? / CODE_UNIT_BYTES;
        let first_line = self.memory.u32(self.at(code, Offset::CodeFirstLine)?)?;
        let table = self.pointer(code, Offset::CodeLineTable)?;
        let length = self.memory.u32(self.at(table, Offset::BytesSize)?)?;
        let table = self.memory.slice(
            self.at(table, Offset::BytesValue)?,
            usize::try_from(length).ok()?.min(MAX_LINE_TABLE_BYTES),
        )?;
        lines::line(table, first_line, unit)
    }

    fn type_name(&self, object: u32) -> Option<&'a [u8]> {
        let class = self.pointer(object, Offset::ObjectType)?;
        let name = self.pointer(class, Offset::TypeName)?;
        let rest = self.memory.0.get(name as usize..)?;
        rest.get(..memchr::memchr(0, rest)?)
    }

    /// A `str`, cut off where it is too long to be a name.
    fn text(&self, object: u32) -> Option<String> {
        let state = self.memory.u32(self.at(object, Offset::TextState)?)?;
        let length = self.memory.u32(self.at(object, Offset::TextLength)?)?;
        let (kind, compact, ascii) = (state >> 2 & 7, state >> 5 & 1, state >> 6 & 1);
        if compact == 0 {
            return None;
        }
        // What is not ASCII has the length and the address of its UTF-8 before the characters.
        let header_bytes = if ascii == 1 { 0 } else { 2 * size_of::<u32>() };
        let at = self
            .at(object, Offset::AsciiSize)?
            .checked_add(header_bytes as u32)?;
        let count = usize::try_from(length).ok()?.min(MAX_CHARACTERS);
        let width = usize::try_from(kind).ok()?;
        let characters = self.memory.slice(at, count.checked_mul(width)?)?;
        (width > 0).then(|| {
            let character = |bytes: &[u8]| {
                let mut number = [0; 4];
                number[..bytes.len().min(4)].copy_from_slice(&bytes[..bytes.len().min(4)]);
                char::from_u32(u32::from_le_bytes(number)).unwrap_or(char::REPLACEMENT_CHARACTER)
            };
            characters.chunks(width).map(character).collect()
        })
    }

    /// The address that stands in a field of something, unless it is null.
    fn pointer(&self, of: u32, field: Offset) -> Option<u32> {
        let pointer = self.memory.u32(self.at(of, field)?)?;
        (pointer != 0).then_some(pointer)
    }

    /// The address of a field of something.
    fn at(&self, of: u32, field: Offset) -> Option<u32> {
        let entry = self.runtime.checked_add(8 * field as u32)?;
        of.checked_add(u32::try_from(self.memory.u64(entry)?).ok()?)
    }
}

/// Reads that end outside of the memory have no result.
#[derive(Clone, Copy)]
struct Memory<'a>(&'a [u8]);

impl<'a> Memory<'a> {
    fn slice(self, at: u32, length: usize) -> Option<&'a [u8]> {
        let at = usize::try_from(at).ok()?;
        self.0.get(at..at.checked_add(length)?)
    }

    fn array<const N: usize>(self, at: u32) -> Option<[u8; N]> {
        self.slice(at, N)?.try_into().ok()
    }

    fn u8(self, at: u32) -> Option<u8> {
        self.array(at).map(u8::from_le_bytes)
    }

    fn u32(self, at: u32) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn u64(self, at: u32) -> Option<u64> {
        self.array(at).map(u64::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with_table(memory: &mut [u8], at: usize) {
        memory[at..at + 8].copy_from_slice(COOKIE);
        memory[at + 8..at + 16].copy_from_slice(&(VERSION << 16).to_le_bytes());
    }

    #[test]
    fn without_python_there_are_no_frames() {
        assert_eq!(frames(&[]), []);
        assert_eq!(frames(COOKIE), []);
        assert_eq!(frames(&[0; 4096]), []);
    }

    #[test]
    fn frames_that_lead_in_a_circle_end() {
        let mut memory = vec![0; 4096];
        with_table(&mut memory, 8);
        // Every offset is 0, and whatever is read at 0 is its own address.
        memory[..4].copy_from_slice(&1024_u32.to_le_bytes());
        memory[1024..1028].copy_from_slice(&1024_u32.to_le_bytes());
        assert_eq!(frames(&memory), []);
    }

    proptest! {
        #[test]
        fn any_memory_is_read_to_an_end(mut memory in prop::collection::vec(any::<u8>(), 16..4096), at: prop::sample::Index) {
            let at = at.index(memory.len() - 15);
            with_table(&mut memory, at);
            frames(&memory);
        }

        #[test]
        fn small_numbers_everywhere_are_read_to_an_end(words in prop::collection::vec(0_u32..4096, 300..1024)) {
            let mut memory: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            for high in memory[16..].chunks_exact_mut(8).take(73) {
                high[4..].fill(0);
            }
            with_table(&mut memory, 0);
            frames(&memory);
        }
    }
}
