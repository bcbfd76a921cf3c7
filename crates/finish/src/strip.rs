//! Removal of exported functions from a component. An export is a new index of its kind, so indices behind it
//! move.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent};
use wasm_encoder::{Component, ComponentExportSection, ComponentSectionId, RawSection};
use wasmparser::{ComponentExternalKind, Parser, Payload, Validator, WasmFeatures};

use crate::{SnapshotError, names};

/// The fate of function names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FunctionNames {
    Kept,
    LeftOut,
}

/// Exported functions of the outermost component, each with the index that the export adds, in ascending
/// order.
#[derive(Debug)]
pub(crate) struct Exports<'a>(Vec<(&'a str, u32)>);

impl<'a> Exports<'a> {
    /// Finds those of `names` that `component` exports.
    pub(crate) fn find(component: &[u8], names: &[&'a str]) -> Result<Self, SnapshotError> {
        indices(component, names)
            .map(Self)
            .map_err(|error| failed(&error))
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(export, _)| *export == name)
    }

    /// Removes them from `component`, in which they were found.
    pub(crate) fn leave_out(
        &self,
        component: &[u8],
        names: FunctionNames,
    ) -> Result<Vec<u8>, SnapshotError> {
        let mut stripped = Component::new();
        let mut without = Without {
            exports: self,
            names,
            depth: 0,
        };
        without
            .parse_component(&mut stripped, Parser::new(0), component)
            .map_err(|error| failed(&error))?;
        let stripped = stripped.finish();
        Validator::new_with_features(WasmFeatures::all())
            .validate_all(&stripped)
            .map_err(|error| failed(&error))?;
        Ok(stripped)
    }
}

fn failed(error: &dyn std::fmt::Display) -> SnapshotError {
    SnapshotError::Strip(error.to_string())
}

fn indices<'a>(component: &[u8], names: &[&'a str]) -> wasmparser::Result<Vec<(&'a str, u32)>> {
    let mut found = Vec::new();
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        match &payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentExportSection(section) if depth == 0 => {
                let mut index = validator
                    .types(0)
                    .map_or(0, |types| types.component_function_count());
                for export in section.clone() {
                    let export = export?;
                    if export.kind == ComponentExternalKind::Func {
                        let name = names.iter().find(|name| **name == export.name.name);
                        found.extend(name.map(|name| (*name, index)));
                        index += 1;
                    }
                }
            }
            _ => {}
        }
        validator.payload(&payload)?;
    }
    Ok(found)
}

/// A copy of a component without the exports, with the functions behind them moved.
struct Without<'a> {
    exports: &'a Exports<'a>,
    names: FunctionNames,
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
        if self.depth > 0 {
            return index;
        }
        let before = self
            .exports
            .0
            .iter()
            .filter(|(_, left_out)| *left_out < index);
        before.fold(index, |index, _| index - 1)
    }

    fn parse_component_export(
        &mut self,
        exports: &mut ComponentExportSection,
        export: wasmparser::ComponentExport<'_>,
    ) -> Result<(), Error<Infallible>> {
        if self.depth == 0 && self.exports.contains(export.name.name) {
            return Ok(());
        }
        wasm_encoder::reencode::component_utils::parse_component_export(self, exports, export)
    }

    /// Copies a module as it is: nothing inside refers to functions of a component.
    fn parse_component_submodule(
        &mut self,
        component: &mut Component,
        _: Parser,
        module: &[u8],
    ) -> Result<(), Error<Infallible>> {
        let id = ComponentSectionId::CoreModule.into();
        match self.names {
            FunctionNames::Kept => component.section(&RawSection { id, data: module }),
            FunctionNames::LeftOut => component.section(&RawSection {
                id,
                data: &names::leave_out(module)?,
            }),
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasmtime::component::{Component, Linker};
    use wasmtime::{Engine, Store};

    use super::*;

    /// Makes a component that exports `first`, `second` and `third`, which return 1, 2 and 3.
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

    /// Returns each export with its result.
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
    fn functions_behind_removed_ones_stay_what_they_were() {
        let all = [("first", 1), ("second", 2), ("third", 3)];
        for removed in [
            &["first"][..],
            &["second"],
            &["third"],
            &["third", "first"],
            &["first", "second"],
        ] {
            let component = three_functions();
            let found = Exports::find(&component, removed).expect("is a component");
            let stripped = found.leave_out(&component, FunctionNames::Kept);
            let left = all.iter().filter(|(name, _)| !removed.contains(name));
            let expected: Vec<(String, u32)> = left
                .map(|(name, number)| ((*name).to_owned(), *number))
                .collect();
            let stripped = stripped.expect("strips");
            assert_eq!(exports(&stripped), expected, "without {removed:?}");
        }
    }

    #[test]
    fn only_exports_that_are_there_are_found() {
        let found = Exports::find(&three_functions(), &["fourth", "second"]);
        let found = found.expect("is a component");
        assert!(found.contains("second") && !found.contains("fourth"));
    }

    #[test]
    fn names_of_functions_are_left_out_on_request() {
        let component = r#"(component (core module (func $secret)))"#;
        let component = wat::parse_str(component).expect("a component");
        let nothing = Exports::find(&component, &[]).expect("is a component");
        for (names, is_there) in [(FunctionNames::Kept, true), (FunctionNames::LeftOut, false)] {
            let copy = nothing.leave_out(&component, names).expect("copies");
            let holds = copy.windows(6).any(|bytes| bytes == b"secret");
            assert_eq!(holds, is_there, "{names:?}");
        }
    }
}
