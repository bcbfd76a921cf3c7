//! `wasi-py verify`: whether the files of a release are those that were signed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use minisign_verify::{PublicKey, Signature};
use wlr_libpy::stamp::sha256_of;

/// Checks the signature of a release, and the hash of each of its files
///
/// A release is a folder with a file `SHA256SUMS`, in the form of `sha256sum`, and its signature by minisign.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the release
    folder: PathBuf,
    /// File with the public key of whoever made it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// The file with the hashes.
const SUMS: &str = "SHA256SUMS";
/// The file with its signature.
const SIGNATURE: &str = "SHA256SUMS.minisig";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let sums = signed_sums(&arguments.folder, &arguments.key)?;
    let mut count = 0;
    for line in sums.lines() {
        let (sha256, name) = entry(line)?;
        let path = arguments.folder.join(name);
        let found =
            sha256_of(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        ensure!(
            found == sha256,
            "`{name}` is not the file that was signed: its sha256 is {found}, and {sha256} was signed\n\
             = help: get it anew"
        );
        count += 1;
    }
    match count {
        0 => bail!("`{SUMS}` names no file"),
        1 => println!("1 file is as it was signed"),
        _ => println!("{count} files are as they were signed"),
    }
    Ok(())
}

/// Reads the hashes, and checks who has signed them.
fn signed_sums(folder: &Path, key: &Path) -> anyhow::Result<String> {
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    let public = PublicKey::decode(&read(key)?)
        .with_context(|| format!("`{}` is no public key of minisign", key.display()))?;
    let signature = Signature::decode(&read(&folder.join(SIGNATURE))?)
        .with_context(|| format!("`{SIGNATURE}` is no signature of minisign"))?;
    let sums = read(&folder.join(SUMS))?;
    // The form of signatures before 2018 hashed nothing first, and is not accepted.
    if let Err(error) = public.verify(sums.as_bytes(), &signature, false) {
        bail!(
            "`{SUMS}` was not signed with this key: {error}\n\
             = help: use nothing of this folder; get it anew, and the key from who made it"
        );
    }
    Ok(sums)
}

/// Reads a line: a hash, two spaces, and the name of a file of this folder.
fn entry(line: &str) -> anyhow::Result<(&str, &str)> {
    let is_plain = |name: &&str| !name.is_empty() && !name.contains(['/', '\\']) && *name != "..";
    let entry = line.split_once("  ").filter(|(_, name)| is_plain(name));
    entry
        .with_context(|| format!("`{SUMS}` has a line that is none of a hash and a name: `{line}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_folders_are_refused() {
        assert_eq!(
            entry("ab  people.wasm").expect("an entry"),
            ("ab", "people.wasm")
        );
        for line in [
            "ab  ../people.wasm",
            "ab  /people.wasm",
            "ab  ..",
            "ab  ",
            "ab people.wasm",
            "",
        ] {
            assert!(entry(line).is_err(), "{line}");
        }
    }
}
