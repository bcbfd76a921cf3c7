//! A Python project is packed with its bytecode, data, metadata and dependencies; what is wrong with it is
//! named.

use std::path::Path;
use std::process::Command;

use wasi_py_app::dependencies::{Dependencies, site_packages};
use wasi_py_app::{AppError, Project, bytecode};
use wasi_py_bundle::packer::Packer;
use wasi_py_bundle::{Bundle, Unpacker};
use wlr_libpy::release::RELEASES;

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
fn python_sources_are_compiled_beside_their_text() {
    let options = bytecode::Options {
        mount: "/bundle/app".into(),
        sources: true,
        columns: true,
    };
    let mut packer = Packer::new();
    let sources = vec![
        ("pkg/__init__.py".to_owned(), b"x = 1\n".to_vec()),
        ("m.py".to_owned(), b"y = 2\n".to_vec()),
    ];
    bytecode::add_sources(&mut packer, sources, native_python(), &options).expect("compiles");
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
    let options = bytecode::Options {
        mount: "/bundle/app".into(),
        sources: true,
        columns: true,
    };
    let sources = vec![("bad.py".to_owned(), b"x = 1\ny = = 2\n".to_vec())];
    let error = bytecode::add_sources(&mut Packer::new(), sources, native_python(), &options)
        .expect_err("is no Python");
    assert_eq!(
        error.to_string(),
        "`/bundle/app/bad.py` line 2 does not compile: invalid syntax\n    y = = 2"
    );
}

#[test]
fn syntax_error_of_a_project_reports_the_file_on_this_machine() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("src/my_app/__init__.py");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    let manifest = "[project]\nname = \"my-app\"\nversion = \"1\"\n";
    std::fs::write(root.path().join("pyproject.toml"), manifest).expect("written");
    std::fs::write(&file, "x = 1\ny = = 2\n").expect("written");
    let project = Project::read(root.path()).expect("a project");
    let error = project.pack(native_python()).expect_err("is no Python");
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` line 2 does not compile: invalid syntax\n    y = = 2",
            file.display()
        )
    );
}

#[test]
fn native_python_that_cannot_run_is_named() {
    let options = bytecode::Options {
        mount: String::new(),
        sources: false,
        columns: false,
    };
    let missing = Command::new("no-such-python");
    let error = bytecode::add_sources(&mut Packer::new(), Vec::new(), missing, &options)
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
        matches!(Project::read(root.path()), Err(AppError::NoProject(path)) if path == root.path())
    );
    std::fs::write(&manifest, "[project]\nversion = \"1\"\n").expect("written");
    let error = Project::read(root.path())
        .expect_err("has no name")
        .to_string();
    assert!(error.contains("missing field `name`"), "{error}");
}

/// Makes an app in a folder, with these dependencies in its `pyproject.toml` and this lock.
fn app(dependencies: &str, lock: Option<&str>) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(root.path().join("src")).expect("a folder");
    let manifest =
        format!("[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [{dependencies}]\n");
    std::fs::write(root.path().join("pyproject.toml"), manifest).expect("written");
    std::fs::write(root.path().join("src/app.py"), "").expect("written");
    if let Some(lock) = lock {
        std::fs::write(root.path().join("requirements.lock"), lock).expect("written");
    }
    root
}

#[test]
fn dependencies_are_bundled_with_their_metadata_beside_the_app() {
    let root = app("\"one\"", Some("one==1 --hash=sha256:0\n"));
    let installed = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("one/__init__.py", "y = 1\n"),
        ("one/data.txt", "data"),
        ("one-1.dist-info/METADATA", "Name: one\n"),
    ] {
        let path = installed.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
    let project = Project::read(root.path()).expect("a project");
    let bytes = project
        .pack_with(Some(installed.path()), native_python())
        .expect("packs");
    let bundle = Bundle::open(&bytes).expect("opens");
    let names: Vec<&str> = bundle.iter().map(|entry| entry.name).collect();
    let expected = [
        "app.py",
        "app.pyc",
        "one-1.dist-info/METADATA",
        "one/__init__.py",
        "one/__init__.pyc",
        "one/data.txt",
        "x-1.dist-info/METADATA",
    ];
    assert_eq!(names, expected);
}

#[test]
fn dependency_that_does_not_compile_raises_when_it_is_imported() {
    let root = app("\"one\"", Some("one==1 --hash=sha256:0\n"));
    let installed = tempfile::tempdir().expect("a folder");
    std::fs::write(installed.path().join("template.py"), "x = = 2\n").expect("written");
    let project = Project::read(root.path()).expect("a project");
    let bytes = project
        .pack_with(Some(installed.path()), native_python())
        .expect("packs");
    let bundle = Bundle::open(&bytes).expect("opens");
    let work = tempfile::tempdir().expect("a folder");
    let code = work.path().join("code");
    std::fs::write(&code, read(bundle, "template.pyc")).expect("written");
    let run = "import marshal, sys; exec(marshal.loads(open(sys.argv[1], 'rb').read()))";
    let output = { native_python() }.args(["-c", run]).arg(&code).output();
    let said = String::from_utf8(output.expect("runs").stderr).expect("text");
    assert!(
        said.contains("File \"/bundle/app/template.py\", line 1\n    x = = 2\n"),
        "{said}"
    );
    assert!(said.ends_with("SyntaxError: invalid syntax\n"), "{said}");
}

#[test]
fn app_that_brings_what_a_dependency_brings_is_refused() {
    let root = app("\"one\"", Some("one==1 --hash=sha256:0\n"));
    let installed = tempfile::tempdir().expect("a folder");
    std::fs::write(installed.path().join("app.py"), "").expect("written");
    let project = Project::read(root.path()).expect("a project");
    let error = project
        .pack_with(Some(installed.path()), native_python())
        .expect_err("is there twice");
    assert_eq!(error.to_string(), "`app.pyc` is there twice");
}

#[test]
fn dependencies_without_a_lock_are_refused() {
    let root = app("\"one>=1\", \"two\"", None);
    let project = Project::read(root.path()).expect("a project");
    let error = project.pack(native_python()).expect_err("has no lock");
    let app = root.path().display();
    assert_eq!(
        error.to_string(),
        format!(
            "`{app}/pyproject.toml` asks for `one>=1`, but there is no `requirements.lock` beside it\n\
             = help: run `cargo wasi-py lock --app {app}`"
        )
    );
}

#[test]
fn option_in_a_lock_is_refused_with_its_line() {
    let root = app(
        "\"one\"",
        Some("# locked\none==1 \\\n    --hash=sha256:0\n-r other.txt\n"),
    );
    let project = Project::read(root.path()).expect("a project");
    let error = project.dependencies().expect_err("names another file");
    let lock = root.path().join("requirements.lock");
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` line 4: expected a requirement, found the option `-r other.txt`\n\
             = help: run `cargo wasi-py lock`, which writes it anew",
            lock.display()
        )
    );
}

#[test]
fn dependencies_that_are_not_installed_or_damaged_name_the_command() {
    let root = app("\"one\"", Some("one==1 --hash=sha256:0\n"));
    let project = Project::read(root.path()).expect("a project");
    let dependencies = project
        .dependencies()
        .expect("a lock")
        .expect("asks for one");
    let (cache, release) = (tempfile::tempdir().expect("a folder"), &RELEASES[0]);
    let folder = dependencies.folder(cache.path(), release);
    let app = root.path().display();
    let error = dependencies
        .installed(cache.path(), release)
        .expect_err("nobody did");
    assert_eq!(
        error.to_string(),
        format!(
            "the dependencies that `{app}/requirements.lock` pins are not installed: `{}` does not exist\n\
             = help: run `cargo wasi-py install --app {app}`",
            folder.display()
        )
    );
    let packages = site_packages(&folder);
    std::fs::create_dir_all(&packages).expect("a folder");
    std::fs::write(packages.join("one.py"), "x = 1\n").expect("written");
    Dependencies::seal(&folder).expect("sealed");
    let found = dependencies
        .installed(cache.path(), release)
        .expect("whole");
    assert_eq!(found, packages);
    std::fs::write(packages.join("one.py"), "x = 2\n").expect("written");
    let error = dependencies
        .installed(cache.path(), release)
        .expect_err("changed")
        .to_string();
    assert!(
        error.contains("is damaged: expected {\"file_count\": 1, "),
        "{error}"
    );
    assert!(
        error.contains("= help: run `cargo wasi-py install --force --app "),
        "{error}"
    );
}

#[test]
fn other_lock_or_requirement_or_python_is_another_folder() {
    let cache = Path::new("/cache");
    let folder = |dependencies, lock, release| {
        let root = app(dependencies, Some(lock));
        let project = Project::read(root.path()).expect("a project");
        let dependencies = project.dependencies().expect("a lock").expect("asks");
        dependencies.folder(cache, release)
    };
    let folders = [
        folder("\"one\"", "one==1\n", &RELEASES[0]),
        folder("\"one\"", "one==2\n", &RELEASES[0]),
        folder("\"one>0\"", "one==1\n", &RELEASES[0]),
        folder("\"one\"", "one==1\n", &RELEASES[1]),
    ];
    for (index, path) in folders.iter().enumerate() {
        assert!(!folders[index + 1..].contains(path), "{folders:?}");
    }
    assert_eq!(folders[0], folder("\"one\"", "one==1\n", &RELEASES[0]));
}
