//! Functions that take the arguments of Python's call and pass on as many as the module's function takes. For
//! those that Python does not give they pass null.
//!
//! Where C on other processors goes on with whatever lies in a register, WebAssembly traps.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::{Encode, Function};
use wasmparser::{
    BinaryReader, FuncType, RelocAddendKind, RelocSectionReader, RelocationEntry, RelocationType,
    ValType,
};

use crate::SealError;
use crate::layout::Signature;
use crate::object::{Object, Section};
use crate::records::Call;
use crate::symbols::AddedFunction;

const TYPES: u8 = 1;
const FUNCTIONS: u8 = 3;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// The instruction `call`, and an index of five bytes that the linker fills in.
const CALL: [u8; 6] = [0x10, 0x80, 0x80, 0x80, 0x80, 0x00];

/// The judgement of a function that does not suit Python's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// An adaptor calls it.
    Adapted,
    /// No adaptor can call it.
    Unfit,
}

/// The adaptors of an object.
pub(crate) struct Adaptors {
    findings: BTreeSet<(String, bool)>,
    /// The adaptor of each pointer, by the pointer's position in the data section.
    retargeted: BTreeMap<usize, usize>,
    adaptors: Vec<Adaptor>,
    functions: Vec<AddedFunction>,
    /// The types of adaptors, in the order of their indices.
    types: Vec<Signature>,
    first_type: usize,
    symbol_count: usize,
}

/// An adaptor: the function that it calls, and the type of its own.
struct Adaptor {
    callee: u32,
    /// The number of arguments that are passed on.
    passed_count: usize,
    /// The number of arguments that the function takes besides.
    null_count: usize,
    drops_result: bool,
    type_index: usize,
}

impl Adaptors {
    /// Makes an adaptor for each function that Python calls with more or fewer arguments than it takes.
    pub(crate) fn of(object: &Object, calls: &[Call]) -> Self {
        let mut adaptors = Self {
            findings: BTreeSet::new(),
            retargeted: BTreeMap::new(),
            adaptors: Vec::new(),
            functions: Vec::new(),
            types: Vec::new(),
            first_type: object.types.len(),
            symbol_count: object.symbols.len(),
        };
        let mut known: BTreeMap<(u32, usize, bool), usize> = BTreeMap::new();
        for call in calls {
            if let Some(of) = object.type_of(call.function)
                && !suits(of, call.signature)
            {
                adaptors.adapt(object, call, of, &mut known);
            }
        }
        adaptors
    }

    fn adapt(
        &mut self,
        object: &Object,
        call: &Call,
        of: &FuncType,
        known: &mut BTreeMap<(u32, usize, bool), usize>,
    ) {
        let symbol = &object.symbols[call.function as usize];
        let name = object
            .name_of(symbol)
            .unwrap_or("a function without a name");
        let can = can_be_adapted(of, call.signature);
        self.findings.insert((name.to_owned(), can));
        if can {
            let Signature {
                parameter_count,
                returns,
            } = call.signature;
            let key = (call.function, parameter_count, returns);
            let adaptor = *known
                .entry(key)
                .or_insert_with(|| self.add(object, call, of, name));
            self.retargeted.insert(call.offset, adaptor);
        }
    }

    fn add(&mut self, object: &Object, call: &Call, of: &FuncType, name: &str) -> usize {
        let position = self.types.iter().position(|known| *known == call.signature);
        let position = position.unwrap_or_else(|| {
            self.types.push(call.signature);
            self.types.len() - 1
        });
        let index = self.adaptors.len();
        self.adaptors.push(Adaptor {
            callee: call.function,
            passed_count: of.params().len().min(call.signature.parameter_count),
            null_count: of
                .params()
                .len()
                .saturating_sub(call.signature.parameter_count),
            drops_result: !of.results().is_empty() && !call.signature.returns,
            type_index: self.first_type + position,
        });
        self.functions.push(AddedFunction {
            index: u32::try_from(object.functions.len() + index).unwrap_or(u32::MAX),
            name: format!("adapted.{name}"),
        });
        index
    }

    /// Returns the names of the functions with that finding, sorted.
    pub(crate) fn names(&self, finding: Finding) -> Vec<String> {
        let wanted = finding == Finding::Adapted;
        let found = self.findings.iter();
        found
            .filter(|(_, can)| *can == wanted)
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Returns the functions to add to the symbol table.
    pub(crate) fn functions(&self) -> &[AddedFunction] {
        &self.functions
    }

    /// Rewrites a section that is not a custom one.
    pub(crate) fn section<'a>(&self, section: &Section<'a>) -> Result<Cow<'a, [u8]>, SealError> {
        if self.adaptors.is_empty() {
            return Ok(section.body.into());
        }
        Ok(match section.id {
            TYPES => longer(section.body, &self.encoded_types())?.into(),
            FUNCTIONS => longer(section.body, &self.encoded_type_indices())?.into(),
            CODE => longer(section.body, &self.bodies())?.into(),
            _ => section.body.into(),
        })
    }

    fn encoded_types(&self) -> Vec<Vec<u8>> {
        let types = self.types.iter();
        types
            .map(|signature| {
                let results = usize::from(signature.returns);
                let mut bytes = vec![0x60];
                for count in [signature.parameter_count, results] {
                    count.encode(&mut bytes);
                    bytes.extend(std::iter::repeat_n(I32, count));
                }
                bytes
            })
            .collect()
    }

    fn encoded_type_indices(&self) -> Vec<Vec<u8>> {
        let encoded = |adaptor: &Adaptor| {
            let mut bytes = Vec::new();
            adaptor.type_index.encode(&mut bytes);
            bytes
        };
        self.adaptors.iter().map(encoded).collect()
    }

    fn bodies(&self) -> Vec<Vec<u8>> {
        self.adaptors
            .iter()
            .map(|adaptor| adaptor.body().0)
            .collect()
    }

    /// Rewrites a relocation section: pointers lead to adaptors, and code has moved.
    pub(crate) fn relocations(
        &self,
        object: &Object,
        content: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let reader = RelocSectionReader::new(BinaryReader::new(content, 0))?;
        let section = reader.section_index();
        let id = object
            .sections
            .get(section as usize)
            .map(|section| section.id);
        let mut entries: Vec<RelocationEntry> =
            reader.entries().into_iter().collect::<Result<_, _>>()?;
        match id {
            Some(DATA) => entries.iter_mut().for_each(|entry| self.retarget(entry)),
            Some(CODE) => {
                let (shift, added) = self.code_relocations(object)?;
                for entry in &mut entries {
                    entry.offset = entry.offset.wrapping_add(shift);
                }
                entries.extend(added);
            }
            _ => {}
        }
        Ok(encoded_relocations(section, &entries))
    }

    fn retarget(&self, entry: &mut RelocationEntry) {
        if let Some(adaptor) = self.retargeted.get(&(entry.offset as usize)) {
            entry.index = u32::try_from(self.symbol_count + adaptor).unwrap_or(u32::MAX);
        }
    }

    /// Returns the content of a relocation section for code if adaptors need one and the object has none.
    pub(crate) fn new_relocations(&self, object: &Object) -> Result<Option<Vec<u8>>, SealError> {
        let position = object
            .sections
            .iter()
            .position(|section| section.id == CODE);
        let has_one = object.sections.iter().any(|section| {
            let mut reader = BinaryReader::new(section.body, 0);
            section.id == 0 && reader.read_string().is_ok_and(|name| name == "reloc.CODE")
        });
        let Some(position) = position.filter(|_| !self.adaptors.is_empty() && !has_one) else {
            return Ok(None);
        };
        let (_, added) = self.code_relocations(object)?;
        let section = u32::try_from(position).unwrap_or(u32::MAX);
        Ok(Some(encoded_relocations(section, &added)))
    }

    /// Returns by how much the code of the object has moved, and the relocations of the adaptors.
    fn code_relocations(&self, object: &Object) -> Result<(u32, Vec<RelocationEntry>), SealError> {
        let code = object.sections.iter().find(|section| section.id == CODE);
        let Some(code) = code.filter(|_| !self.adaptors.is_empty()) else {
            return Ok((0, Vec::new()));
        };
        let bodies = self.bodies();
        let added_bytes: usize = bodies.iter().map(Vec::len).sum();
        let mut at = longer(code.body, &bodies)?.len() - added_bytes;
        let shift = at - code.body.len();
        let mut entries = Vec::new();
        for adaptor in &self.adaptors {
            let (body, call) = adaptor.body();
            entries.push(RelocationEntry {
                ty: RelocationType::FunctionIndexLeb,
                offset: u32::try_from(at + call).unwrap_or(u32::MAX),
                index: adaptor.callee,
                addend: 0,
            });
            at += body.len();
        }
        Ok((u32::try_from(shift).unwrap_or(u32::MAX), entries))
    }
}

impl Adaptor {
    /// Returns the function with its size, and the position of the callee's index in it.
    fn body(&self) -> (Vec<u8>, usize) {
        let mut function = Function::new([]);
        for parameter in 0..self.passed_count {
            function
                .instructions()
                .local_get(u32::try_from(parameter).unwrap_or(u32::MAX));
        }
        for _ in 0..self.null_count {
            function.instructions().i32_const(0);
        }
        let before = function.byte_len();
        function.raw(CALL);
        if self.drops_result {
            function.instructions().drop();
        }
        function.instructions().end();
        let mut bytes = Vec::new();
        function.encode(&mut bytes);
        let size_bytes = bytes.len() - function.byte_len();
        (bytes, size_bytes + before + 1)
    }
}

/// The number of the type of 32-bit integers.
const I32: u8 = 0x7f;

fn suits(of: &FuncType, call: Signature) -> bool {
    of.params().len() == call.parameter_count
        && of.results().len() == usize::from(call.returns)
        && is_plain(of)
}

/// Tells whether a function can be called with the arguments of a call, with null for those that are missing.
fn can_be_adapted(of: &FuncType, call: Signature) -> bool {
    let has_result = !of.results().is_empty() || !call.returns;
    of.results().len() <= 1 && has_result && is_plain(of)
}

/// Tells whether a function has nothing but 32-bit integers.
fn is_plain(of: &FuncType) -> bool {
    let mut types = of.params().iter().chain(of.results());
    types.all(|of| *of == ValType::I32)
}

/// Splits a section into the number of its items and the items.
fn head(body: &[u8]) -> Result<(usize, &[u8]), SealError> {
    let mut reader = BinaryReader::new(body, 0);
    let count = reader.read_var_u32()?;
    Ok((count as usize, reader.read_bytes(reader.bytes_remaining())?))
}

/// Appends items to a section.
fn longer(body: &[u8], items: &[Vec<u8>]) -> Result<Vec<u8>, SealError> {
    let (count, old) = head(body)?;
    let mut longer = Vec::new();
    (count + items.len()).encode(&mut longer);
    longer.extend_from_slice(old);
    longer.extend(items.iter().flatten());
    Ok(longer)
}

fn encoded_relocations(section: u32, entries: &[RelocationEntry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    entries.len().encode(&mut bytes);
    for entry in entries {
        bytes.push(entry.ty as u8);
        entry.offset.encode(&mut bytes);
        entry.index.encode(&mut bytes);
        match entry.ty.addend_kind() {
            RelocAddendKind::None => {}
            RelocAddendKind::Addend32 => {
                i32::try_from(entry.addend).unwrap_or(0).encode(&mut bytes);
            }
            RelocAddendKind::Addend64 => entry.addend.encode(&mut bytes),
        }
    }
    bytes
}
