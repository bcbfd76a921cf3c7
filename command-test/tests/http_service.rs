//! HTTP by WASI 0.3: what both versions have in common, and instances that answer many requests at a time.

mod http_cases;

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use command_test::http::{Reply, Server};

/// The requests that an instance gets, and how many of them at a time, unless `wasmtime serve` is told.
const REUSED: usize = 128;
const AT_A_TIME: usize = 16;

fn start(options: &[&str]) -> Server {
    Server::start_component("service", options)
}

fn visits(server: &Server) -> usize {
    let text = server.ask("GET /visits", &[], b"").text();
    text.trim().parse().expect("a number")
}

/// One after the other: a request sees what those before it have left, until the instance has had enough.
#[test]
fn instance_answers_many_requests_and_keeps_what_they_leave() {
    let server = start(&[]);
    let visited: Vec<usize> = (0..3 * REUSED).map(|_| visits(&server)).collect();
    let most = visited.iter().max().expect("some");
    assert!((2..=REUSED).contains(most), "{visited:?}");
    let begun = visited.iter().filter(|visits| **visits == 1).count();
    assert!(begun >= 3, "no more than {REUSED} each: {visited:?}");
}

#[test]
fn instance_of_its_own_is_a_matter_of_the_host() {
    let server = start(&["--max-instance-reuse-count", "1"]);
    assert_eq!([(); 5].map(|()| visits(&server)), [1; 5]);
}

#[test]
fn requests_are_answered_at_a_time() {
    let server = Arc::new(start(&["--max-instance-reuse-count", "1000"]));
    // Whoever is in the instance meanwhile, it says: all of them, if there is one instance.
    let threads: Vec<_> = (0..AT_A_TIME)
        .map(|_| {
            let server = server.clone();
            thread::spawn(move || server.ask("GET /together/300", &[], b"").text())
        })
        .collect();
    let texts: Vec<String> = threads
        .into_iter()
        .map(|one| one.join().expect("no panic"))
        .collect();
    let together: HashSet<&str> = texts.iter().map(|text| text.trim()).collect();
    let most = together.iter().filter_map(|text| text.parse().ok()).max();
    assert!(most.is_some_and(|most: usize| most > 1), "{texts:?}");
}

#[test]
fn slow_request_does_not_hold_up_others_of_its_instance() {
    let server = Arc::new(start(&["--max-instance-concurrent-reuse-count", "64"]));
    assert_eq!(visits(&server), 1);
    let slow = {
        let server = server.clone();
        thread::spawn(move || server.ask("GET /wait/100000", &[], b"").text())
    };
    thread::sleep(Duration::from_millis(50));
    let visited: Vec<usize> = (0..20).map(|_| visits(&server)).collect();
    assert!(visited.iter().all(|visits| *visits <= 21), "{visited:?}");
    assert!(!slow.is_finished());
}

#[test]
fn instance_that_refuses_reuse_is_the_last_of_nobody_else() {
    let server = start(&[]);
    for _ in 0..5 {
        assert_eq!(server.ask("GET /last", &[], b"").text(), "1\n");
    }
}

#[test]
fn hook_runs_after_each_request() {
    let server = start(&["--no-logging-prefix"]);
    let reply = server.ask("GET /hello/Ann", &["x-note: said after it"], b"");
    assert_eq!(reply.text(), "Hello Ann\n");
    server.wait_for("said after it: 200\n");
    // Of one that breaks off as well.
    let reply = server.ask("GET /fail/9", &["x-note: said of what failed"], b"");
    reply.body().expect_err("no end");
    server.wait_for("said of what failed: 200\n");
}

/// Answers each connection in a thread of its own, a while after it has begun.
struct Upstream {
    url: String,
    /// Requests that wait for their answers, and the most of them at a time.
    waiting: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Upstream {
    fn start(pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let (waiting, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counted = (waiting.clone(), most.clone());
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let (waiting, most) = counted.clone();
                thread::spawn(move || answer(connection, &waiting, &most, pause));
            }
        });
        Self { url, waiting, most }
    }
}

/// Answers a request with `ok`; one of `/never` never.
fn answer(mut connection: TcpStream, waiting: &AtomicUsize, most: &AtomicUsize, pause: Duration) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if connection.read(&mut byte).unwrap_or_default() == 0 {
            return;
        }
        head.extend(byte);
    }
    most.fetch_max(waiting.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    if head.starts_with(b"GET /never") {
        // Until the other side goes.
        let _ = connection.read(&mut [0]);
    } else {
        thread::sleep(pause);
        waiting.fetch_sub(1, Ordering::SeqCst);
        let text = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok";
        // Whoever asked may have gone.
        let _ = connection.write_all(text);
    }
}

#[test]
fn a_thousand_requests_are_made_at_once_and_a_hundred_on_the_wire() {
    let upstream = Upstream::start(Duration::from_millis(5));
    let memory = format!("max-memory-size={}", 64 << 20);
    let server = start(&["-W", &memory]);
    let path = format!("GET /gather/1000?url={}", upstream.url);
    assert_eq!(
        server.ask(&path, &[], b"").text(),
        "1000 answers, 2000 bytes\n"
    );
    let most = upstream.most.load(Ordering::SeqCst);
    assert!((2..=100).contains(&most), "{most}");
    assert_eq!(upstream.waiting.load(Ordering::SeqCst), 0);
}

#[test]
fn slow_answer_does_not_hold_up_others() {
    let upstream = Upstream::start(Duration::ZERO);
    let server = start(&[]);
    let path = format!("GET /race?url={}/never&url={}/", upstream.url, upstream.url);
    assert_eq!(server.ask(&path, &[], b"").text(), "200: ok");
}

/// A body that comes slowly, to a handler that is no coroutine, is waited for before that is called.
#[test]
fn slow_body_does_not_hold_up_others_of_its_instance() {
    let server = start(&["--max-instance-concurrent-reuse-count", "64"]);
    let mut slow = server.begin("POST /people/a", &["content-length: 2"]);
    slow.write_all(b"[").expect("sends");
    for _ in 0..5 {
        assert_eq!(server.ask("GET /", &[], b"").status, 200);
    }
    slow.write_all(b"]").expect("sends");
    assert_eq!(Reply::read(slow).text(), "[]");
}
