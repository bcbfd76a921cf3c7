//! Faults of the guest: each ends in its own error, and an instance that goes on is healthy.

use std::time::Duration;

use fastrand::Rng;
use host_test::{CallError, InstantiateError, Limits, People, Person, Stop};
use wasmtime::bail;

use super::Subjects;

/// The memory that an instance needs to start, Python's heap included.
const PLENTY_BYTES: usize = 64 << 20;

type Outcome = Result<Vec<Person>, CallError>;

/// Runs `code` in an instance of its own, and then something harmless.
fn run(subjects: &Subjects, limits: &Limits, code: &str) -> wasmtime::Result<(Outcome, Outcome)> {
    let _slot = subjects.slots.read();
    let mut instance = subjects.start(limits)?;
    let outcome = instance.filter_by_tag(&[], code);
    Ok((outcome, instance.filter_by_tag(&[], "result = people")))
}

/// Runs `code`, which must end the instance in a way that `is_expected`.
fn stop(
    subjects: &Subjects,
    limits: &Limits,
    code: &str,
    is_expected: fn(&Stop) -> bool,
) -> wasmtime::Result<()> {
    match run(subjects, limits, code)? {
        (Err(CallError::Stopped { stop, .. }), Err(CallError::Poisoned { .. }))
            if is_expected(&stop) =>
        {
            Ok(())
        }
        other => bail!("{other:?}"),
    }
}

/// Runs `code`, which must raise `type_name` and leave the instance healthy.
fn raise(
    subjects: &Subjects,
    limits: &Limits,
    code: &str,
    type_name: &str,
) -> wasmtime::Result<()> {
    match run(subjects, limits, code)? {
        (Err(CallError::Python { exception, .. }), Ok(people))
            if exception.type_name == type_name && people.is_empty() =>
        {
            Ok(())
        }
        other => bail!("{other:?}"),
    }
}

pub(super) fn trap(subjects: &Subjects, _: &mut Rng) -> wasmtime::Result<()> {
    let is_trap = |stop: &Stop| matches!(stop, Stop::Trap { .. });
    stop(
        subjects,
        &Limits::default(),
        "import os; os.abort()",
        is_trap,
    )
}

pub(super) fn exit(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let (code, is_exit): (&str, fn(&Stop) -> bool) = if random.bool() {
        ("0", |stop| matches!(stop, Stop::Exit { code: 0 }))
    } else {
        ("3", |stop| matches!(stop, Stop::Exit { code: 3 }))
    };
    let code = format!("import os; os._exit({code})");
    stop(subjects, &Limits::default(), &code, is_exit)
}

pub(super) fn deadline(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let limits = Limits {
        deadline: Some(Duration::from_micros(random.u64(..3000))),
        ..Limits::default()
    };
    let is_late = |stop: &Stop| matches!(stop, Stop::DeadlineExceeded { .. });
    let _slot = subjects.slots.read();
    // The deadline may pass before the guest has started.
    let mut instance = match subjects.start(&limits) {
        Ok(instance) => instance,
        Err(InstantiateError::Stopped { stop, .. }) if is_late(&stop) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    match instance.filter_by_tag(&[], "while True: pass") {
        Err(CallError::Stopped { stop, .. }) if is_late(&stop) => Ok(()),
        other => bail!("{other:?}"),
    }
}

pub(super) fn memory_to_start(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let limits = Limits {
        memory_bytes: random.usize(..1 << 20),
        ..Limits::default()
    };
    let _slot = subjects.slots.read();
    match subjects.start(&limits) {
        Err(InstantiateError::Stopped {
            stop: Stop::MemoryLimit { .. },
            ..
        }) => Ok(()),
        Err(error) => bail!("{error}"),
        Ok(_) => bail!("it started with {} bytes", limits.memory_bytes),
    }
}

pub(super) fn memory_to_grow(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let limits = Limits {
        memory_bytes: PLENTY_BYTES + random.usize(..PLENTY_BYTES),
        ..Limits::default()
    };
    let code = [
        "bytes(1 << 28)",
        "'x' * (1 << 28)",
        "[None] * (1 << 28)",
        "bytearray(1 << 28)",
    ];
    raise(
        subjects,
        &limits,
        code[random.usize(..code.len())],
        "MemoryError",
    )
}

pub(super) fn result_too_large(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let limits = Limits {
        result_bytes: random.usize(..1000),
        ..Limits::default()
    };
    let code = "import person; result = [person.Person('x' * 100, 1)] * 20";
    let is_large = |stop: &Stop| matches!(stop, Stop::ResultTooLarge { .. });
    stop(subjects, &limits, code, is_large)
}

pub(super) fn exception(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let (code, type_name) = [
        ("raise ValueError('no')", "ValueError"),
        ("{}['missing']", "KeyError"),
        ("f = lambda: f()\nf()", "RecursionError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("behaviours.raise_chained()", "RuntimeError"),
        ("no Python", "SyntaxError"),
    ][random.usize(..6)];
    raise(subjects, &Limits::default(), code, type_name)
}

pub(super) fn wrong_type(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let code = [
        "result = 7",
        "result = [7]",
        "result = None",
        "result = 'x'",
    ];
    raise(
        subjects,
        &Limits::default(),
        code[random.usize(..4)],
        "TypeError",
    )
}
