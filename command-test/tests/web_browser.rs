//! A page of `examples/web` in headless Chromium: a form, an upload and a stream of events.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::thread;

use command_test::http::Server;
use command_test::{CHROMIUM, program, snippet};

/// The path of the person at the browser, which has to be of the same origin as the page.
const PERSON: &str = "/person.html";

/// Starts a server that passes everything on to another, but for [`PERSON`], and returns its address.
fn with_person(server: &Server) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let behind = server.url().trim_start_matches("http://").to_owned();
    // It ends with the test's process.
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            let behind = behind.clone();
            thread::spawn(move || pass_on(connection, &behind));
        }
    });
    url
}

fn pass_on(mut connection: TcpStream, behind: &str) -> io::Result<()> {
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if line.starts_with(&format!("GET {PERSON}")) {
        let body = snippet("person.html");
        return write!(
            connection,
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        );
    }
    let mut server = TcpStream::connect(behind)?;
    server.write_all(line.as_bytes())?;
    let mut answers = server.try_clone()?;
    thread::spawn(move || io::copy(&mut answers, &mut connection));
    io::copy(&mut reader, &mut server).map(drop)
}

#[test]
#[ignore = "takes Chromium: run `cargo xtask test --full`"]
fn browser_sends_a_form_with_a_file_and_receives_events() {
    let server = Server::start_component("web", &[]);
    let profile = tempfile::tempdir().expect("a folder");
    let mut browser = program(CHROMIUM);
    browser
        // Root, as whom tests often run in containers, can have no sandbox.
        .args(["--headless", "--no-sandbox", "--disable-gpu"])
        // The longest time that it has; while it waits for the server, its clock stands.
        .args(["--virtual-time-budget=30000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("{}{PERSON}?page=/page", with_person(&server)));
    let output = browser.stderr(Stdio::null()).output().expect("runs");
    let page = String::from_utf8(output.stdout).expect("text");
    let seen = "<pre>Zoë &lt;b&gt;, with a b.bin of 70000 bytes; event 0; event 1; event 2</pre>";
    assert!(page.contains(seen), "{page}");
}
