//! An instance that begins from a snapshot against one that starts Python itself: what an app can see must be
//! the same, unless it is computed while the app is imported. Both are the lab, which runs the code it is
//! given.

use crate::guests;

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use guests::{plain_lab, random_hashes_lab, restored_lab, start};
use host_test::{CallError, Capabilities, Exception, Guest, Instance, Limits, People};
use wasmtime_wasi::WasiCtx;

/// Runs code in an instance and gives what it printed.
fn run(instance: &mut Instance, code: &str) -> Result<String, CallError> {
    instance.filter_by_tag(&[], code)?;
    Ok(instance.output().stdout.text())
}

/// Returns what `code` prints in a new instance with these capabilities.
fn printed(guest: &Guest, capabilities: &Capabilities, code: &str) -> String {
    let instance = guest.instantiate(&Limits::default(), capabilities);
    let mut instance = instance.unwrap_or_else(|error| panic!("{error}"));
    run(&mut instance, code).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns what `code` prints in a restored instance, which must be what it prints in a fresh one.
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

/// Draws random numbers of every kind, as a restored instance draws them.
fn random_numbers(instance: &mut Instance) -> Vec<String> {
    let numbers = run(instance, "print(*kept.random_numbers(), sep='\\n')");
    let numbers = numbers.unwrap_or_else(|error| panic!("{error}"));
    numbers.lines().map(str::to_owned).collect()
}

fn assert_all_differ(draws: &[Vec<String>]) {
    let mut seen = HashSet::new();
    for numbers in draws {
        assert!(numbers.len() >= 10, "{numbers:?}");
        for number in numbers {
            assert!(seen.insert(number), "drawn twice: {number}");
        }
    }
}

#[test]
fn a_hundred_instances_have_no_random_number_in_common() {
    let draw = |_| random_numbers(&mut start(&restored_lab()));
    assert_all_differ(&(0..100).map(draw).collect::<Vec<_>>());
}

#[test]
fn instances_that_live_at_once_on_two_threads_have_no_random_number_in_common() {
    let on_a_thread = || {
        let mut instances = [(); 4].map(|()| start(&restored_lab()));
        let rounds = (0..2).flat_map(|_| instances.each_mut().map(random_numbers));
        rounds.collect::<Vec<_>>()
    };
    let draws = thread::scope(|scope| {
        let threads = [(); 2].map(|()| scope.spawn(on_a_thread));
        threads.map(|thread| thread.join().expect("draws")).concat()
    });
    assert_eq!(draws.len(), 16);
    assert_all_differ(&draws);
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
fn standard_input_is_at_its_end_when_there_is_none_and_can_be_closed() {
    let code = "import sys
print(repr(sys.stdin.read()), repr(sys.stdin.readline()))
try: input()
except EOFError as error: print(error)
sys.stdin.close(); print(sys.stdin.closed)";
    assert_eq!(
        same_in_both(&Capabilities::none(), code),
        "'' ''\nEOF when reading a line\nTrue\n"
    );
}

#[test]
fn terminal_gets_each_line_at_once_and_anything_else_when_the_call_ends() {
    // What is buffered when the instance stops is lost.
    let code = "import os, sys
print(sys.stdout.isatty(), sys.stdout.line_buffering, sys.stdout is sys.__stdout__)
print('the rest', end='')
os.abort()";
    for lab in &*store::LABS {
        for (is_terminal, expected) in [(true, "True True True\n"), (false, "")] {
            let printed = store::printed(lab, WasiCtx::builder(), is_terminal, code);
            assert_eq!(printed, expected, "{}", lab.name);
        }
    }
}

#[test]
fn sockets_work_though_the_app_has_looked_up_a_name_at_import() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("listens");
    let port = listener.local_addr().expect("an address").port();
    let code = format!(
        "import socket
print(socket.gethostbyname('localhost'), socket.getaddrinfo('127.0.0.1', {port}, type=socket.SOCK_STREAM)[0][4][0])
with socket.create_connection(('127.0.0.1', {port})) as connection:
    connection.sendall(b'ping'); connection.shutdown(socket.SHUT_WR)
    with connection.makefile('rb') as file: print(file.read())"
    );
    let answered = thread::spawn(move || {
        for _ in 0..2 {
            let (mut connection, _) = listener.accept().expect("accepts");
            let mut asked = String::new();
            connection.read_to_string(&mut asked).expect("reads");
            write!(connection, "{asked} pong").expect("writes");
        }
    });
    assert_eq!(
        same_in_both(&Capabilities::none().network(), &code),
        "127.0.0.1 127.0.0.1\nb'ping pong'\n"
    );
    answered.join().expect("answers");
}

#[test]
fn network_is_refused_though_the_app_has_looked_up_a_name_at_import() {
    let code = "import socket
for use in (lambda: socket.socket().connect(('127.0.0.1', 9)), lambda: socket.gethostbyname('example.org')):
    try: use()
    except OSError as error: print(type(error).__name__, error)";
    assert_eq!(same_in_both(&Capabilities::none(), code).lines().count(), 2);
}

#[test]
fn local_time_is_that_of_the_run() {
    let code = "import datetime, logging, os, time
def tell():
    noon = time.localtime(1_735_732_800)
    print(time.tzname, time.timezone, time.altzone, time.daylight, time.strftime('%H:%M %Z %z', noon), time.mktime(noon))
    print(datetime.datetime.fromtimestamp(1_750_000_000).astimezone(), logging.Formatter().formatTime(record))
record = logging.makeLogRecord({'created': 1_735_732_800, 'msecs': 0})
tell()
os.environ['TZ'] = 'EST5EDT,M3.2.0,M11.1.0'
time.tzset()
tell()
del os.environ['TZ']
time.tzset()
tell()";
    let zone = Capabilities::none().variable("TZ", "Europe/Vienna");
    assert_eq!(
        same_in_both(&zone, code),
        "('CET', 'CEST') -3600 -7200 1 13:00 CET +0100 1735732800.0
2025-06-15 17:06:40+02:00 2025-01-01 13:00:00,000
('EST', 'EDT') 18000 14400 1 07:00 EST -0500 1735732800.0
2025-06-15 11:06:40-04:00 2025-01-01 07:00:00,000
('UTC', 'UTC') 0 0 0 12:00 UTC +0000 1735732800.0
2025-06-15 15:06:40+00:00 2025-01-01 12:00:00,000
"
    );
    let without = same_in_both(&Capabilities::none(), "import time; print(time.tzname)");
    assert_eq!(without, "('UTC', 'UTC')\n");
}

#[test]
fn unknown_zone_is_told_once_and_is_utc() {
    let zone = Capabilities::none().variable("TZ", "Nowhere/Land");
    for guest in [restored_lab(), plain_lab()] {
        let mut instance = guest
            .instantiate(&Limits::default(), &zone)
            .expect("starts");
        let code = "import time; time.tzset(); print(time.tzname, time.localtime().tm_gmtoff)";
        let printed = run(&mut instance, code).expect("runs");
        assert_eq!(printed, "('UTC', 'UTC') 0\n");
        let said = instance.output().stderr.text();
        assert_eq!(
            said.matches(
                "warning: the time zone `Nowhere/Land` is not known, local time is UTC\n= help: "
            )
            .count(),
            1,
            "{said}"
        );
    }
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
fn secret_of_string_hashes_is_another_when_it_is_drawn() {
    let hash = |guest: &Guest| printed(guest, &Capabilities::none(), "print(hash('people'))");
    assert_eq!(hash(&random_hashes_lab()), hash(&random_hashes_lab()));
    assert_ne!(hash(&random_hashes_lab()), hash(&restored_lab()));
}

#[test]
fn second_call_restores_nothing_again() {
    let capabilities = Capabilities::none()
        .argument("people")
        .variable("COLOUR", "red");
    let instance = restored_lab().instantiate(&Limits::default(), &capabilities);
    let mut instance = instance.expect("starts");
    let code = "import os, sys, random, logging
sys.argv = ['mine']; os.environ['COLOUR'] = 'mine'; del os.environ['OWN']
random.seed(7); kept.unseeded.seed(7); logging._startTime = 7; random.random()";
    run(&mut instance, code).expect("returns");
    let code = "import os, sys, random, logging
print(sys.argv, os.environ['COLOUR'], 'OWN' in os.environ, logging._startTime)
print(kept.unseeded.random() == random.Random(7).random() != random.random())";
    assert_eq!(
        run(&mut instance, code).expect("returns"),
        "['mine'] mine False 7\nTrue\n"
    );
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

#[test]
fn what_was_made_at_build_time_is_not_collected_but_goes_when_it_is_dropped() {
    let code = "import weakref
watched = [weakref.ref(thing) for thing in kept.droppable]
print(len(watched), any(thing() is None for thing in watched))
kept.droppable.clear()
print([thing() for thing in watched])";
    assert_eq!(
        same_in_both(&Capabilities::none(), code),
        "5 False\n[None, None, None, None, None]\n"
    );
    let code = "import gc; print(gc.get_freeze_count() > 0)";
    assert_eq!(
        printed(&restored_lab(), &Capabilities::none(), code),
        "True\n"
    );
    assert_eq!(
        printed(&plain_lab(), &Capabilities::none(), code),
        "False\n"
    );
}

/// Instances that may be given more than what [`Capabilities`] know.
mod store {
    use std::sync::LazyLock;

    use host_test::{DEFAULT_MEMORY_BYTES, Exception, INTERFACE, Person};
    use tokio::io::AsyncWrite;
    use wasi_py_host::State;
    use wasmtime::Store;
    use wasmtime::component::{Component, Linker};
    use wasmtime_wasi::WasiCtxBuilder;
    use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
    use wasmtime_wasi::p2::OutputStream;
    use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
    use wasmtime_wasi::runtime::in_tokio;

    use crate::guests::{host, plain_lab, restored_lab};

    const OUTPUT_BYTES: usize = 4096;

    pub(crate) struct Lab {
        pub(crate) name: &'static str,
        component: Component,
    }

    /// The restored one and the plain one.
    pub(crate) static LABS: LazyLock<[Lab; 2]> = LazyLock::new(|| {
        [("lab-snapshot", restored_lab()), ("lab", plain_lab())].map(|(name, lab)| Lab {
            name,
            component: lab.component().clone(),
        })
    });

    struct Stdout {
        written: MemoryOutputPipe,
        is_terminal: bool,
    }

    impl IsTerminal for Stdout {
        fn is_terminal(&self) -> bool {
            self.is_terminal
        }
    }

    impl StdoutStream for Stdout {
        fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
            self.written.async_stream()
        }

        fn p2_stream(&self) -> Box<dyn OutputStream> {
            self.written.p2_stream()
        }
    }

    /// Returns what had left an instance when it was done with `code`.
    pub(crate) fn printed(
        lab: &Lab,
        mut wasi: WasiCtxBuilder,
        is_terminal: bool,
        code: &str,
    ) -> String {
        let written = MemoryOutputPipe::new(OUTPUT_BYTES);
        wasi.stdout(Stdout {
            written: written.clone(),
            is_terminal,
        });
        let state = State::new((), wasi.build(), DEFAULT_MEMORY_BYTES);
        let host = host();
        let mut linker = Linker::new(host.engine());
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).expect("WASI");
        let mut store = Store::new(host.engine(), state);
        store.set_epoch_deadline(u64::MAX / 2);
        in_tokio(async {
            let instance = linker.instantiate_async(&mut store, &lab.component).await;
            let instance = instance.expect("starts");
            let index = |store: &mut Store<State>, within, name| {
                let (_, index) = instance.get_export(store, within, name).expect("exported");
                index
            };
            let interface = index(&mut store, None, INTERFACE);
            let function = index(&mut store, Some(&interface), "filter-by-tag");
            let function = instance
                .get_typed_func::<(&[Person], &str), (Result<Vec<Person>, Exception>,)>(
                    &mut store, function,
                )
                .expect("our function");
            // Whether it returns is for the code to say.
            let _ = function.call_async(&mut store, (&[], code)).await;
        });
        String::from_utf8(written.contents().to_vec()).expect("UTF-8")
    }
}
