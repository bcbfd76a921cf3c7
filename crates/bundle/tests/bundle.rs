//! What goes into a bundle comes out of it, and what is no bundle is refused.

use std::process::Command;

use wasi_py_bundle::pack::{PackError, Packer, project::Project, python};
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

fn native_python() -> Command {
    Command::new("python3")
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

fn read_everything(bytes: &[u8]) {
    let Ok(bundle) = Bundle::open(bytes) else {
        return;
    };
    let mut unpacker = Unpacker::new(bundle);
    let _ = (bundle.get("b/c").is_some(), bundle.list("b"));
    for entry in bundle.iter().filter(|entry| entry.size_bytes < 1 << 20) {
        let _ = unpacker.read(&entry);
    }
}

#[test]
fn python_sources_are_compiled_beside_their_text() {
    let options = python::Options {
        mount: "/bundle/app".into(),
        sources: true,
        columns: true,
    };
    let mut packer = Packer::new();
    let sources = vec![
        ("pkg/__init__.py".to_owned(), b"x = 1\n".to_vec()),
        ("m.py".to_owned(), b"y = 2\n".to_vec()),
    ];
    python::add_sources(&mut packer, sources, native_python(), &options).expect("compiles");
    let bytes = packer.finish().expect("packs");
    let bundle = Bundle::open(&bytes).expect("opens");
    let names: Vec<&str> = bundle.iter().map(|entry| entry.name).collect();
    assert_eq!(
        names,
        ["m.py", "m.pyc", "pkg/__init__.py", "pkg/__init__.pyc"]
    );
    let code = read(bundle, "m.pyc");
    assert!(
        code.windows(16).any(|window| window == b"/bundle/app/m.py"),
        "knows where it seems to lie"
    );
}

#[test]
fn syntax_error_reports_file_and_line() {
    let options = python::Options {
        mount: "/bundle/app".into(),
        sources: true,
        columns: true,
    };
    let sources = vec![("bad.py".to_owned(), b"x = 1\ny = = 2\n".to_vec())];
    let error = python::add_sources(&mut Packer::new(), sources, native_python(), &options)
        .expect_err("is no Python");
    assert_eq!(
        error.to_string(),
        "`/bundle/app/bad.py` line 2 does not compile: invalid syntax\n    y = = 2"
    );
}

#[test]
fn native_python_that_cannot_run_is_named() {
    let options = python::Options {
        mount: String::new(),
        sources: false,
        columns: false,
    };
    let missing = Command::new("no-such-python");
    let error = python::add_sources(&mut Packer::new(), Vec::new(), missing, &options)
        .expect_err("is missing");
    assert!(
        error
            .to_string()
            .starts_with("cannot run the native Python `no-such-python`: "),
        "{error}"
    );
    assert!(error.to_string().contains("= help: "), "{error}");
}

#[test]
fn project_is_bundled_with_its_data_and_metadata() {
    let root = tempfile::tempdir().expect("a folder");
    let package = root.path().join("src/my_app");
    std::fs::create_dir_all(package.join("__pycache__")).expect("a folder");
    std::fs::write(
        root.path().join("pyproject.toml"),
        "[project]\nname = \"My.App\"\nversion = \"1.2\"\n",
    )
    .expect("written");
    std::fs::write(package.join("__init__.py"), "").expect("written");
    std::fs::write(package.join("data.txt"), "data").expect("written");
    std::fs::write(package.join("__pycache__/x.pyc"), "stale").expect("written");

    let bytes = Project::read(root.path())
        .and_then(|project| project.pack(native_python()))
        .expect("packs");
    let bundle = Bundle::open(&bytes).expect("opens");
    let names: Vec<&str> = bundle.iter().map(|entry| entry.name).collect();
    assert_eq!(
        names,
        [
            "my_app-1.2.dist-info/METADATA",
            "my_app/__init__.py",
            "my_app/__init__.pyc",
            "my_app/data.txt"
        ]
    );
    assert_eq!(
        read(bundle, names[0]),
        b"Metadata-Version: 2.1\nName: My.App\nVersion: 1.2\n"
    );
}

#[test]
fn project_without_a_name_is_refused() {
    let root = tempfile::tempdir().expect("a folder");
    let manifest = root.path().join("pyproject.toml");
    assert!(
        matches!(Project::read(root.path()), Err(PackError::Read { path, .. }) if path == manifest)
    );
    std::fs::write(&manifest, "[project]\nversion = \"1\"\n").expect("written");
    let error = Project::read(root.path())
        .expect_err("has no name")
        .to_string();
    assert!(error.contains("missing field `name`"), "{error}");
}
