//! Removal of the names of a module's functions: a third of a megabyte that running does not need. The plain
//! component keeps them for readers of a trap.

use wasm_encoder::{Module, RawSection};
use wasmparser::{Parser, Payload};

/// The custom section that holds the names.
const SECTION: &str = "name";

/// Returns `module` without names. The other sections are the same, byte by byte.
pub(crate) fn leave_out(module: &[u8]) -> wasmparser::Result<Vec<u8>> {
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
                r#"(module (func {name} (export "f") (result i32) i32.const 7) (@custom "kept" "x"))"#
            )
        };
        let named = wat::parse_str(text("$secret")).expect("a module");
        let nameless = leave_out(&named).expect("leaves them out");
        let holds = |part: &[u8]| nameless.windows(part.len()).any(|bytes| bytes == part);
        assert!(!holds(b"secret"));
        assert!(holds(b"kept"));
        assert_eq!(nameless, wat::parse_str(text("")).expect("a module"));
    }
}
