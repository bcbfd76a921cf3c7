//! Sources of the app in a folder of the host, by which `cargo wasi-py serve` has an edit answer at once.

use std::fs;
use std::path::Path;

use command_test::http::Server;

const APP: &str = "\
from wasi_py.http import App, Request

app = App()
handle = app.handle


@app.get(\"/\")
def greet(_: Request) -> str:
    return \"GREETING\\n\"
";

/// Writes the package that the world's export is looked for in.
fn write(folder: &Path, text: &str) {
    let package = folder.join("http_app");
    fs::create_dir_all(&package).expect("a folder");
    fs::write(package.join("__init__.py"), text).expect("written");
}

fn serve(component: &str, folder: &Path) -> Server {
    let folder = folder.to_str().expect("text");
    let mapped = format!("--dir={folder}::{folder}");
    let named = format!("--env=WASI_PY_SOURCES={folder}");
    Server::start_component(component, &["--no-logging-prefix", &mapped, &named])
}

fn greeting(server: &Server) -> String {
    server.ask("GET /", &[], b"").text()
}

/// Neither the component nor the server changes.
#[test]
fn next_request_after_an_edit_is_answered_by_the_new_source() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve("http-plain", folder.path());
    for text in ["one", "two", "three"] {
        write(folder.path(), &APP.replace("GREETING", text));
        assert_eq!(greeting(&server), format!("{text}\n"));
    }
}

#[test]
fn fault_in_a_source_is_said_until_it_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &APP.replace("def ", "dfe "));
    let server = serve("http-plain", folder.path());
    assert_eq!(server.ask("GET /", &[], b"").status, 500);
    let file = folder.path().join("http_app/__init__.py");
    let said = server.wait_for("SyntaxError: ");
    assert!(
        said.contains(&format!("File \"{}\"", file.display())),
        "{said}"
    );
    write(folder.path(), APP);
    assert_eq!(greeting(&server), "GREETING\n");
}

#[test]
fn component_brings_what_the_folder_lacks() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(
        greeting(&serve("http-plain", folder.path())),
        "Hello from Python\n"
    );
}

/// The app is imported, and what a host names later changes nothing.
#[test]
fn snapshot_has_the_app_that_it_was_built_with() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), APP);
    assert_eq!(
        greeting(&serve("http", folder.path())),
        "Hello from Python\n"
    );
}
