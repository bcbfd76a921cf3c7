//! The destination of the result: standard output, or a file that is there completely or not at all.

use std::fs::{self, Permissions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use wasi_py_fs::{NEW_FILE_MODE, folder, replace};

pub(crate) enum Destination {
    Stdout,
    /// A file that is replaced, or a new one, and its permissions.
    File(PathBuf, Permissions),
}

/// The reason why the result is not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DestinationError {
    #[error("standard output cannot be written to: {0}")]
    Stdout(io::Error),
    #[error("`{}` cannot be written: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error(
        "`{}` is not a regular file, so that it cannot be replaced\n\
         = help: let the shell write to it, with `>` instead of `--out`",
        path.display()
    )]
    Irregular { path: PathBuf },
}

impl Destination {
    /// Decides before any work is done whether `path` is one that can be replaced.
    pub(crate) fn new(path: Option<&Path>) -> Result<Self, DestinationError> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        // The file that a link leads to is what is replaced, not the link.
        match fs::canonicalize(path) {
            Ok(target) => Self::existing(target),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::new_file(path),
            Err(source) => Err(failed(path, source)),
        }
    }

    fn new_file(path: &Path) -> Result<Self, DestinationError> {
        match fs::metadata(folder(path)) {
            Ok(_) => Ok(Self::File(
                path.to_owned(),
                Permissions::from_mode(NEW_FILE_MODE),
            )),
            Err(source) => Err(failed(path, source)),
        }
    }

    fn existing(path: PathBuf) -> Result<Self, DestinationError> {
        let metadata = fs::metadata(&path).map_err(|source| failed(&path, source))?;
        if !metadata.is_file() {
            return Err(DestinationError::Irregular { path });
        }
        Ok(Self::File(path, metadata.permissions()))
    }

    /// Writes what `write` writes.
    pub(crate) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), DestinationError> {
        match self {
            Self::Stdout => to_stdout(write).map_err(DestinationError::Stdout),
            Self::File(path, permissions) => {
                replace(path, permissions.clone(), write).map_err(|source| failed(path, source))
            }
        }
    }
}

fn failed(path: &Path, source: io::Error) -> DestinationError {
    DestinationError::File {
        path: path.to_owned(),
        source,
    }
}

/// Writes to standard output. A reader that has seen enough and closed the pipe is content, and so is this.
fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffered = BufWriter::new(io::stdout().lock());
    match write(&mut buffered).and_then(|()| buffered.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
