//! HTTP by WASI 0.2: what both versions have in common, and instances.

mod http_cases;

use std::net::TcpListener;

use command_test::http::{Server, serve};
use command_test::{WASM_TOOLS, program, repository};

fn start(options: &[&str]) -> Server {
    Server::start(options)
}

#[test]
fn each_request_has_an_instance_of_its_own_unless_they_are_reused() {
    let visits = |server: &Server| server.ask("GET /visits", &[], b"").text();
    let server = start(&[]);
    assert_eq!([(); 3].map(|()| visits(&server)), ["1\n", "1\n", "1\n"]);
    let server = start(&["--max-instance-reuse-count", "2"]);
    // Whether an instance is ready for the next request, or has not ended the last one yet, is a matter of
    // time.
    let visited: Vec<String> = (0..100).map(|_| visits(&server)).collect();
    assert!(visited.contains(&"2\n".to_owned()), "{visited:?}");
    assert!(!visited.contains(&"3\n".to_owned()), "{visited:?}");
}

/// Those that the C library uses and those that the app does: what has a resource of the one would else not
/// fit the other.
#[test]
fn each_interface_is_imported_in_one_version() {
    let mut show = program(WASM_TOOLS);
    show.args(["component", "wit"])
        .arg(repository().join("target/fixtures/http.wasm"));
    let shown = String::from_utf8(show.output().expect("runs").stdout).expect("text");
    let lines = shown.lines().map(str::trim);
    let imports: Vec<&str> = lines
        .filter_map(|line| line.strip_prefix("import "))
        .collect();
    let (http, io) = ("wasi:http/types@", "wasi:io/streams@");
    for interface in [http, io] {
        let versions = imports
            .iter()
            .filter(|import| import.starts_with(interface));
        assert_eq!(versions.count(), 1, "{imports:?}");
    }
}

#[test]
fn port_in_use_is_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = taken.local_addr().expect("bound").to_string();
    let output = serve(&["--addr", &addr]).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.starts_with("Error: Address already in use (os error 98)"),
        "{said}"
    );
}
