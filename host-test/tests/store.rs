//! Machine code from a store: what a host takes, what it does not, and what it does instead.

use std::fs;
use std::path::{Path, PathBuf};

use host_test::{EngineOptions, Guest, Host, PeopleComponent};
use minisign::{KeyPair, SecretKey};
use tempfile::TempDir;
use wasi_py_host::{Found, Store, StoreError};

use crate::aot::{answer, answering};
use crate::guests::host;

/// The folders of whoever builds a component, and of a host.
struct Place {
    folder: TempDir,
    secret: SecretKey,
    store: Store,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let KeyPair { pk, sk } = KeyPair::generate_unencrypted_keypair().expect("a key");
        let key = pk.to_box().expect("a key").into_string();
        fs::write(folder.path().join("x.wasm"), answering(21)).expect("written");
        Self {
            store: Store::new(folder.path().join("store"), &key).expect("a key"),
            secret: sk,
            folder,
        }
    }

    /// Has the machine code in the store, signed.
    fn filled() -> (Self, PathBuf) {
        let place = Self::new();
        let guest = host().load::<PeopleComponent>(place.path("x.wasm"));
        let added = guest.expect("valid").add_to_store(place.path("store"));
        let added = added.expect("added");
        place.sign(&added);
        (place, added)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn sign(&self, path: &Path) {
        let bytes = fs::read(path).expect("readable");
        let signature = minisign::sign(None, &self.secret, &bytes[..], None, None).expect("signed");
        fs::write(signature_of(path), signature.into_string()).expect("written");
    }

    fn load(&self) -> (Guest, Found) {
        self.load_with(&host())
    }

    fn load_with(&self, host: &Host) -> (Guest, Found) {
        let loaded = host.load_from(&self.store, self.path("x.wasm"), self.path("kept"));
        loaded.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Loads the component, which has to be compiled, and returns why.
    fn refusal(&self) -> StoreError {
        let (guest, found) = self.load();
        assert_eq!(answer(&guest), 21);
        let Found::Compiled { reason, unwritten } = found else {
            panic!("{found:?}");
        };
        assert!(unwritten.is_none(), "{unwritten:?}");
        assert!(matches!(self.load().1, Found::Kept));
        reason
    }
}

fn signature_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}.minisig", path.display()))
}

#[test]
fn signed_machine_code_is_taken_and_kept() {
    let (place, _) = Place::filled();
    let (guest, found) = place.load();
    assert!(matches!(found, Found::InStore), "{found:?}");
    assert_eq!(answer(&guest), 21);
    fs::remove_dir_all(place.path("store")).expect("removed");
    let (guest, found) = place.load();
    assert!(matches!(found, Found::Kept), "{found:?}");
    assert_eq!(answer(&guest), 21);
}

#[test]
fn store_that_lacks_it_names_the_file() {
    let (place, added) = Place::filled();
    fs::remove_file(&added).expect("removed");
    let reason = place.refusal().to_string();
    assert_eq!(reason, format!("`{}` is not in the store", added.display()));
}

#[test]
fn engine_with_other_options_has_a_name_of_its_own() {
    let (place, added) = Place::filled();
    let options = EngineOptions {
        fuel: !EngineOptions::default().fuel,
        ..EngineOptions::default()
    };
    let host = Host::new(options).expect("a host");
    let (_, found) = place.load_with(&host);
    let Found::Compiled { reason, .. } = found else {
        panic!("{found:?}");
    };
    assert!(!reason.to_string().contains(&*added.to_string_lossy()));
    assert!(matches!(reason, StoreError::Missing { .. }), "{reason}");
}

#[test]
fn machine_code_without_its_signature_is_compiled_instead() {
    let (place, added) = Place::filled();
    fs::remove_file(signature_of(&added)).expect("removed");
    assert!(matches!(place.refusal(), StoreError::Missing { .. }));
}

#[test]
fn machine_code_that_was_changed_is_compiled_instead() {
    let (place, added) = Place::filled();
    let mut bytes = fs::read(&added).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&added, bytes).expect("written");
    let reason = place.refusal();
    assert!(matches!(reason, StoreError::Unsigned { .. }), "{reason}");
}

#[test]
fn machine_code_that_others_have_signed_is_compiled_instead() {
    let (mut place, added) = Place::filled();
    place.secret = Place::new().secret;
    place.sign(&added);
    let reason = place.refusal();
    assert!(matches!(reason, StoreError::Unsigned { .. }), "{reason}");
}

#[test]
fn machine_code_of_another_component_is_compiled_instead() {
    let (place, added) = Place::filled();
    let other = Place::new();
    fs::write(other.path("x.wasm"), answering(33)).expect("written");
    let guest = host().load::<PeopleComponent>(other.path("x.wasm"));
    guest
        .expect("valid")
        .write_compiled(&added)
        .expect("written");
    place.sign(&added);
    let reason = place.refusal();
    assert!(matches!(reason, StoreError::Unfit(_)), "{reason}");
    assert!(
        reason.to_string().contains("was compiled from another"),
        "{reason}"
    );
}

#[test]
fn key_that_is_none_is_refused() {
    let error = Store::new("store", "untrusted comment: a key\nno key");
    let error = error.expect_err("refused").to_string();
    assert!(
        error.starts_with("it is no public key of minisign: "),
        "{error}"
    );
}
