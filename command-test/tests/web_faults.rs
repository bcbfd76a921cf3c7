//! Requests that are none, or break off, behind `wasmtime serve`: they are refused, and the next is answered.

use std::io::Write;

use command_test::http::{Reply, Server};

/// More headers than the host takes.
const TOO_MANY: usize = 2000;

fn assert_answers(server: &Server) {
    assert_eq!(server.ask("GET /", &[], b"").text(), "Hello from Flask\n");
}

/// Returns the status of the reply to a request whose first line and headers are sent as they are.
fn status(server: &Server, line: &str, headers: &[&str]) -> u16 {
    Reply::read(server.begin(line, headers)).status
}

#[test]
fn malformed_request_is_refused() {
    let server = Server::start_component("web", &[]);
    for (line, header) in [
        ("GET / and more", "accept: */*"),
        ("G(T /", "accept: */*"),
        ("GET /", "no colon"),
        ("GET /", "na me: value"),
        ("POST /echo", "content-length: many"),
        ("POST /echo", "content-length: -1"),
    ] {
        assert_eq!(status(&server, line, &[header]), 400, "{line}, {header}");
    }
    assert_answers(&server);
}

#[test]
fn headers_over_the_limit_are_refused() {
    let server = Server::start_component("web", &[]);
    let headers = (0..TOO_MANY).map(|number| format!("x-{number}: a"));
    let headers: Vec<String> = headers.collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    assert_eq!(status(&server, "GET /", &headers), 431);
    assert_answers(&server);
}

#[test]
fn body_that_breaks_off_harms_nobody_else() {
    let server = Server::start_component("web", &[]);
    let form = "content-type: multipart/form-data; boundary=x";
    for path in ["/upload", "/echo", "/starlette/upload", "/fastapi/upload"] {
        let mut connection =
            server.begin(&format!("POST {path}"), &[form, "content-length: 1000000"]);
        connection.write_all(b"--x\r\n").expect("sends");
        drop(connection);
    }
    assert_answers(&server);
}
