//! Archives of a libpython of a few bytes, in a folder and on a server in this process.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::bld_cfg::tests::write_libpython;
use crate::error::LibpyError;
use crate::make::find;
use crate::make::workshop::tests::{Notes, order, workshop};

const NAME: &str = "libpython.tar.zst";

/// A packed libpython, and a cache that has none.
struct Packed {
    folder: TempDir,
    cache: TempDir,
    sha256: String,
}

impl Packed {
    fn new() -> Self {
        let (folder, cache) = (tempfile::tempdir(), tempfile::tempdir());
        let (folder, cache) = (folder.expect("a folder"), cache.expect("a folder"));
        let archive = folder.path().join(NAME);
        let file = File::create(&archive).expect("a file");
        pack(&libpython(&folder.path().join("libpython")), file).expect("packs");
        let sha256 = sha256_of(&archive).expect("readable");
        Self {
            folder,
            cache,
            sha256,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.folder.path().join(NAME)).expect("packed")
    }

    /// Takes it from a place. Returns what came, and what was noted.
    fn take(&self, place: &Place) -> (Result<Option<LibsConfig>, MakeError>, Vec<String>) {
        let mut notes = Notes::default();
        let workshop = workshop(self.cache.path());
        let recorded = Some(self.sha256.as_str());
        let taken = take_recorded(&order(), place, NAME, recorded, &workshop, &mut notes);
        (taken, notes.0)
    }

    /// Takes it from a server that gives these answers, one a connection.
    fn take_from(
        &self,
        answers: Vec<Answer>,
    ) -> (Result<Option<LibsConfig>, MakeError>, Vec<String>) {
        self.take(&Place::Address(server(self.bytes(), answers)))
    }
}

fn libpython(dir: &Path) -> LibsConfig {
    write_libpython(dir);
    let order = order();
    LibsConfig::open(
        dir.to_owned(),
        order.release,
        order.target,
        order.assertions,
    )
    .expect("whole")
}

/// The answer to a connection.
#[derive(Clone, Copy)]
enum Answer {
    /// What is asked for.
    All,
    /// The same, a few bytes at a time.
    Slow,
    /// The same, until so many bytes are sent.
    First(usize),
    /// All of it, whatever part is asked for.
    WithoutRanges,
    /// Something else of the same length.
    Another,
    /// Nothing: it is not there.
    NotFound,
}

/// Starts a server that has one file, whatever is asked for. It ends after its last answer.
fn server(content: Vec<u8>, answers: Vec<Answer>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    thread::spawn(move || {
        for answer in answers {
            let (stream, _) = listener.accept().expect("a connection");
            // Whoever has enough of it closes the connection.
            let _ = serve(&stream, &content, answer);
        }
    });
    address
}

fn serve(mut stream: &TcpStream, content: &[u8], answer: Answer) -> io::Result<()> {
    let head = BufReader::new(stream).lines().map_while(Result::ok);
    let head: Vec<String> = head.take_while(|line| !line.is_empty()).collect();
    let range = head
        .iter()
        .find_map(|line| line.strip_prefix("Range: bytes="));
    let asked = range.and_then(|range| range.strip_suffix('-')?.parse().ok());
    let begin = match answer {
        Answer::All | Answer::Slow | Answer::First(_) => asked.unwrap_or(0),
        Answer::WithoutRanges | Answer::Another | Answer::NotFound => 0,
    };
    let status = match (answer, begin) {
        (Answer::NotFound, _) => "404 Not Found",
        (_, 0) => "200 OK",
        _ => "206 Partial Content",
    };
    let (part, length) = (&content[begin..], content.len());
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n")?;
    if begin > 0 {
        let last = length - 1;
        write!(stream, "Content-Range: bytes {begin}-{last}/{length}\r\n")?;
    }
    write!(stream, "Content-Length: {}\r\n\r\n", part.len())?;
    match answer {
        Answer::All | Answer::WithoutRanges => stream.write_all(part),
        Answer::First(count) => stream.write_all(&part[..count]),
        Answer::Another => stream.write_all(&vec![b'x'; length]),
        Answer::NotFound => Ok(()),
        Answer::Slow => part.chunks(length.div_ceil(8)).try_for_each(|chunk| {
            thread::sleep(Duration::from_millis(50));
            stream.write_all(chunk)
        }),
    }
}

#[test]
fn equal_folders_give_equal_archives() {
    let (one, other) = (Packed::new(), Packed::new());
    assert_eq!(one.bytes(), other.bytes());
}

#[test]
fn folder_with_the_archive_fills_the_cache() {
    let packed = Packed::new();
    let (taken, notes) = packed.take(&Place::Folder(packed.folder.path().to_owned()));
    assert!(taken.expect("right").is_some());
    assert!(find(&order(), packed.cache.path()).is_ok());
    assert!(
        notes[0].starts_with("`libpython.tar.zst` from `"),
        "{notes:?}"
    );
}

#[test]
fn place_without_the_archive_is_said_and_gives_none() {
    let packed = Packed::new();
    let empty = Place::Folder(packed.cache.path().to_owned());
    let (taken, notes) = packed.take(&empty);
    assert!(taken.expect("no error").is_none());
    assert_eq!(
        notes,
        [format!("making it: there is no `{NAME}` in {empty}")]
    );
    let (taken, notes) = packed.take_from(vec![Answer::NotFound]);
    assert!(taken.expect("no error").is_none());
    assert!(notes[1].contains("404"), "{notes:?}");
}

#[test]
fn place_that_does_not_answer_gives_none() {
    let (taken, notes) = Packed::new().take(&Place::from("http://127.0.0.1:9"));
    assert!(taken.expect("no error").is_none());
    assert!(notes[1].contains("127.0.0.1"), "{notes:?}");
}

#[test]
fn archive_without_a_record_is_not_taken() {
    let packed = Packed::new();
    let mut notes = Notes::default();
    let place = Place::Folder(packed.folder.path().to_owned());
    let workshop = workshop(packed.cache.path());
    let taken = take_recorded(&order(), &place, NAME, None, &workshop, &mut notes);
    assert!(taken.expect("no error").is_none());
    assert_eq!(
        notes.0,
        [format!("making it: no hash is on record for `{NAME}`")]
    );
}

#[test]
fn slow_server_is_waited_for() {
    let packed = Packed::new();
    let (taken, _) = packed.take_from(vec![Answer::Slow]);
    assert!(taken.expect("right").is_some());
    let downloads = fs::read_dir(packed.cache.path().join("downloads")).expect("a folder");
    assert_eq!(downloads.count(), 0, "what is unpacked is not kept");
}

#[test]
fn download_that_broke_off_is_continued() {
    let packed = Packed::new();
    let third = packed.bytes().len() / 3;
    let answers = vec![Answer::First(third), Answer::First(third), Answer::All];
    let (taken, notes) = packed.take_from(answers);
    assert!(taken.expect("right").is_some(), "{notes:?}");
}

#[test]
fn download_that_cannot_be_continued_starts_over() {
    let packed = Packed::new();
    let answers = vec![Answer::First(9), Answer::WithoutRanges, Answer::All];
    let (taken, notes) = packed.take_from(answers);
    assert!(taken.expect("right").is_some(), "{notes:?}");
}

#[test]
fn another_archive_is_refused_and_not_kept() {
    let packed = Packed::new();
    let (taken, _) = packed.take_from(vec![Answer::Another]);
    let error = taken.expect_err("another").to_string();
    assert!(
        error.contains("is not what was released: expected sha256"),
        "{error}"
    );
    assert!(error.contains("= help: fetch it again"), "{error}");
    let downloads = fs::read_dir(packed.cache.path().join("downloads")).expect("a folder");
    assert_eq!(downloads.count(), 0);
    assert!(find(&order(), packed.cache.path()).is_err());
}

#[test]
fn damaged_archive_in_a_folder_is_refused() {
    let packed = Packed::new();
    fs::write(packed.folder.path().join(NAME), "damaged").expect("writes");
    let (taken, _) = packed.take(&Place::Folder(packed.folder.path().to_owned()));
    let error = taken.expect_err("damaged").to_string();
    assert!(error.contains(NAME), "{error}");
}

#[test]
fn archive_of_another_libpython_is_refused() {
    let packed = Packed::new();
    let mut order = order();
    order.release = &crate::release::RELEASES[1];
    let place = Place::Folder(packed.folder.path().to_owned());
    let workshop = workshop(packed.cache.path());
    let recorded = Some(packed.sha256.as_str());
    let notes = &mut Notes::default();
    let taken = take_recorded(&order, &place, NAME, recorded, &workshop, notes);
    assert!(
        matches!(taken, Err(MakeError::Libpy(LibpyError::Another { .. }))),
        "{taken:?}"
    );
}

#[test]
fn place_is_a_folder_unless_it_is_an_address() {
    assert_eq!(Place::from("archives"), Place::Folder("archives".into()));
    let address = "https://example.com/releases".to_owned();
    assert_eq!(
        Place::from("https://example.com/releases/"),
        Place::Address(address)
    );
}
