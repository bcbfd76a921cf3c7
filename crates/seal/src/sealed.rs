//! The way from an extension module's object to its sealed form.

use std::borrow::Cow;

use wasm_encoder::{CustomSection, Module, RawSection};
use wasmparser::{BinaryReader, SymbolInfo};

use crate::SealError;
use crate::adaptors::{Adaptors, Finding};
use crate::name::{init_symbol, own_init};
use crate::object::{LINKING, Object, Section};
use crate::reach::reached;
use crate::records::calls;
use crate::symbols::{self, Init, is_init};

/// A sealed object. Nothing in it can collide with another one.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The object, for the linker.
    pub object: Vec<u8>,
    /// The name of the init function: a C function without parameters that returns a pointer.
    pub init: String,
    /// The symbols that other objects must define, sorted. What only unused code needs is not among them.
    pub undefined: Vec<String>,
    /// The functions that Python calls with other arguments than they take, and that got an adaptor, sorted.
    pub adapted: Vec<String>,
    /// The functions that Python would call in a way that traps, and that cannot be adapted, sorted.
    pub unfit: Vec<String>,
    /// The functions in data of unknown layout. Whether they suit their callers cannot be told.
    pub unproven: Vec<String>,
}

/// Seals the object of the extension module with that full name.
///
/// # Errors
/// A [`SealError`], when it is not an object of that module.
pub fn seal(object: &[u8], module: &str) -> Result<Sealed, SealError> {
    let (own, unique) = (own_init(module)?, init_symbol(module));
    let init = Init {
        own: &own,
        unique: &unique,
    };
    let object = Object::read(object)?;
    let mut symbols = object.symbols.iter();
    let Some(init_index) = symbols.position(|symbol| is_init(symbol, &init)) else {
        return Err(SealError::NoInit {
            module: module.to_owned(),
            symbol: own,
        });
    };
    let reached = reached(&object, init_index);
    let calls = calls(&object);
    let adaptors = Adaptors::of(&object, &calls);
    Ok(Sealed {
        object: write(&object, &adaptors, &init)?,
        undefined: object.undefined(&reached),
        adapted: adaptors.names(Finding::Adapted),
        unfit: adaptors.names(Finding::Unfit),
        unproven: unproven(&object, &calls),
        init: unique,
    })
}

/// Names the functions that data holds outside of the records that are known.
fn unproven(object: &Object, calls: &[crate::records::Call]) -> Vec<String> {
    let known = |offset: usize| calls.iter().any(|call| call.offset == offset);
    let relocations = object.data_relocations.iter();
    let mut names: Vec<String> = relocations
        .filter(|(offset, entry)| object.type_of(entry.index).is_some() && !known(**offset))
        .filter_map(|(_, entry)| object.symbols.get(entry.index as usize))
        .filter_map(|symbol| object.name_of(symbol))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn write(object: &Object, adaptors: &Adaptors, init: &Init) -> Result<Vec<u8>, SealError> {
    let mut module = Module::new();
    for section in &object.sections {
        let data = if section.id == CUSTOM {
            custom(object, section, adaptors, init)?
        } else {
            adaptors.section(section)?
        };
        let id = section.id;
        module.section(&RawSection { id, data: &data });
    }
    if let Some(relocations) = adaptors.new_relocations(object)? {
        module.section(&CustomSection {
            name: "reloc.CODE".into(),
            data: relocations.into(),
        });
    }
    Ok(module.finish())
}

/// The number of custom sections.
const CUSTOM: u8 = 0;

/// Sections of this name describe interfaces. The linker joins those of the same name, which breaks them.
const INTERFACES: &str = "component-type:";

/// Rewrites a custom section. None is left out, since relocations count them.
fn custom<'a>(
    object: &Object,
    section: &Section<'a>,
    adaptors: &Adaptors,
    init: &Init,
) -> Result<Cow<'a, [u8]>, SealError> {
    let mut reader = BinaryReader::new(section.body, 0);
    let name = reader.read_string()?;
    let content = reader.read_bytes(reader.bytes_remaining())?;
    if name == LINKING {
        let symbols: &[SymbolInfo] = &object.symbols;
        let content = symbols::rewrite(content, symbols, adaptors.functions(), init)?;
        Ok(named(name, &content).into())
    } else if name.starts_with("reloc.") {
        let content = adaptors.relocations(object, content)?;
        Ok(named(name, &content).into())
    } else if name.starts_with(INTERFACES) {
        Ok(named(&format!("{name}:{}", init.unique), content).into())
    } else {
        Ok(section.body.into())
    }
}

fn named(name: &str, content: &[u8]) -> Vec<u8> {
    use wasm_encoder::Encode;
    let mut body = Vec::new();
    name.encode(&mut body);
    body.extend_from_slice(content);
    body
}
