//! HTTP clients inside a component, behind `wasmtime serve`, and a server whose certificate nobody has signed
//! whom the host trusts.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use command_test::http::Server;
use command_test::{OPENSSL, program};

const PATIENCE: Duration = Duration::from_secs(60);

/// A server of TLS by `openssl`. It ends when it is dropped.
struct Distrusted {
    child: Child,
    /// What it writes to standard error.
    said: PathBuf,
}

impl Distrusted {
    /// Starts it with a certificate that it has signed itself, and returns its URL.
    fn start(folder: &Path) -> (Self, String) {
        let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
        let mut make = program(OPENSSL);
        make.args(["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"]);
        make.args(["-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        make.args(["-subj", "/CN=127.0.0.1"]);
        make.args(["-addext", "subjectAltName=IP:127.0.0.1"]);
        make.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
        assert!(make.output().expect("runs").status.success());
        let mut serve = program(OPENSSL);
        serve.args(["s_server", "-www", "-accept", "127.0.0.1:0"]);
        serve.arg("-key").arg(key).arg("-cert").arg(certificate);
        let said = folder.join("said");
        serve.stderr(fs::File::create(&said).expect("a file"));
        serve.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = serve.spawn().expect("starts");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut lines = output.lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.strip_prefix("ACCEPT ")?.to_owned()));
        let url = format!("https://{}/", address.expect("accepts"));
        (Self { child, said }, url)
    }

    /// Waits until it has written to standard error that so many clients distrust it.
    fn wait_for_refusals(&self, count: usize) {
        let begun = Instant::now();
        loop {
            let said = fs::read_to_string(&self.said).expect("text");
            if said.matches("alert certificate unknown").count() == count {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "not {count} refusals: {said}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Distrusted {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn certificate_that_the_host_refuses_is_an_error_of_the_client() {
    let server = Server::start_component("web", &[]);
    let folder = tempfile::tempdir().expect("a folder");
    let (distrusted, url) = Distrusted::start(folder.path());
    let clients = [
        (
            "urllib",
            "urllib.error.URLError: <urlopen error tls-protocol-error>",
        ),
        ("requests", "requests.exceptions.SSLError: "),
        ("httpx", "httpx.ConnectError: tls-protocol-error"),
        ("httpx-async", "httpx.ConnectError: tls-protocol-error"),
        (
            "aiohttp",
            "aiohttp.client_exceptions.ClientConnectorSSLError: Cannot connect to host ",
        ),
    ];
    for (client, expected) in clients {
        let reply = server.ask(&format!("GET /client/{client}?url={url}"), &[], b"");
        let outcome = reply.text();
        assert!(outcome.starts_with(expected), "{client}: {outcome}");
    }
    distrusted.wait_for_refusals(clients.len());
}
