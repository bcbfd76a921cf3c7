//! Remains of a guest that stopped: where its Python was, and its memory when that was asked for.

use crate::guests;

use std::time::Duration;

use guests::{existing, fixture, host, loaded_hostile, person, plain_lab, restored_lab, start};
use host_test::{
    CallError, Capabilities, EngineOptions, Guest, Host, InstantiateError, Limits, People, Remains,
    Stop,
};

/// Runs code in the lab until it stops.
fn stopped(guest: &Guest, limits: &Limits, code: &str) -> (Stop, Remains) {
    let mut instance = guest
        .instantiate(limits, &Capabilities::none())
        .expect("an instance");
    let people = [person("Jane", 22, &["a secret of hers"])];
    match instance.filter_by_tag(&people, code) {
        Err(CallError::Stopped { stop, remains, .. }) => (stop, *remains),
        other => panic!("{other:?}"),
    }
}

/// Returns the limits of a call that is given time enough to get where it hangs.
fn hanging() -> Limits {
    Limits {
        deadline: Some(Duration::from_millis(500)),
        ..Limits::default()
    }
}

/// Returns line and function of the frames in the code that the lab was given.
fn places(remains: &Remains) -> Vec<(u32, &str)> {
    remains
        .python
        .iter()
        .filter(|frame| frame.file == "<lab>")
        .map(|frame| (frame.line.unwrap_or(0), frame.function.as_str()))
        .collect()
}

const HANGS: &str = "\
class Shop:
    def open(self):
        while True:
            pass

def work():
    Shop().open()

work()
";

#[test]
fn a_deadline_says_which_lines_python_was_in() {
    for guest in [restored_lab(), plain_lab()] {
        let (stop, remains) = stopped(&guest, &hanging(), HANGS);
        assert!(matches!(stop, Stop::DeadlineExceeded { .. }), "{stop}");
        let [(9, "<module>"), (7, "work"), (3 | 4, "Shop.open")] = places(&remains)[..] else {
            panic!("{remains}");
        };
        let shown = remains.to_string();
        assert!(
            shown.starts_with("\nwhere Python was (most recent call last):\n  File \""),
            "{shown}"
        );
        assert!(
            shown.contains("people_app/__init__.py\", line 15, in filter_by_tag\n  File \"<lab>\", line 9, in <module>"),
            "{shown}"
        );
        assert_eq!(remains.core_dump, None);
    }
}

#[test]
fn a_trap_in_c_says_which_line_called_it() {
    let code = "\
import os


def größe():
    return (
        os.abort())


größe()
";
    let (stop, remains) = stopped(&restored_lab(), &Limits::default(), code);
    assert!(matches!(stop, Stop::Trap { .. }), "{stop}");
    assert_eq!(places(&remains), [(9, "<module>"), (6, "größe")]);
}

#[test]
fn what_python_says_of_itself_cannot_steer_a_terminal() {
    let code = "\
def f():
    while True: pass
f.__code__ = f.__code__.replace(co_qualname='\\x1b[2J', co_filename='a\\n\\x07' + 'b' * 1000)
f()
";
    let (_, remains) = stopped(&restored_lab(), &hanging(), code);
    let shown = remains.to_string();
    let last = shown.lines().last().expect("a line");
    let expected = format!("\\u{{7}}{}\", line 2, in \\u{{1b}}[2J", "b".repeat(497));
    assert!(last.ends_with(&expected), "{last}");
}

#[test]
fn a_stack_of_frames_is_cut_off() {
    let code = "\
import sys
sys.setrecursionlimit(10_000)

def down(levels):
    if levels:
        down(levels - 1)
    while True:
        pass

down(500)
";
    let (_, remains) = stopped(&restored_lab(), &hanging(), code);
    assert_eq!(remains.python.len(), 64);
    assert_eq!(places(&remains)[0], (6, "down"));
}

#[test]
fn an_exit_says_who_asked_for_it() {
    let (stop, remains) = stopped(&restored_lab(), &hanging(), "import os\nos._exit(3)\n");
    assert_eq!(stop, Stop::Exit { code: 3 });
    assert_eq!(places(&remains), [(2, "<module>")]);
}

#[test]
fn a_guest_without_python_leaves_nothing() {
    let guest = loaded_hostile(&host(), "", "", "unreachable");
    let mut instance = start(&guest);
    let Err(CallError::Stopped { remains, .. }) = instance.filter_by_tag(&[], "") else {
        panic!("it did not stop");
    };
    assert_eq!(*remains, Remains::default());
}

/// Makes a host that keeps core dumps.
fn keeping() -> Host {
    Host::new(EngineOptions {
        core_dumps: true,
        ..EngineOptions::default()
    })
    .expect("a host")
}

#[test]
fn a_core_dump_has_the_memory_of_the_guest() {
    let compiled = existing(fixture("lab-snapshot").with_extension("cwasm"));
    let guest = keeping().load_compiled(compiled).expect("a component");
    let (_, remains) = stopped(&guest, &hanging(), HANGS);
    let core_dump = remains.core_dump.expect("a core dump");
    assert!(core_dump.bytes().starts_with(b"\0asm\x01\0\0\0"));
    assert!(memchr::memmem::find(core_dump.bytes(), b"a secret of hers").is_some());
}

#[test]
fn a_guest_that_stops_in_its_start_leaves_its_memory_too() {
    let guest = loaded_hostile(
        &keeping(),
        "",
        "(func $start (i32.store (i32.const 64) (i32.const 0x21796568)) unreachable) (start $start)",
        "unreachable",
    );
    let started = guest.instantiate(&Limits::default(), &Capabilities::none());
    let Err(InstantiateError::Stopped { remains, .. }) = started.map(drop) else {
        panic!("it started");
    };
    let core_dump = remains.core_dump.expect("a core dump");
    assert!(memchr::memmem::find(core_dump.bytes(), b"hey!").is_some());
}
