//! Errors of the start.

/// The reason why CPython did not start. A component whose parts fit together never sees it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StartError {
    /// The standard library or the app inside the component is damaged.
    #[error("cannot open what is bundled for `{mount}`: {reason}")]
    Bundle {
        /// The path that it should have been mounted at.
        mount: &'static str,
        /// The fault that was found in it.
        reason: String,
    },
    /// CPython refused.
    #[error("CPython does not start: {function}: {message}")]
    Status {
        /// The one of its functions that refused.
        function: String,
        /// The text that it gave.
        message: String,
    },
    /// The importer raised; CPython has printed the exception.
    #[error("the embedded importer does not start")]
    Importer,
    /// CPython was asked for nothing but an answer, and has given it.
    #[error("CPython ends at its start with status {0}")]
    Exit(i32),
    /// A command has run in this instance, and Python has ended with it.
    #[error(
        "the command of this instance has run and Python has ended\n= help: make another instance for further calls"
    )]
    Ended,
}
