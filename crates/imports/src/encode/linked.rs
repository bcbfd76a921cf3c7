//! A core module as it was linked, as far as rewriting it needs to know.

use wasm_encoder::FuncType;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

use crate::SECTION;

/// The function by which memory is given to lists that the host returns.
const REALLOC: &str = "cabi_realloc";

/// The types, imports and counts of a module.
#[derive(Default)]
pub(crate) struct Linked<'a> {
    /// The function types; others are `None`.
    types: Vec<Option<FuncType>>,
    pub(crate) imports: Vec<ImportOf<'a>>,
    /// The number of functions that are not imported.
    pub(crate) defined: u32,
    pub(crate) globals: u32,
    pub(crate) realloc: Option<u32>,
    pub(crate) settings: Option<&'a [u8]>,
}

/// An imported function.
pub(crate) struct ImportOf<'a> {
    pub(crate) interface: &'a str,
    pub(crate) name: &'a str,
    pub(crate) type_index: u32,
}

impl<'a> Linked<'a> {
    pub(crate) fn read(module: &'a [u8]) -> wasmparser::Result<Self> {
        let mut linked = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            linked.add(payload?)?;
        }
        Ok(linked)
    }

    fn add(&mut self, payload: Payload<'a>) -> wasmparser::Result<()> {
        match payload {
            Payload::TypeSection(groups) => {
                for group in groups {
                    self.types
                        .extend(group?.into_types().map(|ty| function(&ty)));
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.add_import(import?);
                }
            }
            Payload::FunctionSection(functions) => self.defined = functions.count(),
            Payload::GlobalSection(globals) => self.globals += globals.count(),
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func && export.name == REALLOC {
                        self.realloc = Some(export.index);
                    }
                }
            }
            Payload::CustomSection(section) if section.name() == SECTION => {
                self.settings = Some(section.data());
            }
            _ => {}
        }
        Ok(())
    }

    fn add_import(&mut self, import: wasmparser::Import<'a>) {
        match import.ty {
            TypeRef::Func(type_index) | TypeRef::FuncExact(type_index) => {
                self.imports.push(ImportOf {
                    interface: import.module,
                    name: import.name,
                    type_index,
                });
            }
            TypeRef::Global(_) => self.globals += 1,
            TypeRef::Table(_) | TypeRef::Memory(_) | TypeRef::Tag(_) => {}
        }
    }

    /// Returns the number of all types.
    pub(crate) fn type_count(&self) -> u32 {
        count(&self.types)
    }

    /// Returns a function type.
    pub(crate) fn function_type(&self, index: u32) -> Option<&FuncType> {
        self.types.get(index as usize)?.as_ref()
    }
}

fn function(ty: &wasmparser::SubType) -> Option<FuncType> {
    match &ty.composite_type.inner {
        wasmparser::CompositeInnerType::Func(ty) => RoundtripReencoder.func_type(ty.clone()).ok(),
        _ => None,
    }
}

/// Returns a length as WebAssembly counts.
pub(crate) fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
