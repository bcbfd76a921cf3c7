//! Output of a guest: captured up to a limit, never trusted, shown with errors.

use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// The most that a guest may write in one go.
const CHUNK_BYTES: usize = 64 << 10;

/// The last bytes of what was printed to one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// The end of it, as printed.
    pub bytes: Vec<u8>,
    /// Bytes that were printed before and are lost.
    pub lost_bytes: u64,
}

impl Captured {
    /// The text, with what is not UTF-8 replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// The output of a guest since it was last entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestOutput {
    /// Standard output.
    pub stdout: Captured,
    /// Standard error.
    pub stderr: Captured,
}

/// Lines `guest stderr: ...` for an error message, each led in by a line end; nothing for a silent guest.
impl fmt::Display for GuestOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, captured) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if captured.lost_bytes > 0 {
                write!(
                    f,
                    "\nguest {name}: ... {} bytes before",
                    captured.lost_bytes
                )?;
            }
            for line in captured.text().lines() {
                write!(f, "\nguest {name}: {}", printable(line))?;
            }
        }
        Ok(())
    }
}

/// `text` without what could steer a terminal: control characters other than line end and tab are escaped.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(character),
            _ if steers(character) => {
                let _ = write!(shown, "{}", character.escape_unicode());
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Control characters, and those that turn the direction of writing around.
fn steers(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A stream to a guest that keeps the last bytes. Clones are the same stream.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    limit_bytes: usize,
    ring: Arc<Mutex<Ring>>,
}

#[derive(Debug, Default)]
struct Ring {
    bytes: VecDeque<u8>,
    lost_bytes: u64,
}

impl Tail {
    pub(crate) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            ring: Arc::default(),
        }
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Ring::default();
    }

    pub(crate) fn captured(&self) -> Captured {
        let ring = self.lock();
        Captured {
            bytes: ring.bytes.iter().copied().collect(),
            lost_bytes: ring.lost_bytes,
        }
    }

    fn push(&self, bytes: &[u8]) {
        let mut ring = self.lock();
        let skipped = bytes.len().saturating_sub(self.limit_bytes);
        ring.bytes.extend(&bytes[skipped..]);
        let excess = ring.bytes.len().saturating_sub(self.limit_bytes);
        ring.bytes.drain(..excess);
        ring.lost_bytes += (skipped + excess) as u64;
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IsTerminal for Tail {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Tail {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for Tail {
    async fn ready(&mut self) {}
}

impl OutputStream for Tail {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.push(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(CHUNK_BYTES)
    }
}

impl AsyncWrite for Tail {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.push(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Both streams of one guest.
#[derive(Clone, Debug)]
pub(crate) struct Tails {
    pub(crate) stdout: Tail,
    pub(crate) stderr: Tail,
}

impl Tails {
    pub(crate) fn new(limit_bytes: usize) -> Self {
        Self {
            stdout: Tail::new(limit_bytes),
            stderr: Tail::new(limit_bytes),
        }
    }

    pub(crate) fn clear(&self) {
        self.stdout.clear();
        self.stderr.clear();
    }

    pub(crate) fn captured(&self) -> GuestOutput {
        GuestOutput {
            stdout: self.stdout.captured(),
            stderr: self.stderr.captured(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail_after(limit_bytes: usize, writes: &[&str]) -> Captured {
        let tail = Tail::new(limit_bytes);
        for text in writes {
            tail.push(text.as_bytes());
        }
        tail.captured()
    }

    #[test]
    fn the_last_bytes_are_kept() {
        let captured = tail_after(4, &["ab", "cde", "f"]);
        assert_eq!((captured.text().as_str(), captured.lost_bytes), ("cdef", 2));
    }

    #[test]
    fn one_write_longer_than_the_limit_keeps_its_end() {
        let captured = tail_after(3, &["x", "abcdef"]);
        assert_eq!((captured.text().as_str(), captured.lost_bytes), ("def", 4));
    }

    #[test]
    fn a_limit_of_nothing_counts_only() {
        let captured = tail_after(0, &["abc"]);
        assert_eq!((captured.text().as_str(), captured.lost_bytes), ("", 3));
    }

    #[test]
    fn shown_output_cannot_steer_the_terminal() {
        let tail = Tail::new(100);
        tail.push(b"\x1b[2Jred\r\nx\xff\xe2\x80\xae");
        let output = GuestOutput {
            stderr: tail.captured(),
            ..GuestOutput::default()
        };
        assert_eq!(
            output.to_string(),
            "\nguest stderr: \\u{1b}[2Jred\nguest stderr: x\u{fffd}\\u{202e}"
        );
    }
}
