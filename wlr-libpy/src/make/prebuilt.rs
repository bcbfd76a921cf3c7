//! Archives of a finished libpython, packed by one machine and unpacked by others. Equal folders give equal
//! archives, and none is unpacked whose hash is not on record.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use tar::{Archive, Builder, EntryType, Header, HeaderMode};

use super::workshop::Workshop;
use super::{MakeError, Order, Progress};
use crate::bld_cfg::LibsConfig;
use crate::prebuilt::{archive_name, recorded_sha256};
use crate::stamp::sha256_of;

/// The level of zstd: twice as small as the usual one, for half a minute that one machine spends.
const LEVEL: i32 = 19;

/// The number of times that a download is begun or continued before it is given up.
const TRIES: usize = 4;

/// The place that has archives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder.
    Folder(PathBuf),
    /// The address of a folder.
    Address(String),
}

impl From<&str> for Place {
    fn from(text: &str) -> Self {
        match text.split_once("://") {
            Some(_) => Self::Address(text.trim_end_matches('/').to_owned()),
            None => Self::Folder(text.into()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "`{}`", folder.display()),
            Self::Address(address) => f.write_str(address),
        }
    }
}

/// Packs the folder of a libpython.
///
/// # Errors
/// When a file cannot be read, or `out` cannot be written.
pub fn pack(config: &LibsConfig, out: impl Write) -> io::Result<()> {
    let mut packed = zstd::Encoder::new(out, LEVEL)?;
    let mut archive = Builder::new(&mut packed);
    add_folder(&mut archive, config.dir(), "")?;
    archive.finish()?;
    drop(archive);
    packed.finish()?.flush()
}

/// Adds what is below `dir` in the order of names. Times, owners and rights of this machine are left out.
fn add_folder(archive: &mut Builder<impl Write>, dir: &Path, prefix: &str) -> io::Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        let mut header = Header::new_gnu();
        header.set_metadata_in_mode(&fs::metadata(&path)?, HeaderMode::Deterministic);
        if entry.file_type()?.is_dir() {
            header.set_entry_type(EntryType::Directory);
            header.set_size(0);
            archive.append_data(&mut header, format!("{name}/"), io::empty())?;
            add_folder(archive, &path, &format!("{name}/"))?;
        } else {
            archive.append_data(&mut header, name, File::open(&path)?)?;
        }
    }
    Ok(())
}

/// Takes the libpython of an order from an archive, if the place has it. Returns none if it has not.
pub(super) fn take(
    order: &Order,
    place: &Place,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<Option<LibsConfig>, MakeError> {
    let name = archive_name(order.release, order.target, order.assertions);
    take_recorded(
        order,
        place,
        &name,
        recorded_sha256(&name),
        workshop,
        progress,
    )
}

fn take_recorded(
    order: &Order,
    place: &Place,
    name: &str,
    recorded: Option<&str>,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<Option<LibsConfig>, MakeError> {
    let Some(expected) = recorded else {
        progress.note(&format!("making it: no hash is on record for `{name}`"));
        return Ok(None);
    };
    let archive = match place {
        Place::Folder(folder) => Some(folder.join(name)).filter(|path| path.exists()),
        Place::Address(address) => {
            download(&format!("{address}/{name}"), expected, workshop, progress)?
        }
    };
    let Some(archive) = archive else {
        progress.note(&format!("making it: there is no `{name}` in {place}"));
        return Ok(None);
    };
    check(&archive, &archive.display().to_string(), expected)?;
    let dir = workshop.dir("prebuilt")?;
    unpack(&archive, &dir).map_err(MakeError::file("unpack", &archive))?;
    LibsConfig::open(dir.clone(), order.release, order.target, order.assertions)?.verify()?;
    workshop.place(&dir, &order.folder(workshop.root()))?;
    match place {
        Place::Folder(_) => {}
        Place::Address(_) => remove(&archive)?,
    }
    progress.note(&format!("`{name}` from {place}"));
    Ok(Some(order.open(workshop.root())?))
}

/// Downloads a file by curl, which knows the machine's proxies and certificates. What an interrupted run has
/// left is continued. Returns none if the address cannot be had.
fn download(
    address: &str,
    expected: &str,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<Option<PathBuf>, MakeError> {
    let downloads = workshop.root().join("downloads");
    fs::create_dir_all(&downloads).map_err(MakeError::file("create", &downloads))?;
    // By its hash: nothing of another file can be continued.
    let part = downloads.join(format!("{expected}.part"));
    progress.note(&format!("asking {address}"));
    for _ in 0..TRIES {
        let begun = size_of(&part);
        let done = workshop.run("download libpython", &mut curl(address, &part));
        let grown = size_of(&part) > begun;
        match done {
            Ok(()) => {
                let checked = check(&part, address, expected);
                if checked.is_ok() {
                    return Ok(Some(part));
                }
                remove(&part)?;
                // What was continued may have been damaged.
                if begun == 0 {
                    checked?;
                }
            }
            Err(error) => {
                progress.note(&error.to_string());
                if !grown && begun == 0 {
                    break;
                }
                // It cannot be continued.
                if !grown {
                    remove(&part)?;
                }
            }
        }
    }
    Ok(None)
}

fn curl(address: &str, part: &Path) -> Command {
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--location", "--silent", "--show-error"])
        .args(["--connect-timeout", "10"])
        // A server that says nothing for half a minute has gone.
        .args(["--speed-limit", "1", "--speed-time", "30"])
        .args(["--continue-at", "-", "--output"])
        .arg(part)
        .arg(address);
    curl
}

fn size_of(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

fn remove(path: &Path) -> Result<(), MakeError> {
    fs::remove_file(path).map_err(MakeError::file("remove", path))
}

/// Checks the hash of an archive that came from `place`.
fn check(archive: &Path, place: &str, expected: &str) -> Result<(), MakeError> {
    let found = sha256_of(archive).map_err(MakeError::file("read", archive))?;
    if found == expected {
        return Ok(());
    }
    Err(MakeError::Prebuilt {
        place: place.to_owned(),
        expected: expected.to_owned(),
        found,
    })
}

fn unpack(archive: &Path, dir: &Path) -> io::Result<()> {
    Archive::new(zstd::Decoder::new(File::open(archive)?)?).unpack(dir)
}

#[cfg(test)]
mod tests;
