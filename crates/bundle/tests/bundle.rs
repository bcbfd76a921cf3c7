//! Files that go into a bundle come out of it, and bytes that are not a bundle are refused.

use wasi_py_bundle::packer::Packer;
use wasi_py_bundle::{Bundle, OpenError, Unpacker};

fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packer = Packer::new();
    for (name, content) in files {
        packer.add(*name, content.to_vec()).expect("names differ");
    }
    packer.finish().expect("packs")
}

fn read(bundle: Bundle<'_>, name: &str) -> Vec<u8> {
    let entry = bundle
        .get(name)
        .unwrap_or_else(|| panic!("`{name}` is missing"));
    Unpacker::new(bundle).read(&entry).expect("unpacks")
}

#[test]
fn files_come_back_as_they_went_in() {
    let long = b"all work and no play ".repeat(1000);
    let bytes = pack(&[
        ("b/c.txt", &long),
        ("a.txt", b"short"),
        ("b/empty", b""),
        ("b/copy", &long),
    ]);
    let bundle = Bundle::open(&bytes).expect("opens");
    assert_eq!(bundle.len(), 4);
    for (name, content) in [
        ("b/c.txt", long.as_slice()),
        ("a.txt", b"short"),
        ("b/empty", b""),
        ("b/copy", &long),
    ] {
        assert_eq!(read(bundle, name), content, "{name}");
    }
    assert!(
        bytes.len() < long.len() / 10,
        "compresses and stores equal contents once"
    );
}

#[test]
fn large_bundles_share_a_dictionary() {
    let file = |number: usize| {
        format!("def function_{number}(argument):\n    return argument + {number}\n").repeat(40)
    };
    let files: Vec<(String, String)> = (0..400)
        .map(|number| (format!("{number}.py"), file(number)))
        .collect();
    let mut packer = Packer::new();
    for (name, text) in &files {
        packer
            .add(name.as_str(), text.as_bytes().to_vec())
            .expect("names differ");
    }
    let bytes = packer.finish().expect("packs");
    let bundle = Bundle::open(&bytes).expect("opens");
    let mut unpacker = Unpacker::new(bundle);
    for (name, text) in &files {
        let entry = bundle.get(name).expect("is there");
        assert_eq!(unpacker.read(&entry).expect("unpacks"), text.as_bytes());
    }
}

#[test]
fn folders_list_their_children_once_and_sorted() {
    let bytes = pack(&[
        ("a/b/c", b"1"),
        ("a/b/d", b"2"),
        ("a/b.py", b"3"),
        ("a/ba", b"4"),
        ("z", b"5"),
    ]);
    let bundle = Bundle::open(&bytes).expect("opens");
    assert_eq!(bundle.list(""), [("a", true), ("z", false)]);
    assert_eq!(
        bundle.list("a"),
        [("b", true), ("b.py", false), ("ba", false)]
    );
    assert_eq!(bundle.list("missing"), []);
    assert!(bundle.is_folder("a/b"));
    for file_or_nothing in ["a/b.py", "a/", "b", "a/b/c"] {
        assert!(!bundle.is_folder(file_or_nothing), "{file_or_nothing}");
    }
}

#[test]
fn packed_bytes_do_not_count_what_follows() {
    let mut bytes = pack(&[("a", b"1"), ("b", b"22")]);
    let packed_bytes = bytes.len();
    bytes.extend_from_slice(b"something else");
    assert_eq!(
        Bundle::open(&bytes).expect("opens").packed_bytes(),
        packed_bytes
    );
}

#[test]
fn missing_names_are_not_found() {
    let bytes = pack(&[("a", b"1"), ("c", b"2")]);
    let bundle = Bundle::open(&bytes).expect("opens");
    for name in ["", "0", "b", "d", "a/", "A"] {
        assert!(bundle.get(name).is_none(), "{name}");
    }
}

#[test]
fn equal_files_give_equal_bytes_in_any_order() {
    assert_eq!(
        pack(&[("a", b"1"), ("b", b"2")]),
        pack(&[("b", b"2"), ("a", b"1")])
    );
}

#[test]
fn name_given_twice_is_refused() {
    let mut packer = Packer::new();
    packer.add("a", Vec::new()).expect("is the first");
    let error = packer.add("a", Vec::new()).expect_err("is the second");
    assert_eq!(error.to_string(), "`a` is there twice");
}

#[test]
fn what_is_no_bundle_is_refused() {
    assert_eq!(Bundle::open(b"").expect_err("is empty"), OpenError::Magic);
    assert_eq!(
        Bundle::open(b"\0asm").expect_err("is another format"),
        OpenError::Magic
    );
    let error = Bundle::open(b"WPB1").expect_err("has no header");
    assert_eq!(
        error.to_string(),
        "the bundle is truncated: expected at least 16 bytes, found 4"
    );
}

#[test]
fn damage_anywhere_is_an_error_or_another_content_but_no_panic() {
    let good = pack(&[
        ("a", &b"abc".repeat(100)),
        ("b/c", b"short"),
        ("d", &b"xyz".repeat(99)),
    ]);
    for length in 0..good.len() {
        read_everything(&good[..length]);
    }
    for index in 0..good.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut damaged = good.clone();
            damaged[index] = value;
            read_everything(&damaged);
        }
    }
}

#[test]
fn a_length_that_no_frame_could_have_is_refused_before_there_is_memory_for_it() {
    let mut bytes = pack(&[("a", &b"abc".repeat(100))]);
    // The last number of the first entry: what the content measures.
    bytes[32..36].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    let bundle = Bundle::open(&bytes).expect("opens");
    let entry = bundle.get("a").expect("is there");
    let error = Unpacker::new(bundle)
        .read(&entry)
        .expect_err("a lie")
        .to_string();
    let expected = "`a` is damaged: expected 4294967280 bytes, found no more than ";
    assert!(error.starts_with(expected), "{error}");
}

fn read_everything(bytes: &[u8]) {
    let Ok(bundle) = Bundle::open(bytes) else {
        return;
    };
    let mut unpacker = Unpacker::new(bundle);
    let _ = (bundle.get("b/c").is_some(), bundle.list("b"));
    for entry in bundle.iter() {
        let _ = unpacker.read(&entry);
    }
}
