//! A component behind `wasmtime serve`, and a client that shows how a reply arrives: piece by piece, complete
//! or not.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::{WASMTIME, program, repository};

/// The headers of a body of pieces.
pub const CHUNKED: &[&str] = &["transfer-encoding: chunked"];
/// The longest time that anything on loopback takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// The text of `wasmtime serve` in front of its address.
const SERVING: &str = "Serving HTTP on http://";

/// A running server. It ends when it is dropped.
pub struct Server {
    child: Child,
    addr: SocketAddr,
    said: Arc<Mutex<String>>,
}

/// Prepares `wasmtime serve` of the example `http`, with further options.
///
/// # Panics
/// When the tests are not run by `cargo xtask test`.
#[must_use]
pub fn serve(options: &[&str]) -> Command {
    serve_component("http", options)
}

/// Prepares `wasmtime serve` of an example, with further options.
fn serve_component(name: &str, options: &[&str]) -> Command {
    let component = repository().join(format!("target/fixtures/{name}-command.cwasm"));
    let mut command = program(WASMTIME);
    command.args(["serve", "--allow-precompiled", "-Scli,p3"]);
    command.args(options).arg(component);
    command
}

impl Server {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(options: &[&str]) -> Self {
        Self::start_component("http", options)
    }

    /// Starts another example on a free port.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start_component(name: &str, options: &[&str]) -> Self {
        let options = [options, &["--addr", "127.0.0.1:0"]].concat();
        let mut command = serve_component(name, &options);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let addr = address(&mut stderr);
        let said = Arc::new(Mutex::new(String::new()));
        let heard = said.clone();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                lock(&heard).push_str(&(line + "\n"));
            }
        });
        Self { child, addr, said }
    }

    /// Returns its address, without a path: `http://127.0.0.1:8080`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Sends a request: its first line without the version, further headers, all of its body.
    ///
    /// # Panics
    /// When nobody answers.
    #[must_use]
    pub fn ask(&self, line: &str, headers: &[&str], body: &[u8]) -> Reply {
        let length = format!("content-length: {}", body.len());
        let mut connection = self.begin(line, &[headers, &[&length]].concat());
        connection.write_all(body).expect("sends");
        Reply::read(connection)
    }

    /// Begins a request on a connection of its own: what follows is its body.
    ///
    /// # Panics
    /// When nobody listens.
    #[must_use]
    pub fn begin(&self, line: &str, headers: &[&str]) -> TcpStream {
        let mut connection = TcpStream::connect(self.addr).expect("connects");
        connection.set_read_timeout(Some(PATIENCE)).expect("is set");
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let head = format!(
            "{line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}\r\n",
            self.addr
        );
        connection.write_all(head.as_bytes()).expect("sends");
        connection
    }

    /// Posts a body to a handler that returns it, and checks that each piece comes back before the next is
    /// sent.
    ///
    /// # Panics
    /// When one does not.
    pub fn check_echo(&self, path: &str) {
        let mut connection = self.begin(&format!("POST {path}"), CHUNKED);
        send_piece(&mut connection, b"one").expect("sends");
        let mut reply = Reply::read(connection.try_clone().expect("a connection"));
        assert_eq!(reply.status, 200);
        for (sent, next) in [("one", "two"), ("two", "three"), ("three", "")] {
            assert_eq!(reply.piece().expect("a piece"), sent.as_bytes());
            send_piece(&mut connection, next.as_bytes()).expect("sends");
        }
        assert!(reply.piece().expect("the end").is_empty());
    }

    /// Waits until standard error goes on to contain `text`, and returns what there was up to its end.
    ///
    /// The next call looks at what comes after it: one request is not taken for another.
    ///
    /// # Panics
    /// When it never does.
    pub fn wait_for(&self, text: &str) -> String {
        let begun = Instant::now();
        loop {
            let mut said = lock(&self.said);
            if let Some(at) = said.find(text) {
                return said.drain(..at + text.len()).collect();
            }
            assert!(begun.elapsed() < PATIENCE, "no `{text}` in: {said}");
            drop(said);
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address(stderr: &mut impl BufRead) -> SocketAddr {
    let mut line = String::new();
    stderr.read_line(&mut line).expect("text");
    let address = line.trim().strip_prefix(SERVING);
    let address = address.and_then(|text| text.trim_end_matches('/').parse().ok());
    address.unwrap_or_else(|| {
        let mut rest = String::new();
        let _ = stderr.read_to_string(&mut rest);
        panic!("no server: {line}{rest}")
    })
}

fn lock(said: &Mutex<String>) -> MutexGuard<'_, String> {
    said.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A reply whose head has arrived.
#[derive(Debug)]
pub struct Reply {
    /// The status: `200`.
    pub status: u16,
    /// The headers. Names are in lower case.
    pub headers: Vec<(String, String)>,
    connection: BufReader<TcpStream>,
    /// The number of bytes that are still to come, if the head has it.
    left: Option<usize>,
}

impl Reply {
    /// Waits for the head.
    ///
    /// # Panics
    /// When it is not a head.
    #[must_use]
    pub fn read(connection: TcpStream) -> Self {
        let mut connection = BufReader::new(connection);
        let first = line(&mut connection).expect("a reply");
        let status = first.split(' ').nth(1).and_then(|text| text.parse().ok());
        let mut headers = Vec::new();
        loop {
            let line = line(&mut connection).expect("headers");
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let mut reply = Self {
            status: status.unwrap_or_else(|| panic!("no status: {first}")),
            headers,
            connection,
            left: None,
        };
        if reply.header("transfer-encoding") != Some("chunked") {
            let length = reply.header("content-length");
            reply.left = Some(length.map_or(0, |text| text.parse().expect("a length")));
        }
        reply
    }

    /// Returns the first header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the next piece as it was sent; empty at the end.
    ///
    /// # Errors
    /// When the body breaks off.
    pub fn piece(&mut self) -> io::Result<Vec<u8>> {
        let length = match self.left {
            Some(left) => left,
            None => {
                let size = line(&mut self.connection)?;
                usize::from_str_radix(&size, 16).map_err(io::Error::other)?
            }
        };
        let mut piece = vec![0; length];
        self.connection.read_exact(&mut piece)?;
        match &mut self.left {
            Some(left) => *left = 0,
            None => drop(line(&mut self.connection)?),
        }
        Ok(piece)
    }

    /// Returns the rest of the body.
    ///
    /// # Errors
    /// When the body breaks off.
    pub fn body(mut self) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let piece = self.piece()?;
            if piece.is_empty() {
                return Ok(all);
            }
            all.extend(piece);
        }
    }

    /// Returns the lines after the rest of a body in chunks.
    ///
    /// # Errors
    /// When the body breaks off.
    pub fn trailers(mut self) -> io::Result<Vec<String>> {
        while line(&mut self.connection)? != "0" {
            line(&mut self.connection)?;
        }
        let mut lines = Vec::new();
        loop {
            match line(&mut self.connection)? {
                line if line.is_empty() => return Ok(lines),
                line => lines.push(line),
            }
        }
    }

    /// Returns the rest of the body as text.
    ///
    /// # Panics
    /// When the body breaks off or is not text.
    #[must_use]
    pub fn text(self) -> String {
        String::from_utf8(self.body().expect("a body")).expect("text")
    }
}

fn line(connection: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    match connection.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Sends a piece of a chunked body. An empty one is the end.
///
/// # Errors
/// When the connection is closed.
pub fn send_piece(connection: &mut impl Write, piece: &[u8]) -> io::Result<()> {
    write!(connection, "{:x}\r\n", piece.len())?;
    connection.write_all(piece)?;
    connection.write_all(b"\r\n")?;
    connection.flush()
}
