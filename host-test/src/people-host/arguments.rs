//! The command line, and what it means when nothing is said.

use std::path::{Path, PathBuf};

use bytesize::ByteSize;
use clap::{Parser, ValueEnum};
use host_test::reader::Format;
use host_test::{DEFAULT_DEADLINE, DEFAULT_MEMORY_BYTES, Person};

/// Filters people by a tag, in a WebAssembly component.
#[derive(Debug, Parser)]
#[command(name = "people-host", version)]
pub(crate) struct Arguments {
    /// People as JSON, NDJSON or CSV; `-` is standard input; without it, three people of an example
    file: Option<PathBuf>,

    /// The component to call, a `.wasm`, or a `.cwasm` that this command has compiled; the last one counts.
    ///
    /// A `.wasm` is compiled once: the `.cwasm` beside it is kept for the next run, and made anew whenever it
    /// does not fit. It is machine code, so use no folder that others can write to.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "dist/people.wasm",
        overrides_with = "component"
    )]
    pub(crate) component: PathBuf,

    /// The tag that people have to carry
    #[arg(long, default_value = "student")]
    pub(crate) tag: String,

    /// The format of the input [default: by the file's extension, or by what the text looks like]
    #[arg(long)]
    pub(crate) format: Option<InputFormat>,

    /// How to show who is left
    #[arg(long, default_value = "table")]
    pub(crate) output: OutputFormat,

    /// Writes to a file, all at once, instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Memory that the component may use, such as `64MiB`
    #[arg(long, value_name = "SIZE", default_value_t = ByteSize(DEFAULT_MEMORY_BYTES as u64))]
    max_memory: ByteSize,

    /// Time that the component has for its start, and then for its work, such as `500ms`
    #[arg(long, value_name = "TIME", default_value_t = DEFAULT_DEADLINE.into())]
    pub(crate) timeout: humantime::Duration,

    /// Compiles the `.wasm` for this run alone: the `.cwasm` beside it is neither used nor written
    #[arg(long)]
    pub(crate) no_cache: bool,

    /// Only sees to it that the `.cwasm` is there and fits, and prints its path
    #[arg(long, conflicts_with_all = ["no_cache", "fuel", "file", "out", "time"])]
    pub(crate) precompile: bool,

    /// Instructions, roughly, that the component may execute; it is compiled for this run alone [default:
    /// unlimited]
    #[arg(long, value_name = "UNITS")]
    pub(crate) fuel: Option<u64>,

    /// Where the memory of a component that stops without returning is kept, a WebAssembly core dump
    #[arg(long, value_name = "FILE")]
    pub(crate) core_dump: Option<PathBuf>,

    /// Says how long the start, the first call and a later one take, instead of who is left
    #[arg(long)]
    pub(crate) time: bool,

    /// Prints nothing but the result and errors
    #[arg(long, short, overrides_with = "quiet")]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum InputFormat {
    Json,
    Ndjson,
    Csv,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Json => Self::Json,
            InputFormat::Ndjson => Self::Ndjson,
            InputFormat::Csv => Self::Csv,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OutputFormat {
    Table,
    Json,
}

/// The source of the people.
pub(crate) enum Source<'a> {
    Example,
    Stdin,
    File(&'a Path),
}

impl Arguments {
    pub(crate) fn source(&self) -> Source<'_> {
        match self.file.as_deref() {
            None => Source::Example,
            Some(path) if path == Path::new("-") => Source::Stdin,
            Some(path) => Source::File(path),
        }
    }

    /// Returns the limit in bytes. More than there are addresses is as many as there are.
    pub(crate) fn max_memory_bytes(&self) -> usize {
        usize::try_from(self.max_memory.as_u64()).unwrap_or(usize::MAX)
    }
}

/// Makes three people to start with.
pub(crate) fn example() -> Vec<Person> {
    let person = |name: &str, age, tags: [&str; 2]| Person {
        name: name.into(),
        age,
        tags: tags.map(Into::into).into(),
    };
    vec![
        person("John", 21, ["funny", "student"]),
        person("Jane", 22, ["thoughtful", "student"]),
        person("George", 75, ["wise", "retired"]),
    ]
}
