//! From a core module to its component, without the imports that are left out.
//!
//! [`Linked`] is the module as it was linked, [`Plan`] decides each import's fate, `body` writes the
//! functions that answer, and `rewrite` puts them in. Then `wit-component` encodes, as the linker of the
//! toolchain would: a component imports what its module imports.

mod answer;
mod body;
mod layout;
mod linked;
mod plan;
mod rewrite;

use wit_component::{ComponentEncoder, metadata};

use crate::{ImportedFunction, Imports};
use linked::Linked;
use plan::Plan;

/// The error of making a component.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The module is damaged, or not as linkers write it.
    #[error("cannot read the module: {0}")]
    Module(String),
    /// The module was not linked to become a component here: no settings are in it.
    #[error("the module does not say which imports it keeps")]
    NoSettings,
    /// The settings were written by another version.
    #[error(
        "cannot read the settings of its imports: {0}\n= help: build the component anew: `cargo clean`, then again"
    )]
    Settings(String),
    /// The world lacks the import that a setting names.
    #[error(
        "the world does not import `{function}`, which `{key}` names\n= help: add `import {};` to the world",
        function.interface
    )]
    NotImported {
        /// The setting.
        key: &'static str,
        /// The function.
        function: ImportedFunction,
    },
    /// The import that a setting names has another type.
    #[error(
        "`{function}` cannot be the `{key}`: expected `{expected}`\n= help: change its type in the WIT"
    )]
    WrongType {
        /// The setting.
        key: &'static str,
        /// The function.
        function: ImportedFunction,
        /// The type, in WIT.
        expected: &'static str,
    },
    /// An import is left out that nothing is known to answer.
    #[error(
        "`{0}` cannot be left out, since its answer is not known\n= help: add its group to `wasi` in `Cargo.toml`"
    )]
    Unknown(ImportedFunction),
    /// No component can be made of the module.
    #[error("cannot make a component of the module: {0}")]
    Encode(String),
}

/// A component, and the imports that stand for WASI's.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// The bytes of the component.
    pub component: Vec<u8>,
    /// The import that random bytes come from, if it is not WASI's.
    pub entropy: Option<ImportedFunction>,
    /// The import that tells the time, if it is not WASI's.
    pub clock: Option<ImportedFunction>,
}

/// Makes the component of a core module, without the imports that its section leaves out. Random bytes that
/// repeat begin at `seed`.
///
/// # Errors
/// When the module is not one that can be a component, or it does not fit its settings.
pub fn encode(module: &[u8], seed: u64) -> Result<Encoded, EncodeError> {
    let linked = Linked::read(module).map_err(|error| EncodeError::Module(error.to_string()))?;
    let section = linked.settings.ok_or(EncodeError::NoSettings)?;
    let imports = Imports::from_section(section).map_err(EncodeError::Settings)?;
    let (_, bindings) =
        metadata::decode(module).map_err(|error| EncodeError::Module(format!("{error:#}")))?;
    let world = plan::World::new(&bindings);
    let plan = Plan::new(&linked, &world, &imports, seed)?;
    let rewritten =
        rewrite::rewrite(module, &plan).map_err(|error| EncodeError::Module(error.to_string()))?;
    Ok(Encoded {
        component: component(&rewritten)?,
        entropy: plan.entropy,
        clock: plan.clock,
    })
}

fn component(module: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let failed = |error| EncodeError::Encode(format!("{error:#}"));
    let encoder = ComponentEncoder::default().module(module).map_err(failed)?;
    encoder.validate(true).encode().map_err(failed)
}

#[cfg(test)]
mod tests;
