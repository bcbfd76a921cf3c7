//! Sessions that are saved, and gone on with elsewhere.

mod load;

use wasi_py_host::{Allocation, EngineOptions, Host};
use wasi_py_sandbox::{
    Failure, FailureKind, File, Kind, Limits, Parameter, Sandbox, Session, Tool, Value,
};

use load::{load, sandbox};

fn run(session: &mut Session, source: &str) -> Value {
    let ended = session.run(source, &[]);
    ended.unwrap_or_else(|failure| panic!("{failure}")).value
}

fn kind<T>(ended: Result<T, Failure>) -> Option<FailureKind> {
    ended.err().map(|failure| failure.kind)
}

/// Returns a session that has run a source.
fn opened(source: &str) -> Session {
    let mut session = sandbox().open().expect("opens");
    run(&mut session, source);
    session
}

fn saved(source: &str) -> Vec<u8> {
    let saved = opened(source).save();
    saved.unwrap_or_else(|failure| panic!("{failure}"))
}

fn restored(saved: &[u8]) -> Session {
    let restored = sandbox().restore(saved);
    restored.unwrap_or_else(|failure| panic!("{failure}"))
}

const STATE: &str = "\
import io, json, fractions, string
class Point:
    def __init__(self, x): self.x = x
def numbers():
    for number in range(5): yield number * point.x
point = Point(3)
generator = numbers()
next(generator), next(generator)
text = io.StringIO()
text.write('half ')
shared = [1]
also = (shared, shared)
big = 7 ** 400
open('notes.txt', 'w').write('kept')
";
const LOOK: &str = "\
text.write('done')
also[0].append(2)
[list(generator), text.getvalue(), also[1], big == 7 ** 400, open('notes.txt').read(),
 json.dumps(point.x), 'fractions' in globals(), type(point) is Point]
";

#[test]
fn state_goes_on_on_another_host() {
    let saved = saved(STATE);
    let host = Host::new(EngineOptions::default()).expect("a host");
    let mut session = load(&host).restore(&saved).expect("restores");
    let numbers = |numbers: &[i64]| Value::List(numbers.iter().map(|n| (*n).into()).collect());
    let expected = [
        numbers(&[6, 9, 12]),
        "half done".into(),
        numbers(&[1, 2]),
        true.into(),
        "kept".into(),
        "3".into(),
        true.into(),
        true.into(),
    ];
    assert_eq!(run(&mut session, LOOK), Value::List(expected.into()));
}

#[test]
fn copies_and_the_session_itself_see_nothing_of_each_other() {
    let mut session = opened("names = ['all']");
    let saved = session.save().expect("is saved");
    let (mut one, mut other) = (restored(&saved), restored(&saved));
    run(
        &mut one,
        "names.append('one'); open('one.txt', 'w').write('x')",
    );
    run(&mut session, "names.append('first')");
    let look = "import os\n(names, os.listdir())";
    let found = |names: &[&str], files: &[&str]| {
        let list = |texts: &[&str]| Value::List(texts.iter().map(|text| (*text).into()).collect());
        Value::Tuple(vec![list(names), list(files)])
    };
    assert_eq!(run(&mut one, look), found(&["all", "one"], &["one.txt"]));
    assert_eq!(run(&mut other, look), found(&["all"], &[]));
    assert_eq!(run(&mut session, look), found(&["all", "first"], &[]));
}

#[test]
fn what_nobody_has_seeded_is_random_in_each_copy() {
    let source = "import os, random, uuid\nown = random.Random()\nuuid.getnode()";
    let saved = saved(source);
    let draw = "random.random(), own.random(), os.urandom(8), uuid.getnode()";
    let drawn = [
        run(&mut restored(&saved), draw),
        run(&mut restored(&saved), draw),
    ];
    let [Value::Tuple(one), Value::Tuple(other)] = &drawn else {
        panic!("{drawn:?}");
    };
    for (one, other) in one.iter().zip(other) {
        assert_ne!(one, other);
    }
}

#[test]
fn what_the_source_has_seeded_goes_on() {
    let source = "import random\nrandom.seed(7)\nown = random.Random(8)\nrandom.random()";
    let mut session = opened(source);
    let mut copy = restored(&session.save().expect("is saved"));
    let draw = "random.random(), own.random()";
    let drawn = run(&mut session, draw);
    assert_eq!(run(&mut copy, draw), drawn);
    let anew = "import random\nrandom.seed(7)\nrandom.random()\nrandom.random(), random.Random(8).random()";
    assert_eq!(run(&mut sandbox().open().expect("opens"), anew), drawn);
}

#[test]
fn copy_prints_fails_and_is_saved_again() {
    let mut session = restored(&saved("print('before')\nx = 1"));
    let outcome = session.run(
        "import sys\nprint('after')\nprint('oh', file=sys.stderr)\nx",
        &[],
    );
    let outcome = outcome.expect("runs");
    assert_eq!(
        (&*outcome.printed.stdout, &*outcome.printed.stderr),
        ("after\n", "oh\n")
    );
    assert_eq!(outcome.value, 1.into());
    let failure = session
        .run("def f(): return 1 / 0\n\nf()", &[])
        .expect_err("fails");
    assert_eq!((failure.kind, failure.line), (FailureKind::Raised, Some(1)));
    run(&mut session, "x += 1");
    let again = session.save().expect("is saved");
    assert_eq!(run(&mut restored(&again), "x"), 2.into());
}

#[test]
fn files_that_were_there_do_not_count_as_changed() {
    let file = |path: &str, contents: &[u8]| File {
        path: path.to_owned(),
        contents: contents.to_vec(),
    };
    let sandbox = sandbox().with_files(vec![file("in.txt", b"in")]);
    let mut session = sandbox.open().expect("opens");
    let mut copy = restored(&session.save().expect("is saved"));
    let outcome = copy.run("open('out.txt', 'w').write(open('in.txt').read())", &[]);
    assert_eq!(
        outcome.map(|outcome| outcome.files),
        Ok(vec![file("out.txt", b"in")])
    );
}

#[test]
fn what_is_open_is_named_and_the_session_goes_on() {
    let mut session =
        opened("import os\nfile = open('data.txt', 'w')\nfolder = os.open('.', os.O_RDONLY)");
    let failure = session.save().expect_err("fails");
    assert_eq!(failure.kind, FailureKind::Unsavable);
    let message = "what is open cannot be saved: file 'data.txt', descriptor ";
    assert!(failure.message.starts_with(message), "{failure:?}");
    run(
        &mut session,
        "file.write('x')\nfile.close()\nos.close(folder)",
    );
    let saved = session.save().expect("is saved");
    assert_eq!(
        run(&mut restored(&saved), "open('data.txt').read()"),
        "x".into()
    );
}

#[test]
fn memory_that_was_added_is_there_and_counts() {
    let saved = saved("data = b'x' * (64 << 20)");
    // All of it is the same.
    assert!(saved.len() < 1 << 20, "{}", saved.len());
    let mut session = restored(&saved);
    assert_eq!(run(&mut session, "data.count(b'x')"), (64_i64 << 20).into());
    assert!(session.memory_bytes() > 64 << 20);
    let limits = Limits {
        memory_bytes: 64 << 20,
        ..Limits::default()
    };
    let refused = sandbox().with_limits(&limits).restore(&saved);
    assert_eq!(kind(refused), Some(FailureKind::MemoryLimit));
}

#[test]
fn limits_and_tools_are_those_of_whoever_restores() {
    let double = |by: i64| {
        let tool = Tool::new("double", move |arguments| match &arguments["number"] {
            Value::Integer(number) => Ok(Value::Integer(number * by)),
            other => Ok(other.clone()),
        });
        tool.takes(Parameter::new("number", Kind::Integer))
    };
    let mut session = sandbox().with_tools([double(2)]).open().expect("opens");
    assert_eq!(run(&mut session, "double(21)"), 42.into());
    let saved = session.save().expect("is saved");
    let with = |sandbox: Sandbox| sandbox.restore(&saved).expect("restores");
    assert_eq!(
        run(&mut with(sandbox().with_tools([double(3)])), "double(21)"),
        63.into()
    );
    let without = with(sandbox()).run("double(21)", &[]);
    assert_eq!(kind(without), Some(FailureKind::Tool));
    let limits = Limits {
        output_bytes: 10,
        ..Limits::default()
    };
    let printed = with(sandbox().with_limits(&limits)).run("print('x' * 20)", &[]);
    assert_eq!(kind(printed), Some(FailureKind::OutputLimit));
}

#[test]
fn what_is_no_saved_session_is_refused() {
    let saved = saved("x = 1");
    let with = |place: usize, byte: u8| {
        let mut damaged = saved.clone();
        damaged[place] = byte;
        damaged
    };
    let last = saved.len() - 1;
    for (bytes, expected) in [
        (Vec::new(), FailureKind::Damaged),
        (saved[..last].to_vec(), FailureKind::Damaged),
        (with(last, !saved[last]), FailureKind::Damaged),
        (with(15, 0), FailureKind::OtherVersion),
        (with(16, !saved[16]), FailureKind::OtherComponent),
    ] {
        assert_eq!(kind(sandbox().restore(&bytes)), Some(expected));
    }
}

#[test]
fn session_is_saved_and_restored_without_blocking() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let value = runtime.expect("a runtime").block_on(async {
        let mut session = sandbox().open_async().await?;
        session.run_async("x = 1", &[]).await?;
        let saved = session.save_async().await?;
        let mut copy = sandbox().restore_async(&saved).await?;
        copy.run_async("x + 1", &[]).await
    });
    assert_eq!(value.map(|outcome| outcome.value), Ok(2.into()));
}

#[test]
fn first_save_needs_an_instance_more_and_the_session_goes_on_without() {
    let options = EngineOptions {
        allocation: Allocation::Pooling { instances: 1 },
        ..EngineOptions::default()
    };
    let sandbox = load(&Host::new(options).expect("a host"));
    let mut session = sandbox.open().expect("opens");
    run(&mut session, "x = 1");
    assert_eq!(kind(session.save()), Some(FailureKind::Unavailable));
    assert_eq!(run(&mut session, "x"), 1.into());
}
