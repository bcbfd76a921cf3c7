//! Every input that is kept, through its target: what fuzzing has found once stays found.

use std::fs;
use std::path::Path;

/// Replays the inputs of a target. There are some, or the target is not fuzzed from anything.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let files =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        // Which one it was, should it fail.
        println!("{}", path.display());
        check(&fs::read(&path).expect("reads"));
        count += 1;
    }
    assert!(count > 0, "`{}` is empty", folder.display());
}

#[cfg(feature = "host")]
mod host {
    use super::replay;
    use wasi_py_fuzz::{archive, echo, exceptions, people, rows, streams};

    #[test]
    fn archives_are_read_or_refused() {
        replay("archive", archive::check);
    }

    #[test]
    fn values_of_every_type_come_back() {
        replay("echo", echo::check);
    }

    #[test]
    fn exceptions_arrive_whole() {
        replay("exceptions", exceptions::check);
    }

    #[test]
    fn people_are_filtered_as_in_rust() {
        replay("people", people::check);
    }

    #[test]
    fn rows_are_read_or_refused() {
        replay("rows", rows::check);
    }

    #[test]
    fn streams_come_back_at_any_pace() {
        replay("streams", streams::check);
    }
}

#[cfg(feature = "generator")]
#[test]
fn worlds_are_generated_from_or_refused() {
    replay("world", wasi_py_fuzz::world::check);
}
