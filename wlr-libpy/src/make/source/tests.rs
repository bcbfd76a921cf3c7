//! Fetching, against a server in this process.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;

use super::*;
use crate::make::workshop::tests::{Notes, order, workshop};

/// As if `tarball` were all of CPython.
const RELEASE: Release = Release {
    version: "3.13.99",
    sha256: "db4b4d0d1cb480bf9aeea253771c00febe627f236765fa37d6a5614f079a3aa0",
    packed_at_s: 0,
    expat: "0",
};

/// Starts a mirror of python.org that has one file, whatever is asked for. Returns its address, and the paths
/// asked for.
fn mirror(content: &'static str) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let (asked, asks) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = BufReader::new(&stream).lines().map_while(Result::ok);
            let path = head.next().unwrap_or_default();
            while head.next().is_some_and(|line| !line.is_empty()) {}
            drop(head);
            let length = content.len();
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            // Told before answered, so that the test finds it when the client is done.
            let _ = asked.send(path);
            let _ = write!(stream, "{answer}{content}");
        }
    });
    (url, asks)
}

fn order_from(url: String) -> Order {
    let mut order = order();
    order.release = &RELEASE;
    order.source.python_org = url;
    order
}

#[test]
fn download_is_asked_for_once_and_kept() {
    let root = tempfile::tempdir().expect("a folder");
    let (url, asks) = mirror("tarball");
    let order = order_from(url);
    for _ in 0..2 {
        let found = find(&order, &workshop(root.path()), &mut Notes::default()).expect("served");
        assert_eq!(fs::read_to_string(found).expect("kept"), "tarball");
    }
    assert_eq!(
        asks.try_iter().collect::<Vec<_>>(),
        ["GET /3.13.99/Python-3.13.99.tar.xz HTTP/1.1"]
    );
}

#[test]
fn damaged_download_is_fetched_again() {
    let root = tempfile::tempdir().expect("a folder");
    let place = root.path().join("downloads/Python-3.13.99.tar.xz");
    fs::create_dir_all(root.path().join("downloads")).expect("a folder");
    fs::write(&place, "tarbal").expect("a file");
    let (url, _asks) = mirror("tarball");
    let mut notes = Notes::default();
    find(&order_from(url), &workshop(root.path()), &mut notes).expect("served");
    assert_eq!(fs::read_to_string(place).expect("kept"), "tarball");
    assert!(
        notes.0[0].starts_with("fetching it again: `"),
        "{:?}",
        notes.0
    );
}

#[test]
fn download_with_another_sum_is_refused_and_not_kept() {
    let root = tempfile::tempdir().expect("a folder");
    let (url, _asks) = mirror("something else");
    let error = find(
        &order_from(url),
        &workshop(root.path()),
        &mut Notes::default(),
    )
    .expect_err("another sum");
    let text = error.to_string();
    assert!(
        text.starts_with("cannot get the source of CPython 3.13.99\n- http://127.0.0.1:"),
        "{text}"
    );
    assert!(
        text.contains("is not CPython 3.13.99: expected sha256 db4b4d0d"),
        "{text}"
    );
    assert!(!root.path().join("downloads").exists());
}

#[test]
fn absent_network_says_what_was_tried_and_what_to_do() {
    let root = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let error = find(
        &order_from(url.clone()),
        &workshop(root.path()),
        &mut Notes::default(),
    )
    .expect_err("nobody");
    let text = error.to_string();
    assert!(
        text.starts_with(&format!(
            "cannot get the source of CPython 3.13.99\n- {url}: download failed"
        )),
        "{text}"
    );
    assert!(text.contains("curl: (7)"), "{text}");
    assert!(
        text.ends_with(
            "= help: connect to the network, or download `Python-3.13.99.tar.xz` elsewhere and pass it with `--tarball`\n\
             = help: or take another version, if it can be had: set `WLR_LIBPY_VERSION` to `3.13.15` or `3.13.5`"
        ),
        "{text}"
    );
}

#[test]
fn given_tarball_with_another_sum_is_refused() {
    let root = tempfile::tempdir().expect("a folder");
    let tarball = root.path().join("Python.tar.xz");
    fs::write(&tarball, "abc").expect("a file");
    let mut order = order();
    order.release = &RELEASE;
    order.source.tarball = Some(tarball.clone());
    let error =
        unpack(&order, &workshop(root.path()), &mut Notes::default()).expect_err("another sum");
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` is not CPython 3.13.99: expected sha256 {}, \
             found ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n\
             = help: fetch `Python-3.13.99.tar.xz` again",
            tarball.display(),
            RELEASE.sha256
        )
    );
}

#[test]
fn version_that_one_suite_lacks_is_looked_for_in_the_next() {
    let mut asked = Vec::new();
    let found = from_suites(|suite| {
        asked.push(suite);
        match suite {
            "testing" => Ok(PathBuf::from("tarball")),
            _ => Err(MakeError::Debian(format!("not in {suite}"))),
        }
    });
    assert_eq!(found.expect("testing has it"), Path::new("tarball"));
    assert_eq!(asked, ["stable", "testing"]);
}

#[test]
fn every_suite_says_why_it_has_no_source() {
    let reasons = from_suites(|suite| Err(MakeError::Debian(format!("not in {suite}"))));
    assert_eq!(
        reasons.expect_err("none has it"),
        [
            "Debian's archive, stable: not in stable",
            "Debian's archive, testing: not in testing",
            "Debian's archive, sid: not in sid"
        ]
    );
}
