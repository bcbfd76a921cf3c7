//! Web apps that know nothing of components, behind `wasmtime serve`: Flask, Bottle and Django by WSGI,
//! Starlette by ASGI.

use std::io::Write;
use std::thread;

use command_test::http::{Reply, Server};

const JSON: &[&str] = &["content-type: application/json"];
const FORM: &[&str] = &["content-type: application/x-www-form-urlencoded"];
/// The memory of an instance may grow no further.
const MEMORY: usize = 96 << 20;
/// The sizes of uploads that it must take without holding them.
const LARGE: usize = 256 << 20;
const GIBIBYTE: usize = 1 << 30;
const PIECE: usize = 64 << 10;

fn start(options: &[&str]) -> Server {
    Server::start_component("web", options)
}

/// Returns the values of all headers of that name.
fn values<'a>(reply: &'a Reply, name: &str) -> Vec<&'a str> {
    let headers = reply.headers.iter().filter(|(own, _)| own == name);
    headers.map(|(_, value)| value.as_str()).collect()
}

/// Returns the cookies that a reply sets, as a header of the next request.
fn cookies(reply: &Reply) -> String {
    let cookies = values(reply, "set-cookie").into_iter();
    let cookies: Vec<&str> = cookies
        .filter_map(|cookie| cookie.split(';').next())
        .collect();
    format!("cookie: {}", cookies.join("; "))
}

#[test]
fn flask_answers() {
    let server = start(&[]);
    let reply = server.ask("GET /", &[], b"");
    assert_eq!(
        (reply.status, reply.header("content-length")),
        (200, Some("17"))
    );
    assert_eq!(reply.text(), "Hello from Flask\n");
    let reply = server.ask("GET /hello/Zo%C3%AB%3C", &[], b"");
    assert!(reply.text().contains("<p>Hello Zoë&lt;!</p>"));
    assert_eq!(server.ask("GET /nowhere", &[], b"").status, 404);
    let reply = server.ask("DELETE /hello/Ann", &[], b"");
    assert_eq!(reply.status, 405);
    for status in [201, 204, 304, 404, 418] {
        let reply = server.ask(&format!("GET /status/{status}"), &[], b"");
        let body = match status {
            204 | 304 => String::new(),
            status => format!("{status}\n"),
        };
        assert_eq!((reply.status, reply.text()), (status, body));
    }
}

#[test]
fn head_has_the_headers_alone() {
    let server = start(&[]);
    let mut reply = server.ask("HEAD /", &[], b"");
    assert_eq!(
        (reply.status, reply.header("content-length")),
        (200, Some("17"))
    );
    reply.piece().expect_err("no body");
}

#[test]
fn headers_and_cookies_arrive() {
    let server = start(&[]);
    let reply = server.ask("GET /headers", &["X-One: 1", "x-two: a", "x-two: b"], b"");
    assert_eq!(
        values(&reply, "set-cookie"),
        ["one=1; Path=/", "two=2; HttpOnly; Path=/"]
    );
    let text = reply.text();
    assert!(text.contains(r#""X-One":"1""#), "{text}");
    assert!(text.contains(r#""X-Two":"a, b""#), "{text}");
}

#[test]
fn sessions_go_with_the_client() {
    let server = start(&[]);
    for path in ["/visits", "/starlette/visits"] {
        let first = server.ask(&format!("GET {path}"), &[], b"");
        let cookies = cookies(&first);
        assert_eq!(first.text(), "1\n");
        assert_eq!(
            server.ask(&format!("GET {path}"), &[&cookies], b"").text(),
            "2\n"
        );
    }
}

#[test]
fn validator_of_the_standard_library_finds_no_fault() {
    let server = start(&[]);
    let reply = server.ask("GET /validated/hello/a%20b?c=d", &[], b"");
    assert_eq!(reply.text(), "Hello a b from Bottle\n");
    assert_eq!(server.ask("HEAD /validated/hello/a", &[], b"").status, 200);
    assert_eq!(server.ask("GET /validated/nowhere", &[], b"").status, 404);
    let reply = server.ask("GET /validated/count/2", &[], b"");
    assert_eq!(reply.text(), "1\n2\n");
    let reply = server.ask("POST /validated/sum", JSON, b"[1, 2, 3]");
    assert_eq!(reply.text(), "{\"sum\": 6}");
}

#[test]
fn body_streams_both_ways() {
    let server = start(&[]);
    for path in ["/echo", "/starlette/echo"] {
        server.check_echo(path);
    }
}

#[test]
fn events_come_one_after_the_other() {
    let server = start(&[]);
    for (path, first) in [
        ("/events", "id: 0\ndata: event 0\n\n"),
        ("/starlette/events", "data: event 0\n\n"),
    ] {
        let mut reply = server.ask(&format!("GET {path}"), &[], b"");
        let kind = reply.header("content-type").expect("a type");
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        assert_eq!(reply.piece().expect("a piece"), first.as_bytes());
        assert!(reply.text().ends_with("data: event 2\n\n"));
    }
}

#[test]
fn upload_may_be_larger_than_the_instance() {
    check_upload(LARGE);
}

#[test]
#[ignore = "takes half a minute: run `cargo xtask test --full`"]
fn upload_of_a_gibibyte_takes_no_more_memory() {
    check_upload(GIBIBYTE);
}

/// Uploads a file of that size to an instance whose memory is smaller.
fn check_upload(size: usize) {
    let server = start(&["-W", &format!("max-memory-size={MEMORY}")]);
    let head = "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a.bin\"\r\n\r\n";
    let tail = "\r\n--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n";
    let length = format!("content-length: {}", head.len() + size + tail.len());
    let kind = "content-type: multipart/form-data; boundary=x";
    let mut connection = server.begin("POST /upload", &[kind, &length]);
    let reader = connection.try_clone().expect("a connection");
    let writer = thread::spawn(move || {
        connection.write_all(head.as_bytes())?;
        for _ in 0..size / PIECE {
            connection.write_all(&[7; PIECE])?;
        }
        connection.write_all(tail.as_bytes())
    });
    let text = Reply::read(reader).text();
    writer.join().expect("no panic").expect("all is taken");
    let expected = format!("{{\"fields\":{{\"a\":\"b\"}},\"files\":{{\"f\":[\"a.bin\",{size},\"");
    assert!(text.starts_with(&expected), "{text}");
}

#[test]
fn starlette_keeps_uploaded_files() {
    let server = start(&[]);
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n{}\r\n--x--\r\n",
        "a".repeat(2 << 20)
    );
    let kind = "content-type: multipart/form-data; boundary=x";
    let reply = server.ask("POST /starlette/upload", &[kind], body.as_bytes());
    assert_eq!(reply.text(), "{\"f\":[\"a\",2097152]}");
}

#[test]
fn large_json_goes_both_ways() {
    check_json(1_000_000, 6_888_892);
}

#[test]
#[ignore = "takes half a minute: run `cargo xtask test --full`"]
fn json_of_fifty_megabytes_goes_both_ways() {
    check_json(6_400_000, 50_088_892);
}

/// Has so many numbers written as JSON, whose length is given, and read again.
fn check_json(count: usize, length: usize) {
    let server = start(&[]);
    let reply = server.ask(&format!("GET /numbers/{count}"), &[], b"");
    let text = reply.text();
    assert!(text.ends_with(&format!(",{}]\n", count - 1)));
    assert_eq!(text.len(), length);
    let reply = server.ask("POST /numbers", JSON, text.as_bytes());
    assert_eq!(reply.text(), format!("{{\"count\":{count}}}\n"));
}

#[test]
fn static_files_have_ranges_and_tags() {
    let server = start(&[]);
    let whole = server.ask("GET /static/style.css", &[], b"");
    let tag = whole.header("etag").expect("a tag").to_owned();
    let text = whole.text();
    let unchanged = server.ask(
        "GET /static/style.css",
        &[&format!("if-none-match: {tag}")],
        b"",
    );
    assert_eq!((unchanged.status, unchanged.text()), (304, String::new()));
    let part = server.ask("GET /static/style.css", &["range: bytes=0-3"], b"");
    let range = format!("bytes 0-3/{}", text.len());
    assert_eq!(
        (part.status, part.header("content-range")),
        (206, Some(&*range))
    );
    assert_eq!(part.text(), text[..4]);
}

#[test]
fn bottle_answers() {
    let server = start(&[]);
    let reply = server.ask("GET /bottle/hello/Ann", &[], b"");
    assert_eq!(reply.text(), "Hello Ann from Bottle\n");
    let reply = server.ask("POST /bottle/sum", JSON, b"[1, 2, 3]");
    assert_eq!(reply.text(), "{\"sum\": 6}");
    let reply = server.ask("GET /bottle/count/3", &[], b"");
    assert_eq!(reply.text(), "1\n2\n3\n");
}

#[test]
fn django_has_database_sessions_and_templates() {
    let server = start(&[]);
    let reply = server.ask("POST /django/", FORM, b"text=%3Cb%3E");
    let seen = cookies(&reply);
    let text = reply.text();
    let notes = "<ul><li>&lt;b&gt;</li><li>from the snapshot</li></ul>\n<p>1 visits</p>";
    assert!(text.contains(notes), "{text}");
    let text = server.ask("GET /django/", &[&seen], b"").text();
    assert!(
        text.contains("<ul><li>from the snapshot</li></ul>\n<p>2 visits</p>"),
        "{text}"
    );
    let reply = server.ask("GET /django/redirect", &[], b"");
    assert_eq!(
        (reply.status, reply.header("location")),
        (302, Some("/django/"))
    );
}

#[test]
fn django_keeps_a_database_in_a_folder_of_the_host() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = start(&[&format!("--dir={}::/data", folder.path().display())]);
    for note in ["bread", "milk"] {
        let form = format!("text={note}");
        let reply = server.ask("POST /django/kept", FORM, form.as_bytes());
        assert!(reply.text().contains(note));
    }
    let text = server.ask("GET /django/kept", &[], b"").text();
    assert!(
        text.contains("<ul><li>bread</li><li>milk</li></ul>"),
        "{text}"
    );
}

#[test]
fn django_serves_files_of_its_package() {
    let server = start(&[]);
    let whole = server.ask("GET /django/style.css", &[], b"");
    let tag = format!("if-none-match: {}", whole.header("etag").expect("a tag"));
    assert_eq!(whole.text(), "body { font-family: sans-serif; }\n");
    let unchanged = server.ask("GET /django/style.css", &[&tag], b"");
    assert_eq!((unchanged.status, unchanged.text()), (304, String::new()));
}

#[test]
fn starlette_answers_through_its_middleware() {
    let server = start(&["--no-logging-prefix"]);
    let reply = server.ask("GET /starlette/", &["origin: https://example.org"], b"");
    assert_eq!(reply.header("x-site"), Some("starlette"));
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("https://example.org")
    );
    assert_eq!(reply.text(), "Hello from Starlette\n");
    let reply = server.ask("GET /starlette/", &["accept-encoding: gzip"], b"");
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    let reply = server.ask("GET /starlette/thread?name=Ann", &[], b"");
    assert_eq!(reply.text(), "Ann\n");
    assert_eq!(
        server.ask("GET /starlette/later", &[], b"").text(),
        "soon\n"
    );
    server.wait_for("worked after the answer\n");
}

#[test]
fn trailers_follow_the_body() {
    let server = start(&[]);
    let reply = server.ask("GET /starlette/trailers", &["te: trailers"], b"");
    assert_eq!(
        (reply.status, reply.header("trailer")),
        (200, Some("x-lines"))
    );
    assert_eq!(reply.trailers().expect("a whole body"), ["x-lines: 2"]);
}

#[test]
fn websocket_is_refused_with_a_sentence() {
    let server = start(&[]);
    let headers = [
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: eA==",
    ];
    let reply = server.ask("GET /starlette/", &headers, b"");
    assert_eq!(reply.status, 501);
    assert!(reply.text().starts_with("This server has no WebSockets: "));
}

#[test]
fn exception_is_status_500_and_a_traceback_for_the_server() {
    let server = start(&["--no-logging-prefix"]);
    for (path, said) in [
        ("/fail", "RuntimeError: this view fails\n"),
        ("/starlette/fail", "RuntimeError: this endpoint fails\n"),
    ] {
        let reply = server.ask(&format!("GET {path}"), &[], b"");
        assert_eq!(reply.status, 500);
        assert!(!reply.text().contains("RuntimeError"));
        server.wait_for(said);
    }
}

#[test]
fn exception_after_the_first_byte_breaks_the_body_off() {
    let server = start(&["--no-logging-prefix"]);
    // Of a short body nothing may have been sent by then.
    let reply = server.ask(&format!("GET /fail/{}", 8 << 20), &[], b"");
    assert_eq!(reply.status, 200);
    reply.body().expect_err("no end");
    server.wait_for("RuntimeError: this body fails\n");
}
