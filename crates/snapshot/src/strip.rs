//! Removing an exported function from a component. An export is a new index of its kind, so what comes behind it moves.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent};
use wasm_encoder::{Component, ComponentExportSection, ComponentSectionId, RawSection};
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

use crate::SnapshotError;

/// `component` without the exported function `name`, and otherwise the same; `None` if it has no such export.
pub(crate) fn export(component: &[u8], name: &str) -> Result<Option<Vec<u8>>, SnapshotError> {
    let failed = |error: &dyn std::fmt::Display| SnapshotError::Strip(error.to_string());
    let index = index_of(component, name).map_err(|error| failed(&error))?;
    let Some(index) = index else {
        return Ok(None);
    };
    let mut stripped = Component::new();
    let mut without = Without {
        name,
        index,
        depth: 0,
    };
    without
        .parse_component(&mut stripped, Parser::new(0), component)
        .map_err(|error| failed(&error))?;
    let stripped = stripped.finish();
    Validator::new_with_features(WasmFeatures::all())
        .validate_all(&stripped)
        .map_err(|error| failed(&error))?;
    Ok(Some(stripped))
}

/// The index that the export adds to the functions of the outermost component.
fn index_of(component: &[u8], name: &str) -> wasmparser::Result<Option<u32>> {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        match &payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentExportSection(section) if depth == 0 => {
                let functions = validator
                    .types(0)
                    .map_or(0, |types| types.component_function_count());
                let mut added = 0;
                for export in section.clone() {
                    let export = export?;
                    if export.name.name == name {
                        return Ok(Some(functions + added));
                    }
                    added += u32::from(export.kind == wasmparser::ComponentExternalKind::Func);
                }
            }
            _ => {}
        }
        validator.payload(&payload)?;
    }
    Ok(None)
}

/// Copies a component, leaving out the export and moving the functions behind it.
struct Without<'a> {
    name: &'a str,
    index: u32,
    /// 0 in the outermost component, whose indices are the ones that move.
    depth: u32,
}

impl Reencode for Without<'_> {
    type Error = Infallible;
}

impl ReencodeComponent for Without<'_> {
    fn push_depth(&mut self) {
        self.depth += 1;
    }

    fn pop_depth(&mut self) {
        self.depth -= 1;
    }

    fn component_func_index(&mut self, index: u32) -> u32 {
        index - u32::from(self.depth == 0 && index > self.index)
    }

    fn parse_component_export(
        &mut self,
        exports: &mut ComponentExportSection,
        export: wasmparser::ComponentExport<'_>,
    ) -> Result<(), Error<Infallible>> {
        if self.depth == 0 && export.name.name == self.name {
            return Ok(());
        }
        wasm_encoder::reencode::component_utils::parse_component_export(self, exports, export)
    }

    /// As it is: nothing inside a module refers to functions of a component.
    fn parse_component_submodule(
        &mut self,
        component: &mut Component,
        _: Parser,
        module: &[u8],
    ) -> Result<(), Error<Infallible>> {
        component.section(&RawSection {
            id: ComponentSectionId::CoreModule.into(),
            data: module,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasmtime::component::{Component, Linker};
    use wasmtime::{Engine, Store};

    use super::*;

    /// Exports `first`, `second` and `third`, which return 1, 2 and 3.
    fn three_functions() -> Vec<u8> {
        let mut text = String::from("(component (core module $m");
        let names = ["first", "second", "third"];
        for (number, name) in (1..).zip(names) {
            text += &format!(r#"(func (export "{name}") (result i32) i32.const {number})"#);
        }
        text += ") (core instance $i (instantiate $m))";
        for name in names {
            text += &format!(
                r#"(func ${name} (result u32) (canon lift (core func $i "{name}"))) (export "{name}" (func ${name}))"#
            );
        }
        wat::parse_str(text + ")").expect("a component")
    }

    /// Each export with what it returns.
    fn exports(component: &[u8]) -> Vec<(String, u32)> {
        let engine = Engine::default();
        let component = Component::new(&engine, component).expect("a component");
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine)
            .instantiate(&mut store, &component)
            .expect("instantiates");
        let component_type = component.component_type();
        let names = component_type.exports(&engine).map(|(name, _)| name);
        names
            .map(|name| {
                let function = instance
                    .get_typed_func::<(), (u32,)>(&mut store, name)
                    .expect("a function");
                let (number,) = function.call(&mut store, ()).expect("returns");
                (name.to_owned(), number)
            })
            .collect()
    }

    #[test]
    fn functions_behind_the_removed_one_stay_what_they_were() {
        let all = [("first", 1), ("second", 2), ("third", 3)];
        for (removed, _) in all {
            let stripped = export(&three_functions(), removed).expect("strips");
            let stripped = stripped.expect("is there");
            let left = all.iter().filter(|(name, _)| *name != removed);
            let expected: Vec<(String, u32)> = left
                .map(|(name, number)| ((*name).to_owned(), *number))
                .collect();
            assert_eq!(exports(&stripped), expected, "without {removed}");
        }
    }

    #[test]
    fn export_that_is_not_there_cannot_be_removed() {
        let stripped = export(&three_functions(), "fourth").expect("is a component");
        assert_eq!(stripped, None);
    }
}
