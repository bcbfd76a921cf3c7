//! Guests that mean no good: each is stopped, named, and leaves the host as it was.

use crate::guests;

use std::time::Duration;

use guests::{host, loaded_hostile, person};
use host_test::{
    CallError, Capabilities, DEFAULT_OUTPUT_BYTES, DEFAULT_WASM_STACK_BYTES, EngineOptions,
    GuestOutput, Host, Limits, People, Person, Stop,
};

/// The outcome of one call, and of the next one on the same instance.
struct Outcome {
    stop: Stop,
    output: GuestOutput,
}

/// Calls such a guest, checks that it is not called twice, and tells why it stopped.
fn outcome(host: &Host, limits: &Limits, imports: &str, fields: &str, body: &str) -> Outcome {
    let guest = loaded_hostile(host, imports, fields, body);
    let capabilities = Capabilities::none().output_bytes(1000);
    let mut instance = guest
        .instantiate(limits, &capabilities)
        .expect("an instance");
    let people = [person("Jane", 22, &["student"])];
    let Err(CallError::Stopped { stop, output, .. }) = instance.filter_by_tag(&people, "student")
    else {
        panic!("it was not stopped");
    };
    let again = instance.filter_by_tag(&people, "student");
    assert_eq!(again, Err(CallError::Poisoned { stop: stop.clone() }));
    Outcome {
        stop,
        output: *output,
    }
}

fn stop(imports: &str, fields: &str, body: &str) -> Stop {
    outcome(&host(), &Limits::default(), imports, fields, body).stop
}

fn trap(imports: &str, fields: &str, body: &str) -> String {
    match stop(imports, fields, body) {
        Stop::Trap { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

const SOON: Duration = Duration::from_millis(30);

fn soon() -> Limits {
    Limits {
        deadline: Some(SOON),
        ..Limits::default()
    }
}

#[test]
fn an_endless_loop_ends_at_its_deadline() {
    let Outcome { stop, .. } = outcome(&host(), &soon(), "", "", "(loop br 0) unreachable");
    assert_eq!(stop, Stop::DeadlineExceeded { deadline: SOON });
    assert_eq!(stop.to_string(), "the guest did not finish within 30ms");
}

#[test]
fn an_endless_sleep_ends_at_its_deadline() {
    let Outcome { stop, .. } = outcome(
        &host(),
        &soon(),
        "import wasi:clocks/monotonic-clock@0.2.0;",
        r#"(import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration" (func $timer (param i64) (result i32)))
           (import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))"#,
        "(call $block (call $timer (i64.const 0x7fffffffffffffff))) unreachable",
    );
    assert_eq!(stop, Stop::DeadlineExceeded { deadline: SOON });
}

#[test]
fn an_endless_loop_ends_when_its_fuel_is_used_up() {
    let host = Host::new(EngineOptions {
        fuel: true,
        deadlines: false,
        ..EngineOptions::default()
    })
    .expect("a host");
    let limits = Limits {
        fuel: Some(10_000),
        deadline: None,
        ..Limits::default()
    };
    let Outcome { stop, .. } = outcome(&host, &limits, "", "", "(loop br 0) unreachable");
    assert_eq!(stop, Stop::OutOfFuel { fuel: 10_000 });
    assert_eq!(
        stop.to_string(),
        "the guest used up its 10000 units of fuel"
    );
}

#[test]
fn memory_is_refused_beyond_the_limit() {
    let limits = Limits {
        memory_bytes: 1 << 20,
        ..Limits::default()
    };
    let greedy = "(loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable";
    let Outcome { stop, .. } = outcome(&host(), &limits, "", "", greedy);
    assert_eq!(
        stop,
        Stop::MemoryLimit {
            limit_bytes: 1 << 20
        }
    );
    assert_eq!(
        stop.to_string(),
        "the guest wanted more than the 1048576 bytes of memory that it may have"
    );
}

#[test]
fn tables_count_as_memory() {
    let greedy = "(drop (table.grow $t (ref.null func) (i32.const 1000000000))) unreachable";
    let stop = stop("", "(table $t 1 funcref)", greedy);
    assert!(matches!(stop, Stop::MemoryLimit { .. }), "{stop}");
}

#[test]
fn a_stack_without_end_is_exhausted() {
    let body = "(call $filter (local.get 0) (local.get 1) (local.get 2) (local.get 3))";
    let stop = stop("", "", &format!("{body} (drop) {body}"));
    let stack_bytes = DEFAULT_WASM_STACK_BYTES;
    assert_eq!(stop, Stop::StackExhausted { stack_bytes });
    assert_eq!(
        stop.to_string(),
        "the guest used up its 67108864 bytes of stack"
    );
}

#[test]
fn a_trap_names_the_functions_it_came_from() {
    let stop = stop(
        "",
        r#"(func $_RNvC6people5inner unreachable) (func $"\1b[2Jouter" call 0)"#,
        "call 1 unreachable",
    );
    let expected = "the guest trapped: wasm `unreachable` instruction executed\n  \
                    at people::inner\n  at \\u{1b}[2Jouter\n  at filter";
    assert!(stop.to_string().starts_with(expected), "{stop}");
}

#[test]
fn a_result_that_is_copied_over_and_over_is_refused() {
    // Three thousand people whose names are the same 64 KiB of zeros.
    let body = r#"(local $at i32)
        (drop (memory.grow (i32.const 1)))
        (local.set $at (i32.const 16))
        (loop
          (i32.store (local.get $at) (i32.const 131072))
          (i32.store (i32.add (local.get $at) (i32.const 4)) (i32.const 65536))
          (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 20))) (i32.const 60016))))
        (i32.store (i32.const 4) (i32.const 16))
        (i32.store (i32.const 8) (i32.const 3000))
        (i32.const 0)"#;
    let stop = stop("", "", body);
    assert_eq!(
        stop,
        Stop::ResultTooLarge {
            limit_bytes: 128 << 20
        }
    );
    assert_eq!(
        stop.to_string(),
        "the guest's data is larger than the 134217728 bytes that the host copies"
    );
}

#[test]
fn a_list_outside_of_memory_is_a_trap() {
    let body = "(i32.store (i32.const 8) (i32.const 100000)) (i32.const 0)";
    assert_eq!(
        trap("", "", body),
        "list pointer/length out of bounds of memory"
    );
}

#[test]
fn a_result_outside_of_memory_is_a_trap() {
    assert_eq!(
        trap("", "", "(i32.const -8)"),
        "pointer out of bounds of memory"
    );
    assert_eq!(trap("", "", "(i32.const 2)"), "return pointer not aligned");
}

#[test]
fn text_that_is_not_utf8_is_a_trap() {
    let body = r#"(i32.store8 (i32.const 0) (i32.const 1))
        (i32.store (i32.const 4) (i32.const 64)) (i32.store (i32.const 8) (i32.const 1))
        (i32.store8 (i32.const 64) (i32.const 0xff))
        (i32.const 0)"#;
    assert_eq!(
        trap("", "", body),
        "invalid utf-8 sequence of 1 bytes from index 0"
    );
}

#[test]
fn exiting_is_not_returning() {
    let stop = stop(
        "import wasi:cli/exit@0.2.0;",
        r#"(import "wasi:cli/exit@0.2.0" "exit" (func $exit (param i32)))"#,
        "(call $exit (i32.const 0)) unreachable",
    );
    assert_eq!(stop, Stop::Exit { code: 0 });
    assert_eq!(
        stop.to_string(),
        "the guest exited with code 0 instead of returning"
    );
}

const STDOUT: &str = "import wasi:cli/stdout@0.2.0;";
const GET_STDOUT: &str =
    r#"(import "wasi:cli/stdout@0.2.0" "get-stdout" (func $stdout (result i32)))"#;

#[test]
fn output_without_end_is_kept_only_in_part() {
    let write = r#"(import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush"
                     (func $write (param i32 i32 i32 i32)))
                   (data (i32.const 100) "0123456789")"#;
    let body = "(local $stream i32) (local $left i32)
        (local.set $stream (call $stdout))
        (local.set $left (i32.const 100000))
        (loop
          (call $write (local.get $stream) (i32.const 100) (i32.const 10) (i32.const 0))
          (br_if 0 (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        unreachable";
    let fields = format!("{GET_STDOUT}{write}");
    let Outcome { output, .. } = outcome(&host(), &Limits::default(), STDOUT, &fields, body);
    assert_eq!(output.stdout.text(), "0123456789".repeat(100));
    assert_eq!(output.stdout.lost_bytes, 999_000);
    assert_eq!(output.stderr.bytes, b"");
}

#[test]
fn handles_without_end_are_a_trap() {
    let reason = trap(
        STDOUT,
        GET_STDOUT,
        "(loop (drop (call $stdout)) br 0) unreachable",
    );
    assert_eq!(reason, "resource table has no free keys");
}

#[test]
fn an_exception_cannot_steer_the_terminal() {
    let body = r#"(i32.store8 (i32.const 0) (i32.const 1))
        (i32.store (i32.const 4) (i32.const 64)) (i32.store (i32.const 8) (i32.const 5))
        (i32.store (i32.const 12) (i32.const 69)) (i32.store (i32.const 16) (i32.const 7))
        (i32.const 0)"#;
    let data = r#"(data (i32.const 64) "Error\1b[2Jbad")"#;
    let guest = loaded_hostile(&host(), "", data, body);
    let mut instance = guests::start(&guest);
    for _ in 0..2 {
        let error = instance.filter_by_tag(&[], "").expect_err("an exception");
        assert!(matches!(error, CallError::Python { .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "the guest raised `Error`\nError: \\u{1b}[2Jbad"
        );
    }
}

#[test]
fn a_stopped_guest_leaves_the_others_alone() {
    let mut bystander = guests::start(&guests::control());
    outcome(&host(), &soon(), "", "", "(loop br 0) unreachable");
    assert_eq!(
        bystander.filter_by_tag(&guests::crowd(2), "even"),
        Ok(guests::crowd(1))
    );
}

/// Runs `code` in Python. Returns what comes of it, and whether the instance answers afterwards.
fn python(limits: &Limits, code: &str) -> (Result<Vec<Person>, CallError>, bool) {
    let mut instance = guests::restored_lab()
        .instantiate(limits, &Capabilities::none())
        .expect("an instance");
    let called = instance.filter_by_tag(&[], code);
    let answers = instance.filter_by_tag(&[], "result = people").is_ok();
    (called, answers)
}

/// Returns why Python was stopped while it ran `code`.
fn python_stop(limits: &Limits, code: &str) -> Stop {
    match python(limits, code) {
        (Err(CallError::Stopped { stop, .. }), false) => stop,
        other => panic!("{other:?}"),
    }
}

#[test]
fn python_that_computes_or_waits_without_end_stops_at_its_deadline() {
    // Long enough for Python to get as far as the loop.
    let deadline = Duration::from_millis(1500);
    let limits = Limits {
        deadline: Some(deadline),
        ..Limits::default()
    };
    for code in [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import itertools; sum(itertools.repeat(1))",
        "import time; time.sleep(1e9)",
        "import asyncio; asyncio.run(asyncio.sleep(1e9))",
    ] {
        assert_eq!(
            python_stop(&limits, code),
            Stop::DeadlineExceeded { deadline },
            "{code}"
        );
    }
}

#[test]
fn python_that_asks_for_too_much_memory_raises_and_goes_on() {
    let limits = Limits {
        memory_bytes: 128 << 20,
        ..Limits::default()
    };
    let (called, answers) = python(&limits, "bytes(1 << 28)");
    match called {
        Err(CallError::Python { exception, .. }) => {
            assert_eq!(exception.type_name, "MemoryError");
        }
        other => panic!("{other:?}"),
    }
    assert!(answers);
}

#[test]
fn python_that_ends_its_process_is_stopped() {
    let stop = python_stop(&Limits::default(), "import os; os._exit(3)");
    assert!(matches!(stop, Stop::Exit { .. }), "{stop}");
    let stop = python_stop(&Limits::default(), "import os; os.abort()");
    assert!(matches!(stop, Stop::Trap { .. }), "{stop}");
}

#[test]
fn python_that_prints_without_end_is_kept_only_in_part() {
    let mut instance = guests::start(&guests::restored_lab());
    let code = "for i in range(100_000): print('x' * 100)\nresult = people";
    assert_eq!(instance.filter_by_tag(&[], code), Ok(vec![]));
    let stdout = instance.output().stdout;
    assert_eq!(stdout.bytes.len(), DEFAULT_OUTPUT_BYTES);
    assert_eq!(stdout.lost_bytes, 10_100_000 - DEFAULT_OUTPUT_BYTES as u64);
}
