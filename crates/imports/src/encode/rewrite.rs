//! The rewriting of a module: imports that are answered go, and the functions that answer are added.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, EntityType, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Module, NameMap, NameSection, SectionId, TypeSection, ValType,
};
use wasmparser::{
    CodeSectionReader, FunctionSectionReader, GlobalSectionReader, ImportSectionReader, Name,
    Parser, TypeRef, TypeSectionReader,
};

use super::linked::count;
use super::plan::Plan;
use crate::SECTION;

type Result<T> = std::result::Result<T, Error<Infallible>>;

/// Returns the module with the changes of a plan.
pub(crate) fn rewrite(module: &[u8], plan: &Plan) -> Result<Vec<u8>> {
    let mut rewriter = Rewriter {
        plan,
        has_globals: false,
    };
    let mut rewritten = Module::new();
    rewriter.parse_core_module(&mut rewritten, Parser::new(0), module)?;
    Ok(rewritten.finish())
}

struct Rewriter<'a> {
    plan: &'a Plan,
    /// True as soon as variables are written: a module without any lacks their section.
    has_globals: bool,
}

impl Rewriter<'_> {
    fn add_globals(&mut self, globals: &mut GlobalSection) {
        self.has_globals = true;
        let ty = GlobalType {
            val_type: ValType::I64,
            mutable: true,
            shared: false,
        };
        for initial in &self.plan.added.globals {
            globals.global(ty, &ConstExpr::i64_const(*initial));
        }
    }
}

impl Reencode for Rewriter<'_> {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32> {
        let called = &self.plan.called;
        Ok(match index.checked_sub(count(called)) {
            None => called[index as usize],
            Some(defined) => {
                let kept = self.plan.kept.iter().filter(|kept| **kept);
                let kept = kept.fold(0, |number, _| number + 1);
                kept + count(&self.plan.added.imports) + defined
            }
        })
    }

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: TypeSectionReader<'_>,
    ) -> Result<()> {
        utils::parse_type_section(self, types, section)?;
        for ty in &self.plan.added.types {
            types.ty().func_type(ty);
        }
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<()> {
        let mut kept = self.plan.kept.iter();
        for import in section.into_imports() {
            let import = import?;
            let is_function = matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
            if !is_function || kept.next() == Some(&true) {
                self.parse_import(imports, import)?;
            }
        }
        for (function, ty) in &self.plan.added.imports {
            imports.import(
                &function.interface,
                &function.name,
                EntityType::Function(*ty),
            );
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<()> {
        utils::parse_function_section(self, functions, section)?;
        for (ty, _) in &self.plan.added.functions {
            functions.function(*ty);
        }
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<()> {
        utils::parse_global_section(self, globals, section)?;
        self.add_globals(globals);
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<()> {
        utils::parse_code_section(self, code, section)?;
        for (_, function) in &self.plan.added.functions {
            code.function(function);
        }
        Ok(())
    }

    fn intersperse_section_hook(
        &mut self,
        module: &mut Module,
        _: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<()> {
        if !self.has_globals && before.is_none_or(comes_after_globals) {
            let mut globals = GlobalSection::new();
            self.add_globals(&mut globals);
            module.section(&globals);
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        module: &mut Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<()> {
        if section.name() == SECTION {
            return Ok(());
        }
        utils::parse_custom_section(self, module, section)
    }

    /// Writes names in the order of the new indices, as readers expect them.
    fn parse_custom_name_subsection(
        &mut self,
        names: &mut NameSection,
        section: Name<'_>,
    ) -> Result<()> {
        match section {
            Name::Function(map) => {
                let mut sorted = BTreeMap::new();
                for naming in map {
                    let naming = naming?;
                    sorted.insert(self.function_index(naming.index)?, naming.name);
                }
                let mut functions = NameMap::new();
                for (index, name) in sorted {
                    functions.append(index, name);
                }
                names.functions(&functions);
                Ok(())
            }
            // Linkers write none; they would have to be sorted as well.
            Name::Local(_) | Name::Label(_) => Ok(()),
            other => utils::parse_custom_name_subsection(self, names, other),
        }
    }
}

/// Tells whether a section comes behind that of variables.
fn comes_after_globals(section: SectionId) -> bool {
    match section {
        SectionId::Custom
        | SectionId::Type
        | SectionId::Import
        | SectionId::Function
        | SectionId::Table
        | SectionId::Memory
        | SectionId::Tag
        | SectionId::Global => false,
        SectionId::Export
        | SectionId::Start
        | SectionId::Element
        | SectionId::Code
        | SectionId::Data
        | SectionId::DataCount => true,
    }
}
