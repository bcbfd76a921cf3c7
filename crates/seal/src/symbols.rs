//! The symbol table of a sealed object: everything local but the init function.

use wasm_encoder::Encode;
use wasmparser::{SymbolFlags, SymbolInfo};

use crate::SealError;
use crate::object::{COMDAT, SYMBOL_TABLE, flags_of, subsections};

/// A function that is added to an object.
pub(crate) struct AddedFunction {
    pub(crate) index: u32,
    pub(crate) name: String,
}

/// The init function: its name in the object, and its name for the linker.
pub(crate) struct Init<'a> {
    pub(crate) own: &'a str,
    pub(crate) unique: &'a str,
}

/// Rewrites the content of the section `linking`.
pub(crate) fn rewrite(
    linking: &[u8],
    symbols: &[SymbolInfo],
    added: &[AddedFunction],
    init: &Init,
) -> Result<Vec<u8>, SealError> {
    let (version, subsections) = subsections(linking)?;
    let mut content = Vec::new();
    version.encode(&mut content);
    for (id, body) in subsections {
        match id {
            // A group of the same name in another object would have local code discarded.
            COMDAT => {}
            SYMBOL_TABLE => append(&mut content, id, &table(symbols, added, init)),
            _ => append(&mut content, id, body),
        }
    }
    Ok(content)
}

fn append(content: &mut Vec<u8>, id: u8, body: &[u8]) {
    content.push(id);
    body.encode(content);
}

fn table(symbols: &[SymbolInfo], added: &[AddedFunction], init: &Init) -> Vec<u8> {
    let mut bytes = Vec::new();
    (symbols.len() + added.len()).encode(&mut bytes);
    for symbol in symbols {
        encode(symbol, init, &mut bytes);
    }
    for AddedFunction { index, name } in added {
        let (flags, name) = (SymbolFlags::BINDING_LOCAL, Some(name.as_str()));
        indexed(FUNCTION, flags, *index, name, &mut bytes);
    }
    bytes
}

const FUNCTION: u8 = 0;
const DATA: u8 = 1;
const GLOBAL: u8 = 2;
const SECTION: u8 = 3;
const TAG: u8 = 4;
const TABLE: u8 = 5;

fn encode(symbol: &SymbolInfo, init: &Init, bytes: &mut Vec<u8>) {
    let flags = sealed(symbol, init);
    match *symbol {
        SymbolInfo::Func { index, name, .. } => {
            let name = name.map(|name| {
                if is_init(symbol, init) {
                    init.unique
                } else {
                    name
                }
            });
            indexed(FUNCTION, flags, index, name, bytes);
        }
        SymbolInfo::Global { index, name, .. } => indexed(GLOBAL, flags, index, name, bytes),
        SymbolInfo::Event { index, name, .. } => indexed(TAG, flags, index, name, bytes),
        SymbolInfo::Table { index, name, .. } => indexed(TABLE, flags, index, name, bytes),
        SymbolInfo::Section { section, .. } => indexed(SECTION, flags, section, None, bytes),
        SymbolInfo::Data { name, symbol, .. } => {
            bytes.push(DATA);
            flags.bits().encode(bytes);
            name.encode(bytes);
            if let Some(place) = symbol {
                for number in [place.index, place.offset, place.size] {
                    number.encode(bytes);
                }
            }
        }
    }
}

fn indexed(kind: u8, flags: SymbolFlags, index: u32, name: Option<&str>, bytes: &mut Vec<u8>) {
    bytes.push(kind);
    flags.bits().encode(bytes);
    index.encode(bytes);
    if let Some(name) = name {
        name.encode(bytes);
    }
}

/// Tells whether this is the init function.
pub(crate) fn is_init(symbol: &SymbolInfo, init: &Init) -> bool {
    matches!(symbol, SymbolInfo::Func { name: Some(name), .. } if *name == init.own)
        && !flags_of(symbol).contains(SymbolFlags::UNDEFINED)
}

/// Returns the flags that a symbol has afterwards.
fn sealed(symbol: &SymbolInfo, init: &Init) -> SymbolFlags {
    let flags = flags_of(symbol);
    let exposed = SymbolFlags::BINDING_WEAK | SymbolFlags::EXPORTED;
    if flags.contains(SymbolFlags::UNDEFINED) || matches!(symbol, SymbolInfo::Section { .. }) {
        flags
    } else if is_init(symbol, init) {
        let kept = exposed | SymbolFlags::BINDING_LOCAL | SymbolFlags::NO_STRIP;
        (flags - kept) | SymbolFlags::VISIBILITY_HIDDEN
    } else {
        (flags - exposed - SymbolFlags::VISIBILITY_HIDDEN) | SymbolFlags::BINDING_LOCAL
    }
}
