//! HTTP with the handler in Python, behind `wasmtime serve`, by whichever version of WASI: routes, bodies
//! both ways, errors.

mod requests;

use std::io;
use std::thread;

use command_test::http::{CHUNKED, Reply, send_piece};

use super::start;

/// The memory of an instance may grow no further.
const MEMORY: usize = 48 << 20;
/// The size of a body that it must pass on without holding it.
const LARGE: usize = 64 << 20;
const PIECE: usize = 64 << 10;

#[test]
fn path_and_method_choose_the_handler() {
    let server = start(&[]);
    let reply = server.ask("GET /", &[], b"");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(reply.text(), "Hello from Python\n");
    let reply = server.ask("GET /hello/Zo%C3%AB%20B", &[], b"");
    assert_eq!((reply.status, &*reply.text()), (200, "Hello Zoë B\n"));
    let reply = server.ask("GET /nowhere", &[], b"");
    assert_eq!((reply.status, &*reply.text()), (404, "Not Found\n"));
    let reply = server.ask("DELETE /people", &[], b"");
    assert_eq!(
        (reply.status, reply.header("allow")),
        (405, Some("GET, HEAD"))
    );
    let reply = server.ask("BREW /", &[], b"");
    assert_eq!(reply.status, 405);
}

#[test]
fn json_is_filtered() {
    let server = start(&[]);
    let people =
        r#"[{"name": "Ann", "age": 3, "tags": ["a"]}, {"name": "Bob", "age": 4, "tags": []}]"#;
    let reply = server.ask("POST /people/a", &[], people.as_bytes());
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("application/json"))
    );
    assert_eq!(
        reply.text(),
        r#"[{"name": "Ann", "age": 3, "tags": ["a"]}]"#
    );
    let reply = server.ask("GET /people?tag=wise", &[], b"");
    assert_eq!(
        reply.text(),
        r#"[{"name": "George", "age": 75, "tags": ["wise", "retired"]}]"#
    );
    let reply = server.ask("POST /people/a", &[], b"[3]");
    assert_eq!(reply.status, 400);
}

#[test]
fn statuses_and_headers_arrive() {
    let server = start(&[]);
    for status in [200, 201, 204, 304, 404, 418, 503] {
        let reply = server.ask(&format!("GET /status/{status}"), &[], b"");
        let body = match status {
            204 | 304 => String::new(),
            status => format!("{status}\n"),
        };
        assert_eq!((reply.status, reply.text()), (status, body));
    }
    let reply = server.ask(
        "GET /headers",
        &["X-One: 1", "x-two: a", "x-two: \u{e4}"],
        b"",
    );
    assert_eq!(reply.header("x-one"), Some("1"));
    let twice = reply.headers.iter().filter(|(name, _)| name == "x-two");
    let twice: Vec<&str> = twice.map(|(_, value)| value.as_str()).collect();
    assert_eq!(twice, ["a", "\u{e4}"]);
    assert!(reply.text().contains(r#"["x-one", "1"]"#));
}

#[test]
fn head_has_the_headers_alone() {
    let server = start(&[]);
    let mut reply = server.ask("HEAD /", &[], b"");
    assert_eq!(
        (reply.status, reply.header("content-length")),
        (200, Some("18"))
    );
    assert_eq!(
        reply.piece().expect_err("no body").kind(),
        io::ErrorKind::UnexpectedEof
    );
}

#[test]
fn body_streams_both_ways() {
    start(&[]).check_echo("/echo");
}

#[test]
fn body_may_be_larger_than_the_instance() {
    let server = start(&["-W", &format!("max-memory-size={MEMORY}")]);
    let mut connection = server.begin("POST /echo", CHUNKED);
    let reader = connection.try_clone().expect("a connection");
    let writer = thread::spawn(move || {
        for index in 0..LARGE / PIECE {
            send_piece(&mut connection, &[index as u8; PIECE])?;
        }
        send_piece(&mut connection, b"")
    });
    let body = Reply::read(reader).body().expect("a whole body");
    writer.join().expect("no panic").expect("all is taken");
    assert_eq!(body.len(), LARGE);
    for (index, piece) in body.chunks(PIECE).enumerate() {
        assert!(
            piece.iter().all(|byte| *byte == index as u8),
            "piece {index}"
        );
    }
}

#[test]
fn body_that_is_made_while_it_is_read_arrives_whole() {
    let server = start(&[]);
    let expected: String = (1..=100_000).map(|number| format!("{number}\n")).collect();
    assert_eq!(server.ask("GET /count/100000", &[], b"").text(), expected);
    // Nobody could wait for its end.
    let mut endless = server.ask("GET /count/1000000000000", &[], b"");
    assert!(endless.piece().expect("a piece").starts_with(b"1\n"));
    drop(endless);
    server.wait_for("the client has not taken the whole body: ");
}

#[test]
fn exception_is_status_500_and_a_traceback_for_the_server() {
    let server = start(&["--no-logging-prefix"]);
    let reply = server.ask("GET /fail", &[], b"");
    assert_eq!(
        (reply.status, &*reply.text()),
        (500, "Internal Server Error\n")
    );
    let said = server.wait_for("RuntimeError: this handler fails\n");
    assert!(said.contains("http_app/__init__.py\", line "), "{said}");
    assert!(
        said.contains("raise RuntimeError(\"this handler fails\")"),
        "{said}"
    );
    let reply = server.ask("GET /status/99", &[], b"");
    assert_eq!(
        (reply.status, &*reply.text()),
        (500, "Internal Server Error\n")
    );
}

/// Paths of answers that cannot be sent, each with a text on the server's standard error.
const MISTAKES: [(&str, &str); 10] = [
    (
        "dictionary",
        "not dict; `Response.of_json` makes one of what JSON knows",
    ),
    (
        "forbidden-header",
        "ValueError: the header 'connection' cannot be sent: forbidden",
    ),
    (
        "header-of-no-text",
        "TypeError: a header is a name and a value, both of text, not 'x-a': 5",
    ),
    (
        "long-header",
        "ValueError: the header 'x-a' cannot be sent: its value has characters beyond Latin-1",
    ),
    (
        "other-length",
        "ValueError: the header `content-length` is '10', and the body has 3 bytes",
    ),
    ("pair", "TypeError: a piece of a body is bytes, not str"),
    (
        "pieces-of-text",
        "TypeError: a piece of a body is bytes, not str",
    ),
    (
        "status",
        "ValueError: the status of an answer is a number from 200 to 999, not 101",
    ),
    (
        "unreadable-length",
        "ValueError: the header `content-length` is 'three', and the body has 3 bytes",
    ),
    (
        "unreadable-length-of-pieces",
        "Traceback (most recent call last):",
    ),
];

#[test]
fn answer_that_cannot_be_sent_is_status_500_and_says_whose_it_is() {
    let server = start(&["--no-logging-prefix"]);
    for (kind, said) in MISTAKES {
        let reply = server.ask(&format!("GET /mistake/{kind}"), &[], b"");
        assert_eq!(
            (reply.status, &*reply.text()),
            (500, "Internal Server Error\n"),
            "{kind}"
        );
        // What the handler itself raises names it in the traceback; what comes to light later, in a note.
        if !server.wait_for(said).contains(", in answer_wrongly\n") {
            server.wait_for("\nin what `http_app.answer_wrongly` returned");
        }
    }
}

#[test]
fn later_piece_that_is_none_breaks_the_body_off() {
    let server = start(&["--no-logging-prefix"]);
    let reply = server.ask("GET /mistake/late-piece", &[], b"");
    assert_eq!(reply.status, 200);
    reply.body().expect_err("no end");
    server.wait_for("TypeError: a piece of a body is bytes, not str\nin what `http_app.answer_wrongly` returned\n");
}

#[test]
fn bytes_of_every_kind_are_a_body() {
    let server = start(&[]);
    let reply = server.ask("GET /bytearray", &[], b"");
    assert_eq!(
        (reply.status, reply.header("content-length")),
        (200, Some("6"))
    );
    assert_eq!(reply.text(), "bytes\n");
}

/// The status was sent by then: the client is to see that the body is not whole.
#[test]
fn exception_after_the_headers_breaks_the_body_off() {
    let server = start(&["--no-logging-prefix"]);
    // Of a short body nothing may have been sent by then.
    let reply = server.ask(&format!("GET /fail/{}", 8 << 20), &[], b"");
    assert_eq!(reply.status, 200);
    reply.body().expect_err("no end");
    server.wait_for("RuntimeError: this body fails\n");
    assert_eq!(server.ask("GET /", &[], b"").status, 200);
}

#[test]
fn async_handler_answers() {
    let server = start(&[]);
    assert_eq!(server.ask("GET /wait/1", &[], b"").text(), "1\n");
    assert_eq!(server.ask("POST /shout", &[], b"hello").text(), "HELLO");
    let reply = server.ask("GET /count/3/later", &[], b"");
    assert_eq!(reply.text(), "1\n2\n3\n");
}

#[test]
fn body_streams_both_ways_by_an_async_handler() {
    start(&[]).check_echo("/echo/later");
}
