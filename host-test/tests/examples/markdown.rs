//! A component whose Python app has dependencies from PyPI, one of them through the other.

use std::path::Path;

use wasmtime::component::Val;

fn call(function: &str, argument: &str) -> Result<Val, Val> {
    crate::calls::call("markdown", function, &[Val::String(argument.into())])
}

/// Returns the version that the lock of the app pins.
fn pinned_version(package: &str) -> String {
    let lock =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/markdown/app/requirements.lock");
    let lock = std::fs::read_to_string(lock).expect("the lock");
    let pin = format!("{package}==");
    let line = lock.lines().find_map(|line| line.strip_prefix(&pin));
    let version = line.and_then(|rest| rest.split_whitespace().next());
    version.expect("a pin").to_owned()
}

#[test]
fn text_is_rendered_by_a_dependency_and_by_what_that_depends_on() {
    // Links go through the package that `markdown-it-py` depends on.
    let rendered = call("render", "*one* [two](http://example.com/a b)\n\n[x](</ä>)");
    let expected =
        "<p><em>one</em> [two](http://example.com/a b)</p>\n<p><a href=\"/%C3%A4\">x</a></p>\n";
    assert_eq!(rendered, Ok(Val::String(expected.to_owned())));
}

#[test]
fn metadata_tells_the_versions_that_the_lock_pins() {
    for package in ["markdown-it-py", "mdurl"] {
        let version = call("installed-version", package);
        assert_eq!(
            version,
            Ok(Val::String(pinned_version(package))),
            "{package}"
        );
    }
}

#[test]
fn package_that_is_not_installed_is_not_found() {
    // pip installs them, and is not inside.
    let Err(Val::Record(fields)) = call("installed-version", "pip") else {
        panic!("expected the record `exception`");
    };
    let type_name = (
        "type-name".to_owned(),
        Val::String("importlib.metadata.PackageNotFoundError".to_owned()),
    );
    assert_eq!(fields.first(), Some(&type_name));
}
