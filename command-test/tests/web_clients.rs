//! HTTP clients as they are on PyPI and in the standard library, inside a component: by way of
//! `wasmtime serve`, to servers of the tests on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use command_test::http::Server;

/// A request that an upstream server has received.
struct Asked {
    path: String,
    head: String,
    body: Vec<u8>,
}

impl Asked {
    /// Reads a request whose body has a length, or comes in chunks.
    fn read(connection: &mut BufReader<TcpStream>) -> Option<Self> {
        let head = head(connection)?;
        let path = head.split(' ').nth(1)?.to_owned();
        let mut body = Vec::new();
        if head.contains("transfer-encoding: chunked") {
            while let Some(piece) = chunk(connection) {
                body.extend(piece);
            }
        } else if let Some((_, rest)) = head.split_once("content-length: ") {
            let length = rest.split("\r\n").next()?.parse().ok()?;
            body.resize(length, 0);
            connection.read_exact(&mut body).ok()?;
        }
        Some(Self { path, head, body })
    }
}

fn head(connection: &mut impl BufRead) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head)
}

/// Reads a chunk, unless it is the last.
fn chunk(connection: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut size = String::new();
    connection.read_line(&mut size).ok()?;
    let size = usize::from_str_radix(size.trim(), 16).ok()?;
    let mut piece = vec![0; size + 2];
    connection.read_exact(&mut piece).ok()?;
    piece.truncate(size);
    (size > 0).then_some(piece)
}

/// Starts a server that answers each request by `answer`, on a connection of its own, and returns its
/// address.
fn upstream(answer: impl Fn(&Asked) -> Vec<u8> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let answer = Arc::new(answer);
    // It ends with the test's process.
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            let answer = answer.clone();
            thread::spawn(move || {
                let mut connection = BufReader::new(connection);
                while let Some(asked) = Asked::read(&mut connection) {
                    let sent = connection.get_mut().write_all(&answer(&asked));
                    // Of an answer that is not whole, its end is that of the connection.
                    if sent.is_err() || asked.path == "/short" {
                        return;
                    }
                }
            });
        }
    });
    url
}

/// Returns an answer with a body, and further headers.
fn answered(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

/// Answers as the tests below ask.
fn answer(asked: &Asked) -> Vec<u8> {
    match &*asked.path {
        "/redirect" => answered("302 Found", "location: /other\r\n", ""),
        "/other" => answered("200 OK", "", "other"),
        "/circle" => answered("302 Found", "location: /circle\r\n", ""),
        "/cookies" if asked.head.contains("cookie: a=1; b=2\r\n") => answered("200 OK", "", "both"),
        "/cookies" => answered("200 OK", "set-cookie: a=1\r\nset-cookie: b=2\r\n", "none"),
        "/short" => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort".to_vec(),
        "/chunks" => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n".to_vec(),
        "/large" => answered("200 OK", "", &"x".repeat(16 << 20)),
        "/sent" => answered("200 OK", "", &String::from_utf8_lossy(&asked.body)),
        "/late" => {
            thread::park();
            Vec::new()
        }
        _ if asked.head.starts_with("HEAD ") => b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n".to_vec(),
        _ => answered("200 OK", "", "hello"),
    }
}

/// Returns what a client has of an address.
fn outcome(server: &Server, client: &str, url: &str) -> String {
    let reply = server.ask(&format!("GET /client/{client}?url={url}"), &[], b"");
    assert_eq!(reply.status, 200, "{client} {url}");
    reply.text()
}

/// Asserts what several clients have of paths of [`answer`]. What they are expected to raise begins so.
fn assert_outcomes(cases: &[(&str, &str, &str)]) {
    let server = Server::start_component("web", &[]);
    let url = upstream(answer);
    for (client, path, expected) in cases {
        let outcome = outcome(&server, client, &format!("{url}{path}"));
        assert!(outcome.starts_with(expected), "{client} {path}: {outcome}");
    }
}

#[test]
fn answers_arrive() {
    assert_outcomes(&[
        (
            "http.client",
            "/",
            "[(200, 'OK', b'hello'), (200, 'OK', b'')]",
        ),
        ("urllib", "/chunks", "(200, 'http://127.0.0.1:"),
        ("requests", "/chunks", "(200, [], 'onetwo')"),
        ("httpx", "/chunks", "(200, [], 'onetwo')"),
        ("httpx-async", "/", "(200, 'hello')"),
        ("aiohttp", "/chunks", "(200, [], 'onetwo')"),
        ("aiohttp-stream", "/large", "16777216"),
        ("requests-stream", "/large", "16777216"),
    ]);
}

#[test]
fn bodies_are_sent_whole_or_in_chunks() {
    assert_outcomes(&[
        ("urllib-post", "/sent", "b'onetwo'"),
        ("requests-post", "/sent", "('{\"a\": 1}', 'onetwo')"),
        ("httpx-post", "/sent", "('{\"a\":1}', 'onetwo')"),
        ("aiohttp-post", "/sent", "('{\"a\": 1}', 'onetwo')"),
    ]);
}

#[test]
fn redirects_are_followed_and_cookies_kept() {
    assert_outcomes(&[
        ("requests", "/redirect", "(200, [302], 'other')"),
        ("httpx", "/redirect", "(200, [302], 'other')"),
        ("requests-session", "/cookies", "both"),
        ("aiohttp", "/redirect", "(200, [302], 'other')"),
        ("aiohttp-session", "/cookies", "both"),
        (
            "urllib",
            "/circle",
            "urllib.error.HTTPError: HTTP Error 302",
        ),
        (
            "requests",
            "/circle",
            "requests.exceptions.TooManyRedirects: Exceeded 30 redirects.",
        ),
        ("httpx", "/circle", "httpx.TooManyRedirects: "),
        (
            "aiohttp",
            "/circle",
            "aiohttp.client_exceptions.TooManyRedirects: ",
        ),
    ]);
}

#[test]
fn answer_that_breaks_off_is_an_error_of_the_client() {
    assert_outcomes(&[
        (
            "urllib",
            "/short",
            "http.client.IncompleteRead: IncompleteRead(5 bytes read, 95 more expected)",
        ),
        (
            "requests",
            "/short",
            "requests.exceptions.ChunkedEncodingError: ('Connection broken: IncompleteRead(5 bytes",
        ),
        (
            "httpx",
            "/short",
            "httpx.RemoteProtocolError: peer closed connection without sending complete message",
        ),
        (
            "aiohttp",
            "/short",
            "aiohttp.client_exceptions.ClientPayloadError: Response payload is not completed",
        ),
    ]);
}

#[test]
fn time_that_is_up_is_an_error_of_the_client() {
    assert_outcomes(&[
        (
            "requests-late",
            "/late",
            "requests.exceptions.ReadTimeout: ",
        ),
        ("httpx-late", "/late", "httpx.ReadTimeout: timed out"),
        (
            "aiohttp-late",
            "/late",
            "aiohttp.client_exceptions.SocketTimeoutError: Timeout on reading data",
        ),
    ]);
}

#[test]
fn what_the_host_cannot_be_told_is_refused() {
    let proxied = "requests of a component go no way through a proxy but that of its host";
    assert_outcomes(&[
        (
            "urllib-by-proxy",
            "/",
            &format!("urllib.error.URLError: <urlopen error {proxied}"),
        ),
        (
            "requests-by-proxy",
            "/",
            "requests.exceptions.ConnectionError: ('Connection aborted.', RefusedError('requests of",
        ),
        (
            "httpx-by-proxy",
            "/",
            &format!("httpx.ReadError: {proxied}"),
        ),
        (
            "aiohttp-by-proxy",
            "/",
            &format!("aiohttp.client_exceptions.ClientOSError: {proxied}"),
        ),
        (
            "urllib-by-another-name",
            "/",
            "urllib.error.URLError: <urlopen error the header `host` of a component's request",
        ),
    ]);
}

#[test]
fn tls_is_the_hosts_and_certificates_are_checked() {
    let server = Server::start_component("web", &[]);
    let url = upstream(answer).replace("http:", "https:");
    for (client, expected) in [
        // This server speaks no TLS.
        ("urllib", "urllib.error.URLError: <urlopen error "),
        ("requests", "requests.exceptions.SSLError: "),
        ("httpx", "httpx.ConnectError: "),
        ("requests-unverified", "requests.exceptions.SSLError: "),
        (
            "httpx-unverified",
            "httpx.ConnectError: the host does TLS and checks each certificate",
        ),
        (
            "aiohttp",
            "aiohttp.client_exceptions.ClientConnectorSSLError: Cannot connect to host ",
        ),
        (
            "aiohttp-unverified",
            "aiohttp.client_exceptions.ClientConnectorSSLError: Cannot connect to host ",
        ),
        (
            "requests-by-proxy",
            "requests.exceptions.ConnectionError: ('Connection aborted.', RefusedError(",
        ),
    ] {
        let outcome = outcome(&server, client, &url);
        assert!(outcome.starts_with(expected), "{client}: {outcome}");
    }
}

#[test]
fn server_that_is_not_there_is_an_error_of_the_client() {
    let server = Server::start_component("web", &[]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    for (client, expected) in [
        ("urllib", "urllib.error.URLError: <urlopen error "),
        (
            "requests",
            "requests.exceptions.ConnectionError: HTTPConnectionPool(",
        ),
        ("httpx", "httpx.ConnectError: "),
        ("httpx-async", "httpx.ConnectError: "),
        (
            "aiohttp",
            "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host ",
        ),
    ] {
        let outcome = outcome(&server, client, &url);
        assert!(outcome.starts_with(expected), "{client}: {outcome}");
        assert!(
            outcome.contains("connection-refused"),
            "{client}: {outcome}"
        );
    }
    for client in ["urllib", "requests", "httpx", "aiohttp"] {
        let outcome = outcome(&server, client, "http://nowhere.invalid/");
        assert!(outcome.contains("dns-error"), "{client}: {outcome}");
    }
}

#[test]
fn request_is_made_again_until_it_succeeds() {
    let server = Server::start_component("web", &[]);
    let count = AtomicUsize::new(0);
    let url = upstream(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0 | 1 => answered("503 Service Unavailable", "", ""),
        _ => answered("200 OK", "", "at last"),
    });
    assert_eq!(outcome(&server, "requests-retried", &url), "at last");
}

/// What the host has for a request is let go of in the right order, whatever a client forgets: else the
/// instance would end.
#[test]
fn answer_that_is_none_is_an_error_of_the_client() {
    let server = Server::start_component("web", &[]);
    let url = upstream(|_| b"no HTTP\r\n\r\n".to_vec());
    for (client, expected) in [
        ("http.client", "builtins."),
        ("requests", "requests.exceptions.ConnectionError: "),
        ("httpx", "httpx.ReadError: "),
        ("httpx-async", "httpx.ReadError: "),
        ("aiohttp", "aiohttp.client_exceptions.ClientOSError: "),
    ] {
        let outcome = outcome(&server, client, &url);
        assert!(outcome.starts_with(expected), "{client}: {outcome}");
    }
}

/// None of the requests is answered before all of them have been made.
#[test]
fn requests_of_asyncio_are_made_at_once() {
    let server = Server::start_component("web", &[]);
    let barrier = Barrier::new(3);
    let url = upstream(move |asked| {
        barrier.wait();
        answered("200 OK", "", &asked.path)
    });
    let query: Vec<String> = (0..3).map(|number| format!("url={url}/{number}")).collect();
    let line = format!("GET /starlette/at-once?{}", query.join("&"));
    let text = server.ask(&line, &[], b"").text();
    for number in 0..3 {
        assert!(text.contains(&format!("\"/{number}\"")), "{text}");
    }
}
