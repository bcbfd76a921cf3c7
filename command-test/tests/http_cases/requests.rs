//! HTTP requests that Python makes, by way of `wasmtime serve`, to servers of the tests on loopback.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use command_test::http::{CHUNKED, Reply, Server, send_piece};

use crate::start;

/// More than all buffers on the way.
const LARGE: usize = 16 << 20;
const PIECE: usize = 64 << 10;

/// Starts a server that gives the connection of one request to `answer`, once its head has arrived, and
/// returns that head.
fn upstream(
    answer: impl FnOnce(&mut TcpStream) + Send + 'static,
) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let served = thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a request");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            connection.read_exact(&mut byte).expect("a head");
            head.extend(byte);
        }
        answer(&mut connection);
        String::from_utf8(head).expect("text")
    });
    (url, served)
}

fn proxied(server: &Server, url: &str) -> Reply {
    server.ask(&format!("GET /proxy?url={url}"), &[], b"")
}

#[test]
fn answer_is_passed_on_with_status_and_headers() {
    let server = start(&[]);
    let (url, served) = upstream(|connection| {
        let answer = "HTTP/1.1 203 Fine\r\nx-own: 1\r\ncontent-length: 5\r\n\r\nhello";
        connection.write_all(answer.as_bytes()).expect("sends");
    });
    let reply = proxied(&server, &format!("{url}/a/b%3Fc%3Dd"));
    assert_eq!((reply.status, reply.header("x-own")), (203, Some("1")));
    assert_eq!(reply.text(), "hello");
    let head = served.join().expect("no panic");
    assert!(head.starts_with("GET /a/b?c=d HTTP/1.1\r\n"), "{head}");
    let host = format!("host: {}\r\n", url.trim_start_matches("http://"));
    assert!(head.contains(&host), "{head}");
    for name in ["transfer-encoding", "content-length"] {
        assert!(!head.contains(name), "a request without a body: {head}");
    }
}

/// Each piece arrives before the next is sent.
#[test]
fn answer_streams_through() {
    let server = start(&[]);
    let (proceed, proceeds) = std::sync::mpsc::channel::<()>();
    let (url, served) = upstream(move |connection| {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        connection.write_all(head.as_bytes()).expect("sends");
        for piece in ["one", "two", ""] {
            send_piece(connection, piece.as_bytes()).expect("sends");
            // The test has gone on, or is over.
            let _ = proceeds.recv();
        }
    });
    let mut reply = proxied(&server, &url);
    for piece in ["one", "two"] {
        assert_eq!(reply.piece().expect("a piece"), piece.as_bytes());
        proceed.send(()).expect("upstream waits");
    }
    assert!(reply.piece().expect("the end").is_empty());
    drop(proceed);
    served.join().expect("no panic");
}

/// The other server answers while the request is still being sent: each must take what the other has.
#[test]
fn request_and_answer_stream_at_once() {
    let server = start(&[]);
    let (url, served) = upstream(|connection| {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
        connection.write_all(head.as_bytes()).expect("sends");
        // What arrives is chunked as well, and so can be sent back as it is.
        let (mut bytes, mut last) = (vec![0; PIECE], Vec::new());
        while !last.ends_with(b"\r\n0\r\n\r\n") {
            let count = connection.read(&mut bytes).expect("more");
            connection.write_all(&bytes[..count]).expect("sends");
            last.extend(&bytes[..count]);
            last.drain(..last.len().saturating_sub(7));
        }
    });
    let mut connection = server.begin(&format!("POST /proxy?url={url}"), CHUNKED);
    let reader = connection.try_clone().expect("a connection");
    let writer = thread::spawn(move || {
        for _ in 0..LARGE / PIECE {
            send_piece(&mut connection, &[7; PIECE])?;
        }
        send_piece(&mut connection, b"")
    });
    let body = Reply::read(reader).body().expect("a whole body");
    writer.join().expect("no panic").expect("all is taken");
    assert_eq!(body.len(), LARGE);
    assert!(body.iter().all(|byte| *byte == 7));
    let head = served.join().expect("no panic");
    assert!(head.starts_with("POST / HTTP/1.1\r\n"), "{head}");
}

#[test]
fn server_that_is_not_there_is_named_by_wasis_error() {
    let server = start(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let reply = proxied(&server, &url);
    assert_eq!(reply.status, 502);
    assert_eq!(
        reply.text(),
        format!("no answer from {url}: connection-refused\n")
    );
}

#[test]
fn server_that_hangs_up_is_an_error() {
    let server = start(&[]);
    let (url, served) = upstream(|_| {});
    let reply = proxied(&server, &url);
    assert_eq!(reply.status, 502);
    let text = reply.text();
    assert!(
        text.starts_with(&format!("no answer from {url}: ")),
        "{text}"
    );
    served.join().expect("no panic");
}

#[test]
fn answer_that_breaks_off_breaks_off_here() {
    let server = start(&["--no-logging-prefix"]);
    let (url, served) = upstream(|connection| {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello";
        connection.write_all(answer.as_bytes()).expect("sends");
    });
    let mut reply = proxied(&server, &url);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.piece().expect("a piece"), b"hello");
    reply.piece().expect_err("no end");
    served.join().expect("no panic");
    server.wait_for("wasi_py.http.errors.TransportError: ");
}

/// Answers with nothing.
fn empty(connection: &mut TcpStream) {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    connection.write_all(answer.as_bytes()).expect("sends");
}

#[test]
fn address_is_sent_as_browsers_send_it() {
    let server = start(&[]);
    let (url, served) = upstream(empty);
    let reply = proxied(
        &server,
        &format!("{url}/caf%C3%A9%20100%25?q=%E2%86%92%20x%23gone"),
    );
    assert_eq!(reply.status, 200);
    let head = served.join().expect("no panic");
    assert!(
        head.starts_with("GET /caf%C3%A9%20100%25?q=%E2%86%92%20x HTTP/1.1\r\n"),
        "{head}"
    );
}

#[test]
fn post_without_a_body_says_that_it_has_none() {
    let server = start(&[]);
    let (url, served) = upstream(empty);
    let reply = server.ask(&format!("POST /proxy?url={url}"), &[], b"");
    assert_eq!(reply.status, 200);
    let head = served.join().expect("no panic");
    assert!(head.starts_with("POST / HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("content-length: 0\r\n"), "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
}

#[test]
fn address_that_no_request_can_have_is_refused_in_words() {
    let server = start(&[]);
    for (url, said) in [
        (
            "http://me:secret@127.0.0.1/",
            "a URL has no `user:password@`",
        ),
        ("http://127.0.0.1:99999/", "Port out of range 0-65535"),
        ("http://127.0.0.1/%0A", "a URL has no control characters"),
        ("http://a%20b/", "no host can be called 'a b'"),
        // Beyond ASCII names are encoded, which has to be possible.
        (
            "http://b%C3%BCcher..example/",
            "no host can be called 'bücher..example': ",
        ),
    ] {
        let reply = proxied(&server, url);
        assert_eq!(reply.status, 400, "{url}");
        let text = reply.text();
        assert!(text.contains(said), "{url}: {text}");
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn what_is_no_url_is_a_bad_request() {
    let server = start(&[]);
    for url in ["", "ftp://127.0.0.1/", "http://", "/people"] {
        let reply = proxied(&server, url);
        assert_eq!(reply.status, 400, "{url}");
        let text = reply.text();
        assert!(
            text.contains("a URL begins with `http://` or `https://` and a host"),
            "{text}"
        );
    }
}
