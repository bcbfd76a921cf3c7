//! The names of functions that are for people alone. The linker takes names from the symbols.

use wasm_encoder::{CustomSection, Module, RawSection};
use wasmparser::BinaryReader;

use crate::SealError;
use crate::object::Object;

/// The custom section of names.
const NAMES: &str = "name";
/// The number of custom sections.
const CUSTOM: u8 = 0;

/// Empties the list of names in an object. `wasm-ld -r` 19 leaves one with two names for a function if it
/// joins what it has joined before, and other linkers refuse that.
///
/// # Errors
/// A [`SealError`], when it is not an object.
pub fn without_names(object: &[u8]) -> Result<Vec<u8>, SealError> {
    let object = Object::read(object)?;
    let mut module = Module::new();
    for section in &object.sections {
        let name = BinaryReader::new(section.body, 0).read_string();
        if section.id == CUSTOM && name.is_ok_and(|name| name == NAMES) {
            // Not left out, since relocations count sections.
            module.section(&CustomSection {
                name: NAMES.into(),
                data: (&[]).into(),
            });
        } else {
            module.section(&RawSection {
                id: section.id,
                data: section.body,
            });
        }
    }
    Ok(module.finish())
}
