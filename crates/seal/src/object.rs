//! A relocatable object as it was read: sections in place, and what the linker is told about them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wasmparser::{
    BinaryReader, FuncType, KnownCustom, Parser, Payload, RelocationEntry, SymbolFlags, SymbolInfo,
    SymbolInfoMap, TypeRef,
};

use crate::SealError;

/// The custom section of the symbols.
pub(crate) const LINKING: &str = "linking";
/// The subsection of `linking` with the symbol table.
pub(crate) const SYMBOL_TABLE: u8 = 8;
/// The subsection of `linking` with functions that run at the start.
const INIT_FUNCS: u8 = 6;
/// The subsection of `linking` with groups of which the linker keeps one.
pub(crate) const COMDAT: u8 = 7;

/// A section: its number and what is in it.
pub(crate) struct Section<'a> {
    pub(crate) id: u8,
    pub(crate) body: &'a [u8],
}

/// A part of the memory's initial content.
pub(crate) struct Segment<'a> {
    /// The position of its bytes in the data section.
    pub(crate) offset: usize,
    pub(crate) bytes: &'a [u8],
}

/// Symbols of other objects that this one imports.
#[derive(Clone, Copy)]
pub(crate) struct Import<'a> {
    pub(crate) module: &'a str,
    pub(crate) name: &'a str,
}

/// A relocatable object.
#[derive(Default)]
pub(crate) struct Object<'a> {
    pub(crate) sections: Vec<Section<'a>>,
    pub(crate) types: Vec<FuncType>,
    /// The type of each function, imported ones first.
    pub(crate) functions: Vec<u32>,
    pub(crate) function_imports: Vec<Import<'a>>,
    pub(crate) global_imports: Vec<Import<'a>>,
    pub(crate) table_imports: Vec<Import<'a>>,
    pub(crate) tag_imports: Vec<Import<'a>>,
    pub(crate) segments: Vec<Segment<'a>>,
    pub(crate) symbols: Vec<SymbolInfo<'a>>,
    /// The position of each function in the code section.
    pub(crate) bodies: Vec<Range<usize>>,
    /// The symbols of the functions that run at the start.
    pub(crate) constructors: Vec<usize>,
    /// The relocations of the code section, by their position in it.
    pub(crate) code_relocations: BTreeMap<usize, RelocationEntry>,
    /// The relocations of the data section, by their position in it.
    pub(crate) data_relocations: BTreeMap<usize, RelocationEntry>,
}

impl<'a> Object<'a> {
    /// Reads an object.
    ///
    /// # Errors
    /// [`SealError::Format`], [`SealError::Damaged`], [`SealError::Stripped`].
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, SealError> {
        check_format(bytes)?;
        let mut object = Self::default();
        let mut code_start = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section() {
                let damage = SealError::Index {
                    what: "section",
                    index: u32::from(id),
                };
                let body = bytes.get(range).ok_or(damage)?;
                object.sections.push(Section { id, body });
            }
            object.add(payload, bytes, &mut code_start)?;
        }
        if object.symbols.is_empty() {
            return Err(SealError::Stripped);
        }
        Ok(object)
    }

    fn add(
        &mut self,
        payload: Payload<'a>,
        bytes: &'a [u8],
        code_start: &mut usize,
    ) -> Result<(), SealError> {
        match payload {
            Payload::TypeSection(types) => {
                let types: Result<_, _> = types.into_iter_err_on_gc_types().collect();
                self.types = types?;
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.add_import(import?);
                }
            }
            Payload::FunctionSection(functions) => {
                for index in functions {
                    self.functions.push(index?);
                }
            }
            Payload::CodeSectionStart { range, .. } => *code_start = range.start,
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                self.bodies
                    .push(range.start - *code_start..range.end - *code_start);
            }
            Payload::DataSection(segments) => {
                let start = segments.range().start;
                for segment in segments {
                    let data = segment?.data;
                    // Slices of one file: the distance between their beginnings is the position.
                    let offset = data.as_ptr().addr() - bytes.as_ptr().addr() - start;
                    self.segments.push(Segment {
                        offset,
                        bytes: data,
                    });
                }
            }
            Payload::CustomSection(custom) if custom.name() == LINKING => {
                self.symbols = symbols(custom.data())?;
                self.constructors = constructors(custom.data())?;
            }
            Payload::CustomSection(custom) => {
                if let KnownCustom::Reloc(reader) = custom.as_known() {
                    let relocations = match self.section_id(reader.section_index()) {
                        Some(CODE) => &mut self.code_relocations,
                        Some(DATA) => &mut self.data_relocations,
                        _ => return Ok(()),
                    };
                    for entry in reader.entries() {
                        let entry = entry?;
                        relocations.insert(entry.offset as usize, entry);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_import(&mut self, import: wasmparser::Import<'a>) {
        let wasmparser::Import { module, name, ty } = import;
        let import = Import { module, name };
        match ty {
            TypeRef::Func(index) | TypeRef::FuncExact(index) => {
                self.functions.push(index);
                self.function_imports.push(import);
            }
            TypeRef::Global(_) => self.global_imports.push(import),
            TypeRef::Table(_) => self.table_imports.push(import),
            TypeRef::Tag(_) => self.tag_imports.push(import),
            TypeRef::Memory(_) => {}
        }
    }

    fn section_id(&self, index: u32) -> Option<u8> {
        self.sections.get(index as usize).map(|section| section.id)
    }

    /// Returns the type of the function that a symbol stands for.
    pub(crate) fn type_of(&self, symbol: u32) -> Option<&FuncType> {
        let SymbolInfo::Func { index, .. } = self.symbols.get(symbol as usize)? else {
            return None;
        };
        let index = self.functions.get(*index as usize)?;
        self.types.get(*index as usize)
    }

    /// Returns the name of a symbol, which for one of another object may be in its import alone.
    pub(crate) fn name_of(&self, symbol: &SymbolInfo<'a>) -> Option<&'a str> {
        let imported = |imports: &[Import<'a>], index: u32| {
            imports.get(index as usize).map(|import| import.name)
        };
        match *symbol {
            SymbolInfo::Func { index, name, .. } => {
                name.or_else(|| imported(&self.function_imports, index))
            }
            SymbolInfo::Global { index, name, .. } => {
                name.or_else(|| imported(&self.global_imports, index))
            }
            SymbolInfo::Table { index, name, .. } => {
                name.or_else(|| imported(&self.table_imports, index))
            }
            SymbolInfo::Event { index, name, .. } => {
                name.or_else(|| imported(&self.tag_imports, index))
            }
            SymbolInfo::Data { name, .. } => Some(name),
            SymbolInfo::Section { .. } => None,
        }
    }

    /// Returns those of some symbols that another object must define, sorted. What the host provides is not
    /// among them.
    pub(crate) fn undefined(&self, symbols: &BTreeSet<usize>) -> Vec<String> {
        let symbols = symbols.iter().filter_map(|index| self.symbols.get(*index));
        let mut names: Vec<String> = symbols
            .filter(|symbol| is_required(flags_of(symbol)) && !self.is_of_the_host(symbol))
            .filter_map(|symbol| self.name_of(symbol))
            .map(str::to_owned)
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn is_of_the_host(&self, symbol: &SymbolInfo) -> bool {
        let SymbolInfo::Func { index, .. } = symbol else {
            return false;
        };
        let import = self.function_imports.get(*index as usize);
        import.is_some_and(|import| import.module != "env")
    }
}

/// The numbers of the sections for code and data.
const CODE: u8 = 10;
const DATA: u8 = 11;

/// Tells whether the linker fails without a definition.
fn is_required(flags: SymbolFlags) -> bool {
    flags.contains(SymbolFlags::UNDEFINED) && !flags.contains(SymbolFlags::BINDING_WEAK)
}

pub(crate) fn flags_of(symbol: &SymbolInfo) -> SymbolFlags {
    match symbol {
        SymbolInfo::Func { flags, .. }
        | SymbolInfo::Data { flags, .. }
        | SymbolInfo::Global { flags, .. }
        | SymbolInfo::Section { flags, .. }
        | SymbolInfo::Event { flags, .. }
        | SymbolInfo::Table { flags, .. } => *flags,
    }
}

/// A subsection's number and content.
type Subsection<'a> = (u8, &'a [u8]);

/// Splits the content of the section `linking` into its version and its subsections.
pub(crate) fn subsections(linking: &[u8]) -> Result<(u32, Vec<Subsection<'_>>), SealError> {
    let mut reader = BinaryReader::new(linking, 0);
    let version = reader.read_var_u32()?;
    let mut found = Vec::new();
    while !reader.eof() {
        let id = reader.read_u8()?;
        let length = reader.read_var_u32()?;
        found.push((id, reader.read_bytes(length as usize)?));
    }
    Ok((version, found))
}

fn symbols(linking: &[u8]) -> Result<Vec<SymbolInfo<'_>>, SealError> {
    let (_, subsections) = subsections(linking)?;
    let mut symbols = Vec::new();
    for (_, body) in subsections.iter().filter(|(id, _)| *id == SYMBOL_TABLE) {
        for symbol in SymbolInfoMap::new(BinaryReader::new(body, 0))? {
            symbols.push(symbol?);
        }
    }
    Ok(symbols)
}

/// Returns the symbols of the functions that run at the start.
fn constructors(linking: &[u8]) -> Result<Vec<usize>, SealError> {
    let (_, subsections) = subsections(linking)?;
    let mut symbols = Vec::new();
    for (_, body) in subsections.iter().filter(|(id, _)| *id == INIT_FUNCS) {
        let mut reader = BinaryReader::new(body, 0);
        for _ in 0..reader.read_var_u32()? {
            let _priority = reader.read_var_u32()?;
            symbols.push(reader.read_var_u32()? as usize);
        }
    }
    Ok(symbols)
}

fn check_format(bytes: &[u8]) -> Result<(), SealError> {
    let found = match bytes {
        [0, b'a', b's', b'm', ..] => return Ok(()),
        [b'B', b'C', 0xc0, 0xde, ..] => "the bitcode of LLVM",
        [0x7f, b'E', b'L', b'F', ..] => "native code of this machine",
        [b'!', b'<', b'a', b'r', b'c', b'h', b'>', ..] => "an archive",
        _ => "another format",
    };
    Err(SealError::Format { found })
}
