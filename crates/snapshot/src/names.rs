//! Leaving out what the functions of a component's modules are called: a third of a megabyte that nothing runs by. The
//! plain component keeps it, for whoever wants to read a trap.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent};
use wasm_encoder::{Component, ComponentSectionId, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::SnapshotError;

/// The custom section that holds the names.
const SECTION: &str = "name";

/// `component` without names, and otherwise the same.
pub(crate) fn leave_out(component: &[u8]) -> Result<Vec<u8>, SnapshotError> {
    let mut nameless = Component::new();
    Nameless
        .parse_component(&mut nameless, Parser::new(0), component)
        .map_err(|error| SnapshotError::Strip(error.to_string()))?;
    Ok(nameless.finish())
}

struct Nameless;

impl Reencode for Nameless {
    type Error = Infallible;
}

impl ReencodeComponent for Nameless {
    fn parse_component_submodule(
        &mut self,
        component: &mut Component,
        _: Parser,
        module: &[u8],
    ) -> Result<(), Error<Infallible>> {
        component.section(&RawSection {
            id: ComponentSectionId::CoreModule.into(),
            data: &without_names(module)?,
        });
        Ok(())
    }
}

/// The other sections, byte by byte.
fn without_names(module: &[u8]) -> wasmparser::Result<Vec<u8>> {
    let mut nameless = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if matches!(&payload, Payload::CustomSection(custom) if custom.name() == SECTION) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            nameless.section(&RawSection {
                id,
                data: &module[range],
            });
        }
    }
    Ok(nameless.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_are_gone() {
        let text = |name| {
            format!(
                r#"(component (core module (func {name} (export "f") (result i32) i32.const 7) (@custom "kept" "x")))"#
            )
        };
        let named = wat::parse_str(text("$secret")).expect("a component");
        let nameless = leave_out(&named).expect("leaves them out");
        let holds = |part: &[u8]| nameless.windows(part.len()).any(|bytes| bytes == part);
        assert!(!holds(b"secret"));
        assert!(holds(b"kept"));
        assert_eq!(nameless, wat::parse_str(text("")).expect("a component"));
    }
}
