//! `wasi-py verify`, as a person calls it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use minisign::KeyPair;
use wlr_libpy::stamp::sha256_of;

/// Makes a release of one file, and a file with the key beside it.
fn release(folder: &Path) {
    let KeyPair { pk, sk } = KeyPair::generate_unencrypted_keypair().expect("a key");
    let (file, release) = (folder.join("release/people.wasm"), folder.join("release"));
    fs::create_dir(&release).expect("a folder");
    fs::write(&file, "people").expect("written");
    let sums = format!("{}  people.wasm\n", sha256_of(&file).expect("readable"));
    let signature = minisign::sign(None, &sk, sums.as_bytes(), None, None).expect("signed");
    fs::write(release.join("SHA256SUMS"), sums).expect("written");
    fs::write(release.join("SHA256SUMS.minisig"), signature.into_string()).expect("written");
    let key = pk.to_box().expect("a key").into_string();
    fs::write(folder.join("key.pub"), key).expect("written");
}

fn verify(folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
    command.args(["verify", "release", "--key", "key.pub"]);
    command.current_dir(folder).output().expect("runs")
}

#[test]
fn release_is_accepted_as_it_was_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    release(folder.path());
    let output = verify(folder.path());
    assert_eq!(
        (output.status.success(), &*output.stdout),
        (true, &b"1 file is as it was signed\n"[..]),
        "{output:?}"
    );
}

/// A change of what is in a folder.
type Damage = fn(&Path);

#[test]
fn release_that_is_not_as_it_was_signed_is_refused() {
    let damages: [(&str, Damage, &str); 5] = [
        (
            "another file",
            |folder| fs::write(folder.join("release/people.wasm"), "others").expect("written"),
            "`people.wasm` is not the file that was signed",
        ),
        (
            "no file",
            |folder| fs::remove_file(folder.join("release/people.wasm")).expect("removed"),
            "cannot read `release/people.wasm`",
        ),
        (
            "another hash",
            |folder| {
                let other = format!("{}  people.wasm\n", "0".repeat(64));
                fs::write(folder.join("release/SHA256SUMS"), other).expect("written");
            },
            "`SHA256SUMS` was not signed with this key",
        ),
        (
            "no signature",
            |folder| fs::remove_file(folder.join("release/SHA256SUMS.minisig")).expect("removed"),
            "cannot read `release/SHA256SUMS.minisig`",
        ),
        (
            "another key",
            |folder| {
                let KeyPair { pk, .. } = KeyPair::generate_unencrypted_keypair().expect("a key");
                let key = pk.to_box().expect("a key").into_string();
                fs::write(folder.join("key.pub"), key).expect("written");
            },
            "`SHA256SUMS` was not signed with this key",
        ),
    ];
    for (what, damage, message) in damages {
        let folder = tempfile::tempdir().expect("a folder");
        release(folder.path());
        damage(folder.path());
        let output = verify(folder.path());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && output.stdout.is_empty(),
            "{what}"
        );
        assert!(said.contains(message), "{what}: {said}");
    }
}
