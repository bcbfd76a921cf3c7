//! An instance that begins from a snapshot against one that starts Python itself: what an app can see must be the same,
//! unless it is computed while the app is imported. Both are the lab, which runs the code it is given.

mod guests;

use std::collections::HashSet;
use std::time::{SystemTime, UNIX_EPOCH};

use guests::{plain_lab, restored_lab, start};
use host_test::{CallError, Capabilities, Exception, Guest, Instance, Limits};

/// Runs code in an instance and gives what it printed.
fn run(instance: &mut Instance, code: &str) -> Result<String, CallError> {
    instance.filter_by_tag(&[], code)?;
    Ok(instance.output().stdout.text())
}

/// What `code` prints in a new instance with these capabilities.
fn printed(guest: &Guest, capabilities: &Capabilities, code: &str) -> String {
    let instance = guest.instantiate(&Limits::default(), capabilities);
    let mut instance = instance.unwrap_or_else(|error| panic!("{error}"));
    run(&mut instance, code).unwrap_or_else(|error| panic!("{error}"))
}

/// What `code` prints in a restored instance, which must be what it prints in a fresh one.
fn same_in_both(capabilities: &Capabilities, code: &str) -> String {
    let restored = printed(&restored_lab(), capabilities, code);
    assert_eq!(
        restored,
        printed(&plain_lab(), capabilities, code),
        "restored, and fresh: {code}"
    );
    restored
}

fn raised(instance: &mut Instance, code: &str) -> Exception {
    match run(instance, code) {
        Err(CallError::Python { exception, .. }) => exception,
        other => panic!("`{code}` gave {other:?}"),
    }
}

#[test]
fn no_two_instances_have_a_random_number_in_common() {
    const INSTANCES: usize = 8;
    let mut numbers = HashSet::new();
    let mut kinds = 0;
    for _ in 0..INSTANCES {
        let text = printed(
            &restored_lab(),
            &Capabilities::none(),
            "print(*kept.random_numbers(), sep='\\n')",
        );
        kinds = text.lines().count();
        numbers.extend(text.lines().map(str::to_owned));
    }
    assert!(kinds >= 10, "{numbers:?}");
    assert_eq!(numbers.len(), kinds * INSTANCES, "{numbers:?}");
}

#[test]
fn generator_that_the_app_has_seeded_goes_on_from_there() {
    let code = "import random; print(kept.seeded.random() == random.Random(7).random())";
    assert_eq!(same_in_both(&Capabilities::none(), code), "True\n");
}

#[test]
fn environment_is_that_of_the_run_and_what_the_app_sets_on_top() {
    let capabilities = Capabilities::none()
        .variable("COLOUR", "grün")
        .variable("OWN", "set by the host")
        .variable("DEFAULTED", "set by the host");
    let code = "import os; print(sorted(os.environ.items()), os.environb[b'COLOUR'])";
    assert_eq!(
        same_in_both(&capabilities, code),
        "[('COLOUR', 'grün'), ('DEFAULTED', 'set by the host'), ('OWN', 'set by the app')] b'gr\\xc3\\xbcn'\n"
    );
    assert_eq!(
        same_in_both(
            &Capabilities::none(),
            "import os; print(sorted(os.environ))"
        ),
        "['DEFAULTED', 'OWN']\n"
    );
}

#[test]
fn arguments_are_those_of_the_run() {
    let code = "import sys; print(sys.argv, sys.orig_argv)";
    let capabilities = Capabilities::none().argument("people").argument("ü");
    assert!(same_in_both(&capabilities, code).starts_with("['people', 'ü']"));
    same_in_both(&Capabilities::none(), code);
}

#[test]
fn folders_are_those_of_the_run() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mapped_module.py"), "answer = 42\n").expect("writes");
    let capabilities = Capabilities::none().read_write(folder.path(), "/mapped");
    let code = "import os, sys, tempfile, pathlib
print(os.getcwd(), os.listdir('/mapped'), pathlib.Path('/mapped/mapped_module.py').read_text())
sys.path.append('/mapped'); sys.dont_write_bytecode = True
import mapped_module
print(mapped_module.answer)
tempfile.tempdir = '/mapped'
with tempfile.TemporaryFile() as file: print(file.write(b'x'))
os.chdir('/mapped'); print(os.path.exists('mapped_module.py'))";
    assert_eq!(
        same_in_both(&capabilities, code),
        "/ ['mapped_module.py'] answer = 42\n\n42\n1\nTrue\n"
    );
}

#[test]
fn standard_streams_are_those_of_the_run() {
    let code = "import sys
for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(stream.name, stream.mode, stream.fileno(), stream.isatty(), stream.encoding, stream.errors,
          stream.newlines, stream.line_buffering, stream.write_through, stream.buffer.tell.__name__, stream.closed)
print(sys.stdin.read(), sys.stdin is sys.__stdin__, sys.stdout is sys.__stdout__)";
    let capabilities = Capabilities::none().stdin("eins\nzwei");
    assert!(same_in_both(&capabilities, code).contains("eins\nzwei True True\n"));
}

#[test]
fn clocks_are_those_of_the_run() {
    let now_s = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.expect("after 1970").as_secs_f64()
    };
    let code = "import time, logging
record = logging.makeLogRecord({})
print(time.time(), time.monotonic(), time.perf_counter(), time.process_time(), logging.LogRecord('', 0, '', 0, '', (), None).relativeCreated / 1e3)";
    for guest in [restored_lab(), plain_lab()] {
        let (before_s, text) = (now_s(), printed(&guest, &Capabilities::none(), code));
        let times: Vec<f64> = text
            .split_whitespace()
            .map(|time| time.parse().expect("a number"))
            .collect();
        assert!((before_s..=now_s()).contains(&times[0]), "{text}");
        // Each of the others counts from the start of the instance, which was just now.
        assert!(
            times[1..].iter().all(|time| (0.0..60.0).contains(time)),
            "{text}"
        );
    }
}

#[test]
fn time_zone_is_that_of_the_run() {
    let capabilities = Capabilities::none().variable("TZ", "Europe/Berlin");
    let code = "import time, datetime, zoneinfo
print(time.tzname, time.timezone, time.altzone, time.daylight, time.localtime(0), hasattr(time, 'tzset'))
print(datetime.datetime.fromtimestamp(0).astimezone(), zoneinfo.ZoneInfo('Europe/Berlin').utcoffset(datetime.datetime(2026, 7, 1)))";
    same_in_both(&capabilities, code);
}

#[test]
fn restored_instances_share_the_secret_of_string_hashes_and_fresh_ones_do_not() {
    let hash = |guest: &Guest| printed(guest, &Capabilities::none(), "print(hash('people'))");
    assert_eq!(hash(&restored_lab()), hash(&restored_lab()));
    let fresh: HashSet<String> = (0..3).map(|_| hash(&plain_lab())).collect();
    assert!(fresh.len() > 1, "{fresh:?}");
    assert!(!fresh.contains(&hash(&restored_lab())), "{fresh:?}");
    let code = "import sys; print(sys.flags)";
    same_in_both(&Capabilities::none(), code);
}

#[test]
fn hooks_run_once_in_their_order_and_see_the_run() {
    let capabilities = Capabilities::none().variable("COLOUR", "red");
    let instance = restored_lab().instantiate(&Limits::default(), &capabilities);
    let mut instance = instance.expect("starts");
    for call in 0..2 {
        assert_eq!(
            run(&mut instance, "print(kept.events)").expect("returns"),
            "['first before', 'last before', 'first after, red', 'last after']\n",
            "call {call}"
        );
    }
    let fresh = printed(&plain_lab(), &capabilities, "print(kept.events)");
    assert_eq!(fresh, "[]\n", "without a snapshot there is nothing to hook");
}

#[test]
fn call_returns_what_a_hook_raises_until_it_raises_no_more() {
    let capabilities = Capabilities::none().variable("HOOK", "fails");
    let instance = restored_lab().instantiate(&Limits::default(), &capabilities);
    let mut instance = instance.expect("starts");
    for _ in 0..2 {
        let exception = raised(&mut instance, "print('never printed')");
        assert_eq!(exception.message, "the hook fails");
        assert!(
            exception.traceback.contains("in first_after"),
            "{exception:?}"
        );
    }
}

#[test]
fn modules_are_preloaded_when_asked_and_lazy_otherwise() {
    let code = "import sys; print('colorsys' in sys.modules, 'json' in sys.modules)";
    let none = Capabilities::none();
    assert_eq!(printed(&restored_lab(), &none, code), "True False\n");
    assert_eq!(printed(&plain_lab(), &none, code), "False False\n");
    same_in_both(&none, "import json, colorsys; print(json.dumps(1))");
}

#[test]
fn an_instance_never_sees_what_another_has_changed() {
    let mut first = start(&restored_lab());
    let code = "import sys, kept_nowhere";
    raised(&mut first, code);
    run(
        &mut first,
        "import builtins; kept.events.clear(); builtins.secret = 'mine'; kept.unseeded.seed(1)",
    )
    .expect("returns");
    drop(first);
    let code = "import builtins; print(hasattr(builtins, 'secret'), len(kept.events))";
    assert_eq!(
        printed(&restored_lab(), &Capabilities::none(), code),
        "False 4\n"
    );
}
