//! Files that are there completely or not at all. All parts of the repository write theirs this way.

#![forbid(unsafe_code)]

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

/// Replaces the file as [`replace`] does, and the file says that it was written at the time `written`.
///
/// # Errors
/// Those of [`replace`].
pub fn replace_dated(
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
        .prefix(".wasi-py-")
        .permissions(permissions)
        .tempfile_in(folder(path))?;
    write_through(&mut beside, write)?;
    Ok(beside)
}

/// Returns the folder that `path` lies in.
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn written(path: &Path, text: &str) -> io::Result<()> {
        replace(path, Permissions::from_mode(NEW_FILE_MODE), |to| {
            to.write_all(text.as_bytes())
        })
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn file_is_made_and_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        for text in ["one", "two"] {
            written(&path, text).expect("is written");
            assert_eq!(fs::read_to_string(&path).expect("is there"), text);
        }
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn file_stays_what_it_was_if_writing_fails() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        written(&path, "one").expect("is written");
        let failed = replace(&path, Permissions::from_mode(NEW_FILE_MODE), |to| {
            to.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert_eq!(failed.expect_err("fails").to_string(), "no more");
        assert_eq!(fs::read_to_string(&path).expect("is there"), "one");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn dated_file_has_that_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let mode = Permissions::from_mode(NEW_FILE_MODE);
        replace_dated(&path, mode, SystemTime::UNIX_EPOCH, |_| Ok(())).expect("is written");
        let modified = fs::metadata(&path).and_then(|metadata| metadata.modified());
        assert_eq!(modified.expect("a time"), SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn name_alone_lies_in_the_current_folder() {
        assert_eq!(folder(Path::new("a")), Path::new("."));
        assert_eq!(folder(Path::new("b/a")), Path::new("b"));
    }
}
