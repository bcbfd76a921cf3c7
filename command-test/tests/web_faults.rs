//! Requests that are none, or break off, behind `wasmtime serve`: they are refused, and the next is answered.

use std::io::Write;

use command_test::http::{Reply, Server};

/// More headers than the host takes.
const TOO_MANY: usize = 2000;
/// More bytes than the host takes of an address or of the name of a header.
const TOO_LONG: usize = 70_000;

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
    let name = format!("{}: a", "x".repeat(TOO_LONG));
    assert_eq!(status(&server, "GET /", &[&name]), 431);
    let target = format!("GET /{}", "a".repeat(TOO_LONG));
    assert_eq!(status(&server, &target, &[]), 414);
    // Values of headers may be longer.
    let value = format!("x-a: {}", "a".repeat(2 * TOO_LONG));
    assert_eq!(status(&server, "GET /", &[&value]), 200);
    assert_answers(&server);
}

/// Each waits in an instance of its own for what is still to come, and is answered when it is there.
#[test]
fn slow_body_holds_up_nobody_else() {
    let server = Server::start_component("web", &[]);
    let form = "content-type: multipart/form-data; boundary=x";
    let (begin, end) = (
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n",
        "abc\r\n--x--\r\n",
    );
    let length = format!("content-length: {}", begin.len() + end.len());
    let paths = ["/upload", "/starlette/upload", "/echo", "/starlette/echo"];
    let slow = paths.map(|path| {
        let mut connection = server.begin(&format!("POST {path}"), &[form, &length]);
        connection.write_all(begin.as_bytes()).expect("sends");
        assert_answers(&server);
        connection
    });
    for (path, mut connection) in paths.into_iter().zip(slow) {
        for byte in end.as_bytes() {
            connection.write_all(&[*byte]).expect("sends");
        }
        let reply = Reply::read(connection);
        assert_eq!(reply.status, 200, "{path}");
        let text = reply.text();
        assert!(text.contains("a.txt"), "{path}: {text}");
    }
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
