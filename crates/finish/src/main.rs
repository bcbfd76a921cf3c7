//! The command. It reads a component that can be prepared, and writes the prepared one and the plain one.

#![forbid(unsafe_code)]

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::Parser;
use wasi_py_finish::{HashSecret, Metadata, SnapshotError};
use wasi_py_fs::{NEW_FILE_MODE, folder, replace};

/// Starts the Python of a component and keeps it.
#[derive(Parser)]
#[command(name = "wasi-py-finish", version)]
struct Arguments {
    /// A component that exports `prepare-snapshot`
    component: PathBuf,

    /// File for the component with its Python started
    #[arg(long, value_name = "FILE", required_unless_present = "plain")]
    out: Option<PathBuf>,

    /// File for the component whose instances start Python themselves
    #[arg(long, value_name = "FILE")]
    plain: Option<PathBuf>,

    /// Draws a secret for string hashes, instead of deriving it from the component: two runs give different
    /// bytes
    #[arg(long)]
    random_hashes: bool,

    #[command(flatten)]
    metadata: Metadata,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("cannot read `{}`: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write `{}`: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("`{}`: {source}", path.display())]
    Snapshot {
        path: PathBuf,
        source: SnapshotError,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // If standard error is closed, nobody is left to be told.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.component;
    let component = fs::read(path).map_err(|source| Failure::Read {
        path: path.clone(),
        source,
    })?;
    let failed = |source| Failure::Snapshot {
        path: path.clone(),
        source,
    };
    // Nothing is written before all outputs are ready.
    let mut outputs = Vec::new();
    if let Some(plain) = &arguments.plain {
        let component = wasi_py_finish::plain(&component).map_err(failed)?;
        outputs.push((plain, component));
    }
    if let Some(out) = &arguments.out {
        let secret = if arguments.random_hashes {
            HashSecret::Random
        } else {
            HashSecret::Derived
        };
        let component = wasi_py_finish::take(&component, secret).map_err(failed)?;
        outputs.push((out, component));
    }
    let described = outputs.into_iter().map(|(path, component)| {
        let component = arguments.metadata.add_to(component).map_err(failed)?;
        Ok((path, component))
    });
    for (path, component) in described.collect::<Result<Vec<_>, Failure>>()? {
        write(path, &component)?;
    }
    Ok(())
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |source| Failure::Write {
        path: path.to_owned(),
        source,
    };
    fs::create_dir_all(folder(path)).map_err(failed)?;
    let permissions = Permissions::from_mode(NEW_FILE_MODE);
    replace(path, permissions, |to| to.write_all(bytes)).map_err(failed)
}
