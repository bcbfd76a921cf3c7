//! Numbers as short as they can be. The linker writes each that it fills in as if it were the largest, in
//! five bytes, and most take one or two: 8 % of the code.

use std::convert::Infallible;
use std::fmt::Display;

use wasm_encoder::reencode::{
    Error, Reencode, ReencodeComponent, RoundtripReencoder, component_utils,
};
use wasm_encoder::{Component, ComponentSectionId, RawSection};
use wasmparser::{Parser, Payload};

use crate::SnapshotError;

/// Custom sections that refer to places in code. With another length of a number they would be wrong.
const PLACES: [&str; 3] = [".debug_", "metadata.code.", "sourceMappingURL"];

/// Returns the same component with its modules encoded anew.
pub(crate) fn compact(component: &[u8]) -> Result<Vec<u8>, SnapshotError> {
    let failed = |error: &dyn Display| SnapshotError::Component(wasmtime::format_err!("{error}"));
    // The encoder takes it for granted that nothing is cut off.
    for payload in Parser::new(0).parse_all(component) {
        if let Payload::ModuleSection {
            unchecked_range, ..
        }
        | Payload::ComponentSection {
            unchecked_range, ..
        } = payload.map_err(|error| failed(&error))?
            && unchecked_range.end > component.len()
        {
            return Err(failed(&"it is cut off"));
        }
    }
    let mut compacted = Component::new();
    Compact
        .parse_component(&mut compacted, Parser::new(0), component)
        .map_err(|error| failed(&error))?;
    Ok(compacted.finish())
}

struct Compact;

impl Reencode for Compact {
    type Error = Infallible;
}

impl ReencodeComponent for Compact {
    fn parse_component_submodule(
        &mut self,
        component: &mut Component,
        parser: Parser,
        module: &[u8],
    ) -> Result<(), Error<Infallible>> {
        if refers_to_places(module)? {
            let id = ComponentSectionId::CoreModule.into();
            component.section(&RawSection { id, data: module });
            return Ok(());
        }
        component_utils::parse_component_submodule(
            &mut RoundtripReencoder,
            component,
            parser,
            module,
        )
    }
}

/// Tells whether something in a module refers to places in its code.
fn refers_to_places(module: &[u8]) -> wasmparser::Result<bool> {
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CustomSection(section) = payload?
            && PLACES.iter().any(|place| section.name().starts_with(place))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a component whose code has a call of function 0, and the same with its number in five bytes.
    fn short_and_padded(custom: &str) -> [Vec<u8>; 2] {
        let text = format!(
            r#"(component (core module
                (func $named (export "f") call 0 i32.const 7 drop)
                (memory 1) (data (i32.const 8) "kept")
                {custom}
            ))"#
        );
        let short = wat::parse_str(text).expect("a component");
        let call = [0x10, 0x00, 0x41, 0x07, 0x1a, 0x0b];
        let at = short.windows(call.len()).position(|window| window == call);
        let at = at.expect("a call") + 1;
        let mut padded = short.clone();
        padded.splice(at..=at, [0x80, 0x80, 0x80, 0x80, 0x00]);
        // The lengths of the body, of the section with one body, and of the module.
        padded[at - 3] += 4;
        padded[at - 5] += 4;
        padded[9] += 4;
        [short, padded]
    }

    #[test]
    fn numbers_of_the_linker_become_short_and_nothing_else_changes() {
        let [short, padded] = short_and_padded("");
        assert_eq!(compact(&padded).expect("compacts"), short);
        assert_eq!(compact(&short).expect("compacts"), short);
    }

    #[test]
    fn component_that_is_cut_off_is_refused() {
        let [_, padded] = short_and_padded("");
        for length in 9..padded.len() {
            assert!(compact(&padded[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn module_with_places_in_it_is_left_as_it_is() {
        for name in [".debug_line", "metadata.code.branch_hint"] {
            let [_, padded] = short_and_padded(&format!(r#"(@custom "{name}" "x")"#));
            assert_eq!(compact(&padded).expect("compacts"), padded);
        }
    }
}
