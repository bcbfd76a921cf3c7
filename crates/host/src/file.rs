//! Files that are there completely or not at all.

use std::fs::Permissions;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::SystemTime;

use tempfile::NamedTempFile;

/// The permissions of a new file, from which the umask takes some.
pub const NEW_FILE_MODE: u32 = 0o666;

/// Replaces the file `path`, or makes it, with what `write` writes and `permissions`, less the umask's.
///
/// It goes through a file beside it, so that nobody ever sees half of it.
///
/// # Errors
/// When `write` fails or the folder cannot be written; the file is then as it was.
pub fn replace(
    path: &Path,
    permissions: Permissions,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    prepare(path, permissions, write)?.persist(path)?;
    Ok(())
}

/// As [`replace`], and the file says that it was written at the time `written`.
pub(crate) fn replace_dated(
    path: &Path,
    permissions: Permissions,
    written: SystemTime,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let beside = prepare(path, permissions, write)?;
    beside.as_file().set_modified(written)?;
    beside.persist(path)?;
    Ok(())
}

fn prepare(
    path: &Path,
    permissions: Permissions,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let mut beside = tempfile::Builder::new()
        .prefix(".wasi-py-host-")
        .permissions(permissions)
        .tempfile_in(folder(path))?;
    write_through(&mut beside, write)?;
    Ok(beside)
}

/// The folder that `path` lies in.
#[must_use]
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn write_through(
    file: &mut NamedTempFile,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffered = BufWriter::new(&mut *file);
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()
}
