//! The command line, as `cargo xtask bench` writes it.

use std::path::PathBuf;

use clap::Parser;

/// Measures the people component.
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    /// Measures only figures with this in their name
    pub(crate) filter: Option<String>,

    /// The component
    #[arg(long, value_name = "FILE")]
    pub(crate) people: PathBuf,

    /// The same world in Python alone
    #[arg(long, value_name = "FILE")]
    pub(crate) alone: PathBuf,

    /// The component before its snapshot
    #[arg(long, value_name = "FILE")]
    pub(crate) plain: PathBuf,

    /// The same world without Python
    #[arg(long, value_name = "FILE")]
    pub(crate) control: PathBuf,

    /// The component behind one in Rust, composed
    #[arg(long, value_name = "FILE")]
    pub(crate) people_composed: PathBuf,

    /// The component before its snapshot, behind the same
    #[arg(long, value_name = "FILE")]
    pub(crate) plain_composed: PathBuf,

    /// The world without Python, behind the same
    #[arg(long, value_name = "FILE")]
    pub(crate) control_composed: PathBuf,

    /// The component without imports of WASI
    #[arg(long, value_name = "FILE")]
    pub(crate) people_minimal: PathBuf,

    /// The component that runs its tag as Python code
    #[arg(long, value_name = "FILE")]
    pub(crate) lab: PathBuf,

    /// The component with every type
    #[arg(long, value_name = "FILE")]
    pub(crate) everything: PathBuf,

    /// The native Python to compare with, of the same version
    #[arg(long, value_name = "FILE", default_value = "python3")]
    pub(crate) native_python: PathBuf,

    /// The command `wasmtime`
    #[arg(long, value_name = "FILE")]
    pub(crate) wasmtime: Option<PathBuf>,

    /// The component, compiled in advance by that command
    #[arg(long, value_name = "FILE")]
    pub(crate) command: Option<PathBuf>,

    /// Seconds from an edit of the app to the built component
    #[arg(long, value_name = "SECONDS")]
    pub(crate) edit_seconds: Option<f64>,

    /// Measures briefly: it shows that everything works, but the figures mean nothing
    #[arg(long)]
    pub(crate) quick: bool,

    /// Writes the table and the chart into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["quick", "filter"])]
    pub(crate) docs: Option<PathBuf>,

    /// The option that cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}
