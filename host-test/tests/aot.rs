//! Components compiled ahead of time: what is loaded, what is refused in which words, and what is compiled
//! again.

use crate::guests;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use guests::{host, hostile};
use host_test::{
    Allocation, Cache, EngineOptions, Guest, Host, LoadError, People, PeopleComponent, WriteError,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The size of the stamp, which stands behind the image.
const STAMP_BYTES: usize = 104;
/// The place in the stamp of the time when it was written, in seconds since 1970.
const STAMP_WRITTEN: usize = 64;
/// The place in the stamp where the hash of the image stands, up to its end.
const STAMP_SHA256: usize = 72;

/// A folder with a component `x.wasm` in it.
struct Place(TempDir);

impl Place {
    fn empty() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn new() -> Self {
        let place = Self::empty();
        place.write("x.wasm", answering(21));
        place
    }

    /// Makes a folder with the component, compiled as well.
    fn compiled() -> Self {
        let place = Self::new();
        assert!(matches!(place.load_through().1, Cache::Written));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path(name), contents).expect("a file");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file")
    }

    /// Returns the compiled file without its stamp, which says when it was written.
    fn image(&self) -> Vec<u8> {
        let mut bytes = self.read("x.cwasm");
        bytes.truncate(bytes.len() - STAMP_BYTES);
        bytes
    }

    /// Puts `new` in the place of `old` in the image, and a stamp behind it that fits.
    fn forge(&self, old: &[u8], new: &[u8]) {
        let mut image = self.image();
        patch(&mut image, old, new);
        self.write("x.cwasm", self.stamped(image));
    }

    /// Returns another image with the stamp that lies here, but for the hash, which fits.
    fn stamped(&self, image: Vec<u8>) -> Vec<u8> {
        let mut stamp = self.read("x.cwasm");
        stamp.drain(..stamp.len() - STAMP_BYTES);
        stamp[STAMP_SHA256..].copy_from_slice(&Sha256::digest(&image));
        [image, stamp].concat()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.into_string().expect("UTF-8"))
            .collect();
        names.sort();
        names
    }

    fn load_through(&self) -> (Guest, Cache) {
        self.load_through_with(&host())
    }

    fn load_through_with(&self, host: &Host) -> (Guest, Cache) {
        host.load_through(self.path("x.wasm"), self.path("x.cwasm"))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Returns the error that the compiled file is refused with, its folder left out.
    fn refusal(&self) -> String {
        self.refusal_by(&host())
    }

    fn refusal_by(&self, host: &Host) -> String {
        let error = host
            .load_compiled::<PeopleComponent>(self.path("x.cwasm"))
            .err();
        self.without_folder(&error.expect("it was loaded").to_string())
    }

    fn without_folder(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.path().display()), "")
    }

    /// Tells which file lies there: another one after each writing.
    fn inode(&self) -> u64 {
        let metadata = fs::metadata(self.path("x.cwasm")).expect("the compiled file");
        metadata.ino()
    }

    fn set_time(&self, time: SystemTime) {
        self.set_time_of("x.wasm", time);
    }

    fn set_time_of(&self, name: &str, time: SystemTime) {
        let file = fs::File::options()
            .append(true)
            .open(self.path(name))
            .expect("it is there");
        file.set_modified(time).expect("another time");
    }

    fn time(&self) -> SystemTime {
        let metadata = fs::metadata(self.path("x.wasm")).expect("the component");
        metadata.modified().expect("a time")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people-host"));
        command.current_dir(self.0.path()).args(arguments);
        command
    }

    /// Runs the command. Returns its exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        streams(self.command(arguments).output().expect("a run"))
    }
}

fn streams(output: Output) -> (i32, String, String) {
    (
        output.status.code().expect("an exit code"),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

/// Makes a component that always answers one person of this age. Two of them have the same length.
pub(crate) fn answering(age: u16) -> Vec<u8> {
    assert!((10..60).contains(&age), "encoded in one byte");
    let body = format!(
        "(i32.store (i32.const 4) (i32.const 16))
         (i32.store (i32.const 8) (i32.const 1))
         (i32.store16 (i32.const 24) (i32.const {age}))
         i32.const 0"
    );
    hostile("", "", &body)
}

pub(crate) fn answer(guest: &Guest) -> u16 {
    let left = guests::start(guest).filter_by_tag(&[], "");
    left.expect("one person")[0].age
}

/// Puts `new` in the place of `old`, which is of the same length and is there once.
fn patch(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    let places: Vec<_> = (0..=bytes.len() - old.len())
        .filter(|&start| bytes[start..].starts_with(old))
        .collect();
    assert_eq!(places.len(), 1, "{places:?}");
    bytes[places[0]..][..old.len()].copy_from_slice(new);
}

#[test]
fn a_component_is_compiled_once_and_then_mapped() {
    let place = Place::new();
    let (guest, cache) = place.load_through();
    assert!(matches!(cache, Cache::Written), "{cache:?}");
    assert_eq!(answer(&guest), 21);
    let (inode, contents) = (place.inode(), place.read("x.cwasm"));
    let (guest, cache) = place.load_through();
    assert!(matches!(cache, Cache::Hit), "{cache:?}");
    assert_eq!(answer(&guest), 21);
    assert_eq!(place.inode(), inode);
    assert_eq!(place.read("x.cwasm"), contents);
    assert_eq!(place.names(), ["x.cwasm", "x.wasm"]);
}

#[test]
fn a_compiled_component_is_told_by_its_contents_and_needs_no_other_file() {
    let place = Place::compiled();
    fs::remove_file(place.path("x.wasm")).expect("it is there");
    fs::rename(place.path("x.cwasm"), place.path("y")).expect("another name");
    assert_eq!(answer(&host().load(place.path("y")).expect("a guest")), 21);
}

#[test]
fn a_mapped_component_is_written_as_it_was_read() {
    let place = Place::compiled();
    let guest = host()
        .load::<PeopleComponent>(place.path("x.cwasm"))
        .expect("a guest");
    guest.write_compiled(place.path("y.cwasm")).expect("a copy");
    let image = place.image();
    assert!(place.read("y.cwasm").starts_with(&image));
    assert_eq!(place.read("y.cwasm").len(), image.len() + STAMP_BYTES);
}

#[test]
fn a_guest_outlives_the_file_that_it_was_mapped_from() {
    let place = Place::compiled();
    let (guest, _) = place.load_through();
    place.write("x.wasm", answering(22));
    assert_eq!(answer(&place.load_through().0), 22);
    fs::remove_file(place.path("x.cwasm")).expect("it is there");
    assert_eq!(answer(&guest), 21);
}

#[test]
fn a_changed_component_is_compiled_again() {
    let place = Place::compiled();
    let time = place.time();
    place.write("x.wasm", answering(22));
    place.set_time(time + Duration::from_secs(1));
    assert_eq!(
        place.refusal(),
        "`x.cwasm` was compiled from another `x.wasm` than there is now\n\
         = help: load `x.wasm` instead, or remove what is out of date"
    );
    let (guest, cache) = place.load_through();
    assert!(matches!(cache, Cache::Written), "{cache:?}");
    assert_eq!(answer(&guest), 22);
    assert_eq!(answer(&place.load_through().0), 22);
}

#[test]
fn a_component_of_another_length_is_another_one_whatever_its_time() {
    let place = Place::compiled();
    let time = place.time();
    place.write("x.wasm", hostile("", "", "unreachable"));
    place.set_time(time);
    assert!(matches!(place.load_through().1, Cache::Written));
}

#[test]
fn the_same_contents_at_another_time_are_not_compiled_again() {
    let place = Place::compiled();
    let written = place.inode();
    place.set_time(place.time() + Duration::from_secs(7));
    assert!(matches!(place.load_through().1, Cache::Hit));
    let stamped = place.inode();
    assert_ne!(stamped, written, "the new time is recorded");
    assert!(matches!(place.load_through().1, Cache::Hit));
    assert_eq!(place.inode(), stamped, "once");
    place.set_time(SystemTime::UNIX_EPOCH);
    assert!(matches!(place.load_through().1, Cache::Hit));
}

#[test]
fn a_component_from_memory_is_compared_by_its_contents() {
    let place = Place::new();
    let guest = host()
        .load_bytes::<PeopleComponent>("x", &answering(21))
        .expect("a guest");
    guest.write_compiled(place.path("x.cwasm")).expect("a file");
    assert!(matches!(place.load_through().1, Cache::Hit));
    guest.write_compiled(place.path("x.cwasm")).expect("a file");
    place.write("x.wasm", answering(22));
    assert!(matches!(place.load_through().1, Cache::Written));
}

#[test]
fn a_compiled_component_that_is_cut_off_anywhere_is_refused_and_replaced() {
    let place = Place::compiled();
    let whole = place.read("x.cwasm");
    for length in (0..whole.len())
        .step_by(499)
        .chain([63, 64, whole.len() - STAMP_BYTES])
    {
        place.write("x.cwasm", &whole[..length]);
        place.refusal();
    }
    place.write("x.cwasm", &whole[..whole.len() - 1]);
    let (expected, found) = (whole.len(), whole.len() - 1);
    assert_eq!(
        place.refusal(),
        format!(
            "`x.cwasm` is cut off: expected at least {expected} bytes, found {found}\n\
             = help: copy or build it again"
        )
    );
    assert!(matches!(place.load_through().1, Cache::Written));
    assert_eq!(place.image(), whole[..whole.len() - STAMP_BYTES]);
}

#[test]
fn an_empty_file_is_refused_and_replaced() {
    let place = Place::new();
    place.write("x.cwasm", "");
    assert_eq!(place.refusal(), "`x.cwasm` is empty, expected a component");
    assert!(matches!(place.load_through().1, Cache::Written));
}

#[test]
fn a_file_of_something_else_is_refused_and_kept() {
    for contents in [answering(21), b"notes on x\n".to_vec()] {
        let place = Place::new();
        place.write("x.cwasm", &contents);
        assert_eq!(
            place.refusal(),
            "`x.cwasm` is not a component that was compiled by this program\n\
             = help: load the `.wasm` instead, from which it is made"
        );
        let (guest, cache) = place.load_through();
        assert_eq!(answer(&guest), 21);
        let Cache::Unwritten(error) = cache else {
            panic!("{cache:?}");
        };
        assert_eq!(
            place.without_folder(&error.to_string()),
            "`x.cwasm` is not a compiled component, so that it is not replaced\n= help: move it away"
        );
        assert_eq!(place.read("x.cwasm"), contents);
    }
}

#[test]
fn an_image_without_our_stamp_is_refused() {
    let place = Place::compiled();
    let mut bytes = place.read("x.cwasm");
    let stamp = bytes.len() - STAMP_BYTES;
    bytes[stamp..].fill(0);
    place.write("x.cwasm", &bytes);
    assert_eq!(
        place.refusal(),
        "`x.cwasm` is not a component that was compiled by this program\n\
         = help: load the `.wasm` instead, from which it is made"
    );
}

#[test]
fn a_missing_file_is_named() {
    assert_eq!(
        Place::empty().refusal(),
        "`x.cwasm` cannot be read: No such file or directory (os error 2)"
    );
}

#[test]
fn what_another_version_of_wasmtime_compiled_is_refused_and_replaced() {
    let place = Place::compiled();
    let whole = place.image();
    // A version of its own, the length of the number, the number, and the length of the name of the target.
    place.forge(b"\0\x0248\x18x86_64", b"\0\x0247\x18x86_64");
    assert_eq!(
        place.refusal(),
        "`x.cwasm` was compiled for another host: Module was compiled with incompatible version '47'\n\
         = help: load the `.wasm` instead, from which it is made"
    );
    assert!(matches!(place.load_through().1, Cache::Written));
    assert_eq!(place.image(), whole);
}

#[test]
fn what_was_compiled_for_another_processor_is_refused_and_replaced() {
    let place = Place::compiled();
    let whole = place.image();
    place.forge(b"has_sse42", b"has_sse99");
    assert_eq!(
        place.refusal(),
        "`x.cwasm` was compiled for another host: \
         don't know how to test for target-specific flag \"has_sse99\" at runtime\n\
         = help: load the `.wasm` instead, from which it is made"
    );
    assert!(matches!(place.load_through().1, Cache::Written));
    assert_eq!(place.image(), whole);
}

#[test]
fn what_was_compiled_for_other_options_is_refused_and_kept() {
    let place = Place::compiled();
    let (inode, contents) = (place.inode(), place.read("x.cwasm"));
    let with_fuel = Host::new(EngineOptions {
        fuel: true,
        ..EngineOptions::default()
    })
    .expect("a host");
    assert_eq!(
        place.refusal_by(&with_fuel),
        "`x.cwasm` was compiled for another host: \
         Module was compiled without fuel support but it is enabled for the host\n\
         = help: load the `.wasm` instead, from which it is made"
    );
    let (guest, cache) = place.load_through_with(&with_fuel);
    assert!(matches!(cache, Cache::OtherOptions), "{cache:?}");
    assert_eq!(answer(&guest), 21);
    assert_eq!((place.inode(), place.read("x.cwasm")), (inode, contents));
    guest
        .write_compiled(place.path("fuel.cwasm"))
        .expect("a file");
    assert!(
        with_fuel
            .load::<PeopleComponent>(place.path("fuel.cwasm"))
            .is_ok()
    );
    assert!(
        host()
            .load::<PeopleComponent>(place.path("fuel.cwasm"))
            .is_err()
    );
}

#[test]
fn options_that_only_concern_memory_share_a_file() {
    let place = Place::compiled();
    let host = Host::new(EngineOptions {
        allocation: Allocation::OnDemand,
        wasm_stack_bytes: 1 << 20,
        ..EngineOptions::default()
    })
    .expect("a host");
    let (guest, cache) = place.load_through_with(&host);
    assert!(matches!(cache, Cache::Hit), "{cache:?}");
    assert_eq!(answer(&guest), 21);
}

#[test]
fn the_world_is_checked_for_a_compiled_component_as_well() {
    let place = Place::empty();
    let component = wat::parse_str("(component)").expect("a component");
    let image = host()
        .engine()
        .precompile_component(&component)
        .expect("an image");
    place.write("x.cwasm", Place::compiled().stamped(image));
    assert_eq!(
        place.refusal(),
        "`x.cwasm` does not export `wasi-py:people/people@0.1.0`, it exports nothing"
    );
}

#[test]
fn a_component_that_is_refused_leaves_no_compiled_file() {
    let place = Place::empty();
    place.write("x.wasm", "(component");
    let loaded =
        host().load_through::<PeopleComponent>(place.path("x.wasm"), place.path("x.cwasm"));
    assert!(matches!(loaded.err(), Some(LoadError::NotWasm { .. })));
    assert_eq!(place.names(), ["x.wasm"]);
}

/// Changes who may do what with a file of the place.
fn set_mode(place: &Place, name: &str, mode: u32) {
    let permissions = fs::Permissions::from_mode(mode);
    fs::set_permissions(place.path(name), permissions).expect("our own");
}

/// Returns the error that an untrusted file is refused with.
fn stranger(place: &Place, path: &str, reason: &str) -> String {
    let path = fs::canonicalize(place.path(path)).expect("it is there");
    let path = place.without_folder(&path.display().to_string());
    format!(
        "`x.cwasm` could have been written by others: `{path}` {reason}\n\
         = help: take that permission away, or load the `.wasm` instead"
    )
}

#[test]
fn a_compiled_component_is_written_for_its_owner_alone_to_change() {
    let place = Place::compiled();
    let mode = fs::metadata(place.path("x.cwasm"))
        .expect("it is there")
        .mode();
    assert_eq!(mode & 0o7022, 0, "{mode:o}");
}

#[test]
fn a_compiled_component_that_others_may_write_is_refused_and_replaced() {
    let place = Place::compiled();
    set_mode(&place, "x.cwasm", 0o646);
    let reason = "is writable by everybody";
    assert_eq!(place.refusal(), stranger(&place, "x.cwasm", reason));
    assert!(
        host()
            .load::<PeopleComponent>(place.path("x.cwasm"))
            .is_err()
    );
    let inode = place.inode();
    assert!(matches!(place.load_through().1, Cache::Written));
    assert_ne!(place.inode(), inode);
    assert!(matches!(place.load_through().1, Cache::Hit));
}

#[test]
fn a_compiled_component_that_a_group_may_write_is_refused_unless_it_is_its_owners_own() {
    let place = Place::compiled();
    let path = place.path("x.cwasm");
    let owner = fs::metadata(&path).expect("it is there").uid();
    set_mode(&place, "x.cwasm", 0o664);
    let changed = chown(&path, None, Some(owner)).and_then(|()| {
        place.load_through();
        chown(&path, None, Some(owner + 4321))
    });
    if changed.is_err() {
        println!("skipped: this user cannot give files to groups");
        return;
    }
    let reason = format!("is writable by group {}", owner + 4321);
    assert_eq!(place.refusal(), stranger(&place, "x.cwasm", &reason));
}

#[test]
fn a_compiled_component_of_another_user_is_refused_and_replaced() {
    let place = Place::compiled();
    let user = fs::metadata(place.path("x.cwasm"))
        .expect("it is there")
        .uid()
        + 4321;
    if chown(place.path("x.cwasm"), Some(user), None).is_err() {
        println!("skipped: this user cannot give files away");
        return;
    }
    let reason = format!("belongs to user {user}");
    assert_eq!(place.refusal(), stranger(&place, "x.cwasm", &reason));
    assert!(matches!(place.load_through().1, Cache::Written));
    assert!(matches!(place.load_through().1, Cache::Hit));
}

#[test]
fn a_folder_that_others_may_write_is_no_place_for_a_compiled_component() {
    let place = Place::compiled();
    set_mode(&place, "", 0o757);
    let text = place.refusal();
    assert!(text.contains("is writable by everybody"), "{text}");
    let (guest, cache) = place.load_through();
    assert_eq!(answer(&guest), 21);
    let untrusted = matches!(cache, Cache::Unwritten(WriteError::Untrusted { .. }));
    assert!(untrusted, "{cache:?}");
    // As `/tmp` is: everybody makes files there, and nobody replaces another's.
    set_mode(&place, "", 0o1757);
    assert!(matches!(place.load_through().1, Cache::Hit));
    set_mode(&place, "", 0o700);
}

#[test]
fn a_link_is_as_trusted_as_what_it_leads_to() {
    let (place, elsewhere) = (Place::empty(), Place::compiled());
    symlink(elsewhere.path("x.cwasm"), place.path("x.cwasm")).expect("a link");
    assert!(
        host()
            .load_compiled::<PeopleComponent>(place.path("x.cwasm"))
            .is_ok()
    );
    set_mode(&elsewhere, "", 0o757);
    assert!(place.refusal().contains("is writable by everybody"));
    set_mode(&elsewhere, "", 0o700);
}

#[test]
fn a_compiled_component_of_another_hosts_making_is_refused() {
    let place = Place::new();
    let image = host().engine().precompile_component(&answering(21));
    place.write("x.cwasm", image.expect("an image"));
    assert!(
        host()
            .load_compiled::<PeopleComponent>(place.path("x.cwasm"))
            .is_err()
    );
    assert!(matches!(place.load_through().1, Cache::Written));
}

/// Returns the compiled file with one byte of the image changed: at its begin, behind it, in the middle, at
/// its end.
fn damaged(place: &Place) -> Vec<Vec<u8>> {
    let (whole, length) = (place.read("x.cwasm"), place.image().len());
    let damage = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    [200, length / 2, length - 1, length + STAMP_SHA256]
        .map(damage)
        .into()
}

const DAMAGED: &str =
    "`x.cwasm` is damaged\n= help: remove it, and load the `.wasm`, from which it is made";

#[test]
fn what_was_written_to_since_is_compared_with_its_hash_and_replaced() {
    let place = Place::compiled();
    let whole = place.image();
    for damaged in damaged(&place) {
        place.write("x.cwasm", &damaged);
        assert_eq!(place.refusal(), DAMAGED);
        let (guest, cache) = place.load_through();
        assert!(matches!(cache, Cache::Written), "{cache:?}");
        assert_eq!(answer(&guest), 21);
        assert_eq!(place.image(), whole);
    }
}

#[test]
fn another_file_in_its_place_is_compared_with_its_hash() {
    let place = Place::compiled();
    for damaged in damaged(&place) {
        place.write("y.cwasm", &damaged);
        fs::rename(place.path("y.cwasm"), place.path("x.cwasm")).expect("its place");
        assert_eq!(place.refusal(), DAMAGED);
    }
}

#[test]
fn a_copy_is_compared_once_and_is_known_from_then_on() {
    let place = Place::compiled();
    place.write("y.wasm", place.read("x.wasm"));
    place.write("y.cwasm", place.read("x.cwasm"));
    let inode = || fs::metadata(place.path("y.cwasm")).expect("a copy").ino();
    let load = || {
        let loaded =
            host().load_through::<PeopleComponent>(place.path("y.wasm"), place.path("y.cwasm"));
        assert!(matches!(loaded.expect("a guest").1, Cache::Hit));
    };
    let copied = inode();
    load();
    let known = inode();
    assert_ne!(known, copied);
    load();
    assert_eq!(inode(), known);
}

#[test]
fn a_time_that_was_set_back_does_not_hide_what_was_written_long_after() {
    let place = Place::compiled();
    // As it would be hours later: no program can set the time that this is told by, but the stamp can be
    // older.
    let mut bytes = damaged(&place).swap_remove(1);
    let stamp = bytes.len() - STAMP_BYTES;
    let written = &mut bytes[stamp + STAMP_WRITTEN..][..8];
    let earlier = u64::from_le_bytes(written.try_into().expect("eight")) - 3600;
    written.copy_from_slice(&earlier.to_le_bytes());
    place.write("x.cwasm", &bytes);
    place.set_time_of(
        "x.cwasm",
        SystemTime::UNIX_EPOCH + Duration::from_secs(earlier),
    );
    assert_eq!(place.refusal(), DAMAGED);
}

#[test]
fn damage_that_leaves_no_trace_is_found_when_it_is_looked_for_and_precompiling_looks() {
    let place = Place::compiled();
    let path = place.path("x.cwasm");
    host().check_compiled(&path).expect("whole");
    let whole = place.image();
    for damaged in damaged(&place) {
        let time = fs::metadata(&path).and_then(|metadata| metadata.modified());
        place.write("x.cwasm", &damaged);
        place.set_time_of("x.cwasm", time.expect("a time"));
        let error = host().check_compiled(&path).expect_err("it is damaged");
        assert_eq!(place.without_folder(&error.to_string()), DAMAGED);
        let printed = (0, "x.cwasm\n".into(), String::new());
        assert_eq!(
            place.run(&["--component", "x.wasm", "--precompile"]),
            printed
        );
        assert_eq!(place.image(), whole);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_no_obstacle() {
    let place = Place::new();
    // Also for root, whom no permissions keep out.
    let nowhere = Path::new("/proc/x.cwasm");
    let (guest, cache) = host()
        .load_through(place.path("x.wasm"), nowhere)
        .expect("a guest");
    assert_eq!(answer(&guest), 21);
    let Cache::Unwritten(error @ WriteError::Io { .. }) = cache else {
        panic!("{cache:?}");
    };
    let text = error.to_string();
    assert!(
        text.starts_with(
            "`/proc/x.cwasm` cannot be written: No such file or directory (os error 2)"
        ),
        "{text}"
    );
}

#[test]
fn a_folder_of_that_name_is_no_obstacle() {
    let place = Place::new();
    fs::create_dir(place.path("x.cwasm")).expect("a folder");
    let (guest, cache) = place.load_through();
    assert_eq!(answer(&guest), 21);
    let occupied = matches!(cache, Cache::Unwritten(WriteError::Occupied { .. }));
    assert!(occupied, "{cache:?}");
    assert_eq!(place.names(), ["x.cwasm", "x.wasm"]);
}

#[test]
fn processes_that_compile_at_once_leave_one_whole_file() {
    let place = Place::new();
    let start = || {
        let mut command = place.command(&["--component", "x.wasm", "--precompile"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("a run")
    };
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    for process in running {
        let ended = streams(process.wait_with_output().expect("an end"));
        assert_eq!(ended, (0, "x.cwasm\n".into(), String::new()));
    }
    assert_eq!(place.names(), ["x.cwasm", "x.wasm"]);
    let guest = host().load(place.path("x.cwasm")).expect("a whole file");
    assert_eq!(answer(&guest), 21);
}

#[test]
fn precompiling_writes_what_is_missing_and_prints_where() {
    let place = Place::new();
    let printed = (0, "x.cwasm\n".into(), String::new());
    assert_eq!(
        place.run(&["--component", "x.wasm", "--precompile"]),
        printed
    );
    let inode = place.inode();
    assert_eq!(
        place.run(&["--component", "x.wasm", "--precompile"]),
        printed
    );
    assert_eq!(
        place.run(&["--component", "x.cwasm", "--precompile"]),
        printed
    );
    assert_eq!(place.inode(), inode, "it fitted already");
    place.write("x.wasm", hostile("", "", "unreachable"));
    assert_eq!(
        place.run(&["--component", "x.wasm", "--precompile"]),
        printed
    );
    assert_ne!(place.inode(), inode);
}

#[test]
fn precompiling_fails_where_nothing_can_be_written() {
    let place = Place::new();
    place.write("x.cwasm", "notes");
    let error = "error: `x.cwasm` is not a compiled component, so that it is not replaced\n\
                 = help: move it away\n";
    assert_eq!(
        place.run(&["--component", "x.wasm", "--precompile"]),
        (2, String::new(), error.into())
    );
}

const AS_JSON: [&str; 2] = ["--output", "json"];
const ANSWER: &str = "[\n{\"name\":\"\",\"age\":21,\"tags\":[]}\n]\n";
const SUMMARY: &str = "1 of 3 people carry `student`\n";

#[test]
fn the_command_keeps_what_it_compiles_beside_the_component() {
    let place = Place::new();
    let answered = (0, ANSWER.into(), SUMMARY.into());
    let run = |component| place.run(&[&["--component", component], &AS_JSON[..]].concat());
    assert_eq!(run("x.wasm"), answered);
    assert_eq!(place.names(), ["x.cwasm", "x.wasm"]);
    let inode = place.inode();
    assert_eq!(run("x.wasm"), answered);
    assert_eq!(run("x.cwasm"), answered);
    assert_eq!(place.inode(), inode);
}

#[test]
fn the_command_leaves_the_compiled_file_alone_when_it_is_told_to_or_counts_fuel() {
    for option in [&["--no-cache"][..], &["--fuel", "1000000"]] {
        let place = Place::new();
        let arguments = [&["--component", "x.wasm"], &AS_JSON[..], option].concat();
        let answered = (0, ANSWER.to_owned(), SUMMARY.to_owned());
        assert_eq!(place.run(&arguments), answered);
        assert_eq!(place.names(), ["x.wasm"]);
        place.load_through();
        let inode = place.inode();
        assert_eq!(place.run(&arguments), answered);
        assert_eq!(place.inode(), inode);
    }
}

#[test]
fn the_command_says_when_the_next_run_will_compile_again() {
    let place = Place::new();
    place.write("x.cwasm", "notes");
    let arguments = [&["--component", "x.wasm"], &AS_JSON[..]].concat();
    let note = "note: the next run compiles again: \
                `x.cwasm` is not a compiled component, so that it is not replaced\n\
                = help: move it away\n";
    let answered = (0, ANSWER.into(), format!("{note}{SUMMARY}"));
    assert_eq!(place.run(&arguments), answered);
    let quiet = [&arguments[..], &["--quiet"]].concat();
    assert_eq!(place.run(&quiet), (0, ANSWER.into(), String::new()));
}

#[test]
fn the_command_refuses_a_compiled_component_that_is_out_of_date() {
    let place = Place::compiled();
    place.write("x.wasm", hostile("", "", "unreachable"));
    let error = "error: `x.cwasm` was compiled from another `x.wasm` than there is now\n\
                 = help: load `x.wasm` instead, or remove what is out of date\n";
    assert_eq!(
        place.run(&["--component", "x.cwasm"]),
        (2, String::new(), error.into())
    );
}
