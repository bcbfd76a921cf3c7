//! The error of sealing.

use thiserror::Error;

/// The reason why an object cannot be sealed.
#[derive(Debug, Error)]
pub enum SealError {
    /// The file is of another format.
    #[error(
        "expected a WebAssembly object, found {found}\n\
         = help: build the package from its sources alone, without link-time optimisation"
    )]
    Format {
        /// The format.
        found: &'static str,
    },
    /// The object breaks the format.
    #[error("the object is damaged: {0}")]
    Damaged(#[from] wasmparser::BinaryReaderError),
    /// The object cannot be linked.
    #[error(
        "the object has no symbols\n\
         = help: do not strip it: a component is linked from it"
    )]
    Stripped,
    /// The module has no init function.
    #[error("the object of `{module}` does not define `{symbol}`")]
    NoInit {
        /// The full name of the module.
        module: String,
        /// The symbol.
        symbol: String,
    },
    /// The name is not one of a module.
    #[error("`{0}` is not the name of a module in ASCII letters, digits and underscores")]
    Name(String),
    /// An index leads outside of the object.
    #[error("the object is damaged: {what} {index} does not exist")]
    Index {
        /// The kind of thing.
        what: &'static str,
        /// Its index.
        index: u32,
    },
}
