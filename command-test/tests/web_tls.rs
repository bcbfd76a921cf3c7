//! HTTP clients inside a component, behind `wasmtime serve`, and a server whose certificate nobody has signed
//! whom the host trusts.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use command_test::http::Server;
use command_test::{OPENSSL, program};

/// A server of TLS by `openssl`. It ends when it is dropped.
struct Distrusted(Child);

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
        serve.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = serve.stderr(Stdio::piped()).spawn().expect("starts");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut lines = said.lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.strip_prefix("ACCEPT ")?.to_owned()));
        let url = format!("https://{}/", address.expect("accepts"));
        (Self(child), url)
    }

    /// Ends it, and returns what it has written to standard error.
    fn end(mut self) -> String {
        let mut said = String::new();
        let mut stderr = self.0.stderr.take().expect("a pipe");
        self.0.kill().expect("runs");
        std::io::Read::read_to_string(&mut stderr, &mut said).expect("text");
        said
    }
}

impl Drop for Distrusted {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
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
    let said = distrusted.end();
    let refusals = said.matches("alert certificate unknown").count();
    assert_eq!(refusals, clients.len(), "{said}");
}
