//! The place of each file, the operations on it, and the error for each impossible one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use wasi_py_files::{
    ENTRY_BYTES, Error, Files, Handle, Kind, LIMIT_BYTES, NewTime, OpenOptions, Root, Source,
};

const READ: OpenOptions = OpenOptions {
    reads: true,
    writes: false,
    creates: false,
    is_exclusive: false,
    truncates: false,
    is_folder: false,
};
const WRITE: OpenOptions = OpenOptions {
    reads: true,
    writes: true,
    creates: true,
    ..READ
};
const TRUNCATE: OpenOptions = OpenOptions {
    truncates: true,
    ..WRITE
};
const EXCLUSIVE: OpenOptions = OpenOptions {
    is_exclusive: true,
    ..WRITE
};
const FOLDER: OpenOptions = OpenOptions {
    is_folder: true,
    ..READ
};

/// A bundle with two files.
struct Shelf;

const SHELF: [(&str, &str); 2] = [("app/list.txt", "apples"), ("app/pkg/data.bin", "\u{1}")];

impl Source for Shelf {
    fn size_bytes(&self, path: &str) -> Option<usize> {
        let (_, content) = SHELF.iter().find(|(name, _)| *name == path)?;
        Some(content.len())
    }

    fn is_folder(&self, path: &str) -> bool {
        ["", "app", "app/pkg"].contains(&path)
    }

    fn list(&self, path: &str) -> Vec<(String, bool)> {
        let children: &[(&str, bool)] = match path {
            "" => &[("app", true)],
            "app" => &[("list.txt", false), ("pkg", true)],
            _ => &[("data.bin", false)],
        };
        let owned = children.iter();
        owned.map(|(name, is)| ((*name).to_owned(), *is)).collect()
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, Error> {
        let found = SHELF.iter().find(|(name, _)| *name == path);
        found
            .map(|(_, content)| content.as_bytes().to_vec())
            .ok_or(Error::NotFound)
    }
}

/// Returns a second more each time.
fn clock() -> Duration {
    static SECONDS: AtomicU64 = AtomicU64::new(1_000);
    Duration::from_secs(SECONDS.fetch_add(1, Ordering::Relaxed))
}

fn files(root: Root) -> (Files<Shelf>, Handle) {
    let mut files = Files::new(Shelf, clock);
    let root = files.open_root(root);
    (files, root)
}

fn listed(files: &mut Files<Shelf>, base: Handle, path: &str) -> Vec<String> {
    let folder = files.open_at(base, path, FOLDER).expect("a folder");
    let listing = files.list(folder).expect("a listing");
    let mut names = Vec::new();
    while let Some((name, _)) = files.next_listed(listing).expect("a listing") {
        names.push(name);
    }
    files.close(listing);
    files.close(folder);
    names
}

fn put(files: &mut Files<Shelf>, base: Handle, path: &str, content: &[u8]) {
    let file = files.open_at(base, path, TRUNCATE).expect("a file");
    assert_eq!(files.write(file, 0, content), Ok(content.len()));
    files.close(file);
}

fn content(files: &mut Files<Shelf>, base: Handle, path: &str) -> Vec<u8> {
    let file = files.open_at(base, path, READ).expect("a file");
    let content = files.read(file, 0, u64::MAX).expect("content").to_vec();
    files.close(file);
    content
}

#[test]
fn bundled_files_are_read_by_path() {
    let (mut files, bundle) = files(Root::Bundle);
    assert_eq!(content(&mut files, bundle, "app/list.txt"), b"apples");
    assert_eq!(
        content(&mut files, bundle, "app/./pkg/../list.txt"),
        b"apples"
    );
    assert_eq!(listed(&mut files, bundle, "."), ["app"]);
    assert_eq!(listed(&mut files, bundle, "app/"), ["list.txt", "pkg"]);
    let status = files.status_at(bundle, "app/list.txt").expect("a status");
    assert_eq!((status.kind, status.size_bytes), (Kind::File, 6));
    assert_eq!(
        files.status_at(bundle, "app").map(|status| status.kind),
        Ok(Kind::Folder)
    );
}

#[test]
fn bundled_files_do_not_change() {
    let (mut files, bundle) = files(Root::Bundle);
    let open =
        |files: &mut Files<Shelf>, path: &str, options| files.open_at(bundle, path, options).err();
    assert_eq!(
        open(&mut files, "app/list.txt", WRITE),
        Some(Error::ReadOnly)
    );
    assert_eq!(
        open(&mut files, "app/new.txt", WRITE),
        Some(Error::ReadOnly)
    );
    assert_eq!(
        files.create_folder_at(bundle, "app/new"),
        Err(Error::ReadOnly)
    );
    assert_eq!(files.create_folder_at(bundle, "app"), Err(Error::Exists));
    assert_eq!(
        files.unlink_at(bundle, "app/list.txt"),
        Err(Error::ReadOnly)
    );
    assert_eq!(
        files.remove_folder_at(bundle, "app/pkg"),
        Err(Error::ReadOnly)
    );
    assert_eq!(
        files.rename_at((bundle, "app/list.txt"), (bundle, "app/other.txt")),
        Err(Error::ReadOnly)
    );
    assert_eq!(
        files.set_times_at(bundle, "app/list.txt", NewTime::Now, NewTime::Now),
        Err(Error::ReadOnly)
    );
    assert_eq!(files.access(bundle), Ok((true, false)));
}

#[test]
fn errors_say_what_is_wrong_with_a_path() {
    let (mut files, bundle) = files(Root::Bundle);
    let mut open = |path: &str, options| files.open_at(bundle, path, options).err();
    assert_eq!(open("app/none.txt", READ), Some(Error::NotFound));
    assert_eq!(open("none/none.txt", READ), Some(Error::NotFound));
    assert_eq!(open("app/list.txt/x", READ), Some(Error::NotFolder));
    assert_eq!(open("app/list.txt/", READ), Some(Error::NotFolder));
    assert_eq!(open("app/list.txt", FOLDER), Some(Error::NotFolder));
    assert_eq!(open("app", WRITE), Some(Error::IsFolder));
    assert_eq!(open("none/../app", READ), Some(Error::NotFound));
    assert_eq!(open("app/../../etc", READ), Some(Error::NotPermitted));
    assert_eq!(open("/etc", READ), Some(Error::NotPermitted));
    assert_eq!(open("", READ), Some(Error::NotFound));
    assert_eq!(open(&"x".repeat(256), READ), Some(Error::NameTooLong));
    assert_eq!(open(&"x/".repeat(3_000), READ), Some(Error::NotFound));
}

#[test]
fn a_temporary_file_is_written_read_and_removed() {
    let (mut files, temporary) = files(Root::Temporary);
    files.create_folder_at(temporary, "d").expect("a folder");
    put(&mut files, temporary, "d/f", b"12345");
    let file = files.open_at(temporary, "d/f", WRITE).expect("a file");
    assert_eq!(files.write(file, 3, b"678"), Ok(3));
    assert_eq!(files.read(file, 1, 4), Ok(b"2367".as_slice()));
    assert_eq!(files.read(file, 9, 1), Ok([].as_slice()));
    files.set_size(file, 2).expect("shorter");
    files.set_size(file, 4).expect("longer");
    assert_eq!(files.read(file, 0, 9), Ok(b"12\0\0".as_slice()));
    files.close(file);
    assert_eq!(
        files.open_at(temporary, "d/f", EXCLUSIVE),
        Err(Error::Exists)
    );
    assert_eq!(files.remove_folder_at(temporary, "d"), Err(Error::NotEmpty));
    files.unlink_at(temporary, "d/f").expect("a file");
    files.remove_folder_at(temporary, "d").expect("empty");
    assert_eq!(listed(&mut files, temporary, "."), [""; 0]);
}

#[test]
fn streams_keep_their_place() {
    let (mut files, temporary) = files(Root::Temporary);
    let file = files.open_at(temporary, "f", WRITE).expect("a file");
    let writer = files.writer(file, Some(0)).expect("a writer");
    assert_eq!(files.write_next(writer, b"ab"), Ok(2));
    assert_eq!(files.write_next(writer, b"cd"), Ok(2));
    let end = files.writer(file, None).expect("a writer");
    assert_eq!(files.write_next(end, b"ef"), Ok(2));
    let reader = files.reader(file, 1).expect("a reader");
    assert_eq!(files.read_next(reader, 2), Ok(b"bc".as_slice()));
    assert_eq!(files.read_next(reader, 9), Ok(b"def".as_slice()));
    assert_eq!(files.read_next(reader, 9), Ok([].as_slice()));
}

#[test]
fn handles_allow_what_they_were_opened_for() {
    let (mut files, temporary) = files(Root::Temporary);
    put(&mut files, temporary, "f", b"1");
    let only_reads = files.open_at(temporary, "f", READ).expect("a file");
    assert_eq!(files.write(only_reads, 0, b"2"), Err(Error::BadDescriptor));
    assert_eq!(files.writer(only_reads, None), Err(Error::BadDescriptor));
    assert_eq!(files.set_size(only_reads, 0), Err(Error::Invalid));
    let options = OpenOptions {
        reads: false,
        ..WRITE
    };
    let only_writes = files.open_at(temporary, "f", options).expect("a file");
    assert_eq!(files.read(only_writes, 0, 1), Err(Error::BadDescriptor));
    assert_eq!(files.read(temporary, 0, 1), Err(Error::IsFolder));
    files.close(only_reads);
    assert_eq!(files.read(only_reads, 0, 1), Err(Error::BadDescriptor));
}

#[test]
fn a_file_without_a_name_lives_until_it_is_closed() {
    let (mut files, temporary) = files(Root::Temporary);
    let file = files.open_at(temporary, "f", EXCLUSIVE).expect("a file");
    assert_eq!(files.write(file, 0, &vec![1; 1 << 20]), Ok(1 << 20));
    files.unlink_at(temporary, "f").expect("a file");
    assert_eq!(files.read(file, 0, 1), Ok([1].as_slice()));
    assert_eq!(files.status(file).map(|status| status.links), Ok(0));
    files.close(file);
    assert_eq!(room(&mut files, temporary), LIMIT_BYTES - ENTRY_BYTES);
}

/// Returns the number of bytes that fit into one more file.
fn room(files: &mut Files<Shelf>, temporary: Handle) -> u64 {
    let file = files.open_at(temporary, "room", EXCLUSIVE).expect("a file");
    let writer = files.writer(file, Some(0)).expect("a writer");
    let room = files.writable_bytes(writer).expect("a number");
    files.unlink_at(temporary, "room").expect("a file");
    files.close(writer);
    files.close(file);
    room
}

#[test]
fn the_temporary_folder_ends_at_its_limit() {
    let (mut files, temporary) = files(Root::Temporary);
    let file = files.open_at(temporary, "f", WRITE).expect("a file");
    let most = LIMIT_BYTES - ENTRY_BYTES;
    assert_eq!(files.set_size(file, most + 1), Err(Error::NoSpace));
    assert_eq!(files.write(file, most, b"x"), Err(Error::NoSpace));
    assert_eq!(files.write(file, u64::MAX, b"x"), Err(Error::NoSpace));
    assert_eq!(files.write(file, most - 2, b"xyz"), Ok(2));
    assert_eq!(files.write(file, most, b"z"), Err(Error::NoSpace));
    assert_eq!(files.write(file, most, b""), Ok(0));
    assert_eq!(files.open_at(temporary, "g", WRITE), Err(Error::NoSpace));
    files.set_size(file, 0).expect("shorter");
    put(&mut files, temporary, "g", b"1");
}

#[test]
fn empty_files_count_too() {
    let (mut files, temporary) = files(Root::Temporary);
    for index in 0..LIMIT_BYTES / ENTRY_BYTES {
        let made = files.create_folder_at(temporary, &index.to_string());
        assert_eq!(made, Ok(()));
    }
    assert_eq!(files.create_folder_at(temporary, "x"), Err(Error::NoSpace));
}

#[test]
fn folders_move_with_all_that_is_in_them() {
    let (mut files, temporary) = files(Root::Temporary);
    for folder in ["a", "a/b", "ab", "c"] {
        files.create_folder_at(temporary, folder).expect("a folder");
    }
    put(&mut files, temporary, "a/b/f", b"1");
    let mut rename = |old, new| files.rename_at((temporary, old), (temporary, new));
    assert_eq!(rename("a", "a/b/x"), Err(Error::Invalid));
    assert_eq!(rename("c", "a"), Err(Error::NotEmpty));
    assert_eq!(rename("a", "a/b/f/x"), Err(Error::NotFolder));
    assert_eq!(rename("a", "none/x"), Err(Error::NotFound));
    assert_eq!(rename("none", "x"), Err(Error::NotFound));
    assert_eq!(rename("a/b/f", "c"), Err(Error::IsFolder));
    assert_eq!(rename("c", "a/b/f"), Err(Error::NotFolder));
    assert_eq!(rename(".", "x"), Err(Error::Busy));
    assert_eq!(rename("a", "c"), Ok(()));
    assert_eq!(listed(&mut files, temporary, "."), ["ab", "c"]);
    assert_eq!(content(&mut files, temporary, "c/b/f"), b"1");
}

#[test]
fn a_renamed_file_replaces_another() {
    let (mut files, temporary) = files(Root::Temporary);
    put(&mut files, temporary, "new", b"new");
    put(&mut files, temporary, "old", b"old");
    let old = files.open_at(temporary, "old", READ).expect("a file");
    files
        .rename_at((temporary, "new"), (temporary, "old"))
        .expect("renamed");
    assert_eq!(content(&mut files, temporary, "old"), b"new");
    assert_eq!(files.read(old, 0, 9), Ok(b"old".as_slice()));
    assert_eq!(listed(&mut files, temporary, "."), ["old"]);
}

#[test]
fn a_file_has_several_names() {
    let (mut files, temporary) = files(Root::Temporary);
    put(&mut files, temporary, "a", b"1");
    files.create_folder_at(temporary, "d").expect("a folder");
    let link =
        |files: &mut Files<Shelf>, old, new| files.link_at((temporary, old), (temporary, new));
    assert_eq!(link(&mut files, "a", "b"), Ok(()));
    assert_eq!(link(&mut files, "a", "b"), Err(Error::Exists));
    assert_eq!(link(&mut files, "d", "e"), Err(Error::NotPermitted));
    put(&mut files, temporary, "b", b"2");
    files.unlink_at(temporary, "b").expect("a file");
    assert_eq!(content(&mut files, temporary, "a"), b"2");
}

#[test]
fn the_folder_around_the_roots_has_nothing_else() {
    let (mut files, top) = files(Root::Top);
    assert_eq!(listed(&mut files, top, "."), ["bundle", "tmp", "dev"]);
    let status = files.status_at(top, ".").expect("a folder");
    assert_eq!(status.kind, Kind::Folder);
    put(&mut files, top, "tmp/a", b"through the top");
    let temporary = files.open_root(Root::Temporary);
    assert_eq!(content(&mut files, temporary, "a"), b"through the top");
    for path in ["tmp", "tmp/", "./tmp", "../../tmp/."] {
        assert_eq!(listed(&mut files, top, path), ["a"], "{path}");
    }
    assert_eq!(listed(&mut files, top, ".."), ["bundle", "tmp", "dev"]);
    let made = files.create_folder_at(top, "other");
    assert_eq!(made.expect_err("not there"), Error::NotFound);
    assert_eq!(
        files.status_at(top, "a").expect_err("not there"),
        Error::NotFound
    );
}

#[test]
fn roots_are_apart() {
    let (mut files, temporary) = files(Root::Temporary);
    let bundle = files.open_root(Root::Bundle);
    put(&mut files, temporary, "a", b"1");
    assert_eq!(
        files.rename_at((bundle, "app/list.txt"), (temporary, "b")),
        Err(Error::CrossDevice)
    );
    assert_eq!(
        files.link_at((temporary, "a"), (bundle, "app/b")),
        Err(Error::CrossDevice)
    );
}

#[test]
fn the_device_takes_all_and_gives_nothing() {
    let (mut files, devices) = files(Root::Devices);
    assert_eq!(listed(&mut files, devices, "."), ["null"]);
    let null = files.open_at(devices, "null", TRUNCATE).expect("a device");
    assert_eq!(files.write(null, 5, b"123"), Ok(3));
    let writer = files.writer(null, Some(0)).expect("a writer");
    assert_eq!(files.writable_bytes(writer), Ok(u64::MAX));
    assert_eq!(files.write_next(writer, b"123"), Ok(3));
    assert_eq!(files.read(null, 0, 9), Ok([].as_slice()));
    assert_eq!(
        files.status(null).map(|status| status.kind),
        Ok(Kind::Device)
    );
    assert_eq!(files.open_at(devices, "full", WRITE), Err(Error::ReadOnly));
    assert_eq!(files.unlink_at(devices, "null"), Err(Error::NotPermitted));
}

#[test]
fn times_tell_of_changes() {
    let (mut files, temporary) = files(Root::Temporary);
    let modified = |files: &Files<Shelf>, path| {
        let status = files.status_at(temporary, path).expect("a status");
        status.modified
    };
    files.create_folder_at(temporary, "d").expect("a folder");
    let before = modified(&files, "d");
    put(&mut files, temporary, "d/f", b"1");
    assert!(modified(&files, "d") > before);
    let time = Duration::new(7, 8);
    files
        .set_times_at(temporary, "d/f", NewTime::Keep, NewTime::At(time))
        .expect("set");
    assert_eq!(modified(&files, "d/f"), time);
    let file = files.open_at(temporary, "d/f", READ).expect("a file");
    files
        .set_times(file, NewTime::Now, NewTime::Keep)
        .expect("set");
    assert_eq!(modified(&files, "d/f"), time);
    let status = files.status(file).expect("a status");
    assert!(status.accessed > time);
}

#[test]
fn identities_are_those_of_files_and_not_of_names() {
    let (mut files, temporary) = files(Root::Temporary);
    put(&mut files, temporary, "a", b"1");
    put(&mut files, temporary, "b", b"1");
    let identity = |files: &Files<Shelf>, path| {
        let status = files.status_at(temporary, path).expect("a status");
        status.identity
    };
    let a = identity(&files, "a");
    assert_ne!(a, identity(&files, "b"));
    files
        .rename_at((temporary, "a"), (temporary, "c"))
        .expect("renamed");
    assert_eq!(identity(&files, "c"), a);
}
