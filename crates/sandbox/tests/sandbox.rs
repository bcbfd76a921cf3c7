//! Sources that are run by the host's side of the sandbox, those that mean well and those that do not.

mod load;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wasi_py_host::{EngineOptions, Host};
use wasi_py_sandbox::{
    Arguments, Failure, FailureKind, File, Kind, Limits, Outcome, Parameter, Sandbox, Tool,
    ToolError, Value,
};

use load::{load, sandbox};

fn limited(limits: &Limits) -> Sandbox {
    sandbox().with_limits(limits)
}

/// A source that should not run for longer.
fn soon() -> Limits {
    Limits {
        time: Some(Duration::from_millis(300)),
        ..Limits::default()
    }
}

fn run(source: &str) -> Outcome {
    let ended = sandbox().run(source, &[]);
    ended.unwrap_or_else(|failure| panic!("{failure}"))
}

fn fail(sandbox: &Sandbox, source: &str) -> Failure {
    match sandbox.run(source, &[]) {
        Err(failure) => failure,
        Ok(outcome) => panic!("{outcome:?}"),
    }
}

fn list(values: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    Value::List(values.into_iter().map(Into::into).collect())
}

#[test]
fn values_go_in_and_come_out() {
    let value = Value::Dictionary(vec![
        ("numbers".into(), list([1_i64, -2])),
        (
            "more".into(),
            Value::BigInteger("0x10000000000000000".to_owned()),
        ),
        (Value::Tuple(vec![1.into()]), Value::Bytes(vec![0, 255])),
        (Value::None, Value::Set(vec![1.5.into()])),
        (true.into(), "Zoë 🐍".into()),
    ]);
    let outcome = sandbox().run("given", &[("given", value.clone())]);
    assert_eq!(outcome.map(|outcome| outcome.value), Ok(value));
}

#[test]
fn value_is_that_of_the_last_expression() {
    assert_eq!(run("sum(range(10))").value, 45.into());
    assert_eq!(
        run("import json\nx = json.loads('[1]')\nx").value,
        list([1])
    );
    assert_eq!(run("x = 1").value, Value::None);
}

#[test]
fn what_is_printed_is_kept_apart() {
    let printed =
        run("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')").printed;
    assert_eq!((&*printed.stdout, &*printed.stderr), ("a\nc", "b\n"));
}

#[test]
fn sources_see_nothing_of_each_other() {
    run("import builtins\nname = builtins.left = 1\nopen('left', 'w').write('x')");
    let found =
        run("import builtins, os\n('name' in globals(), hasattr(builtins, 'left'), os.listdir())");
    let nothing = Value::Tuple(vec![false.into(), false.into(), Value::List(Vec::new())]);
    assert_eq!(found.value, nothing);
}

#[test]
fn exception_comes_with_the_lines_of_the_source() {
    let failure = fail(
        &sandbox(),
        "def f(x):\n    return 1 / x\n\nprint('before')\nf(0)",
    );
    assert_eq!(failure.kind, FailureKind::Raised);
    assert_eq!(
        (&*failure.type_name, failure.line),
        ("ZeroDivisionError", Some(2))
    );
    assert_eq!(failure.printed.stdout, "before\n");
    let text = "Traceback (most recent call last):\n  File \"<sandbox>\", line 5, in <module>\n    \
                f(0)\n    ~^^^\n  File \"<sandbox>\", line 2, in f\n    return 1 / x\n           \
                ~~^~~\nZeroDivisionError: division by zero";
    assert_eq!(failure.to_string(), text);
}

#[test]
fn source_that_does_not_compile_says_where() {
    let failure = fail(&sandbox(), "x = 1\nx = = 2");
    assert_eq!((failure.kind, failure.line), (FailureKind::Syntax, Some(2)));
    assert_eq!(
        sandbox()
            .compile_only("x = = 2")
            .map_err(|failure| failure.kind),
        Err(FailureKind::Syntax)
    );
    assert_eq!(sandbox().compile_only("raise ValueError"), Ok(()));
}

#[test]
fn time_that_is_up_names_the_line_and_keeps_what_was_printed() {
    let failure = fail(
        &limited(&soon()),
        "print('before')\ndef f():\n    while True: pass\nf()",
    );
    assert_eq!(
        (failure.kind, failure.line),
        (FailureKind::TimeLimit, Some(3))
    );
    assert_eq!(failure.printed.stdout, "before\n");
    let text = "the guest did not finish within 300ms\nTraceback (most recent call last):\n  \
                File \"<sandbox>\", line 4, in <module>\n  File \"<sandbox>\", line 3, in f";
    assert_eq!(failure.to_string(), text);
}

#[test]
fn sleep_ends_when_time_is_up() {
    let failure = fail(&limited(&soon()), "import time\ntime.sleep(3600)");
    assert_eq!(failure.kind, FailureKind::TimeLimit);
}

#[test]
fn time_that_is_up_cannot_be_caught() {
    let source = "while True:\n    try:\n        while True: pass\n    except BaseException: pass";
    assert_eq!(fail(&limited(&soon()), source).kind, FailureKind::TimeLimit);
}

#[test]
fn memory_that_is_used_up_names_the_line() {
    let limits = Limits {
        memory_bytes: 64 << 20,
        ..Limits::default()
    };
    let failure = fail(
        &limited(&limits),
        "x = []\nwhile True:\n    x.append(bytes(1 << 20))",
    );
    assert_eq!(
        (failure.kind, failure.line),
        (FailureKind::MemoryLimit, Some(3))
    );
}

#[test]
fn fuel_that_is_used_up_names_the_line() {
    let options = EngineOptions {
        fuel: true,
        ..EngineOptions::default()
    };
    let limits = Limits {
        fuel: Some(50_000_000),
        time: None,
        ..Limits::default()
    };
    let sandbox = load(&Host::new(options).expect("a host")).with_limits(&limits);
    let failure = fail(&sandbox, "while True:\n    pass");
    assert_eq!(failure.kind, FailureKind::FuelLimit);
    assert!(matches!(failure.line, Some(1 | 2)), "{failure}");
}

#[test]
fn fuel_without_an_engine_for_it_is_refused() {
    let limits = Limits {
        fuel: Some(1),
        ..Limits::default()
    };
    assert_eq!(fail(&limited(&limits), "1").kind, FailureKind::Unavailable);
}

#[test]
fn recursion_that_is_too_deep_names_the_line() {
    let failure = fail(&sandbox(), "def f():\n    return f()\nf()");
    assert_eq!(
        (failure.kind, failure.line),
        (FailureKind::RecursionLimit, Some(2))
    );
}

#[test]
fn output_is_limited_and_what_fits_is_kept() {
    let limits = Limits {
        output_bytes: 1_000,
        ..soon()
    };
    let failure = fail(&limited(&limits), "while True:\n    print('x' * 99)");
    assert_eq!(
        (failure.kind, failure.line),
        (FailureKind::OutputLimit, Some(2))
    );
    assert_eq!(failure.printed.stdout.len(), 1_000);
}

#[test]
fn output_behind_the_back_of_the_guest_is_limited_by_the_host() {
    let limits = Limits {
        output_bytes: 1_000,
        ..soon()
    };
    let failure = fail(
        &limited(&limits),
        "import os\nfor _ in range(100):\n    os.write(1, b'x' * 99)\n1",
    );
    assert_eq!(failure.kind, FailureKind::OutputLimit);
    assert_eq!(failure.printed.stdout.len(), 1_000);
}

#[test]
fn value_is_limited() {
    let limits = Limits {
        value_bytes: 10_000,
        ..soon()
    };
    let kind = |source| fail(&limited(&limits), source).kind;
    assert_eq!(kind("'x' * 20_000"), FailureKind::ValueLimit);
    assert_eq!(
        kind("open('a', 'wb').write(bytes(20_000))"),
        FailureKind::ValueLimit
    );
    assert_eq!(kind("x = []\nx.append(x)\nx"), FailureKind::ValueLimit);
    assert_eq!(
        kind("x = [1]\nfor _ in range(90): x = [x, x]\nx"),
        FailureKind::ValueLimit
    );
}

#[test]
fn value_behind_the_back_of_the_guest_is_limited_by_the_host() {
    let limits = Limits {
        value_bytes: 10_000,
        ..Limits::default()
    };
    let source = "import sandbox_app._values as values\n\
                  values.Writer.take = lambda self, count: None\n'x' * 20_000_000";
    assert_eq!(
        fail(&limited(&limits), source).kind,
        FailureKind::ValueLimit
    );
}

#[test]
fn nodes_of_no_value_are_a_failure() {
    let source = "import sandbox_app._values as values\n\
                  values.Writer.nodes = lambda self, value: [values.NodeList(4_000_000_000)]\n1";
    assert_eq!(fail(&sandbox(), source).kind, FailureKind::Crashed);
}

#[test]
fn value_without_a_form_is_a_failure() {
    let failure = fail(&sandbox(), "class Point: ...\nPoint()");
    assert_eq!(failure.kind, FailureKind::ValueKind);
    assert_eq!(
        failure.message,
        "no value outside of the sandbox stands for a `Point`"
    );
}

#[test]
fn ends_of_its_own_are_failures() {
    let failure = fail(&sandbox(), "import sys\nsys.exit(3)");
    assert_eq!(
        (failure.kind, &*failure.message),
        (FailureKind::Exited, "3")
    );
    assert_eq!(
        fail(&sandbox(), "import os\nos._exit(3)").kind,
        FailureKind::Exited
    );
    assert_eq!(
        fail(&sandbox(), "import os\nos.abort()").kind,
        FailureKind::Crashed
    );
}

/// A tool that adds, and counts its calls.
fn add(calls: &Arc<AtomicUsize>) -> Tool {
    let calls = calls.clone();
    let tool = Tool::new("add", move |arguments: Arguments| {
        calls.fetch_add(1, Ordering::Relaxed);
        match (&arguments["a"], &arguments["b"]) {
            (Value::Integer(a), Value::Integer(b)) => a
                .checked_add(*b)
                .map(Value::Integer)
                .ok_or_else(|| ToolError::new("OverflowError", "too large")),
            _ => Err(ToolError::new("TypeError", "too large")),
        }
    });
    tool.documented("Adds.")
        .takes(Parameter::new("a", Kind::Integer))
        .takes(Parameter::new("b", Kind::Integer).or(1))
        .returns(Kind::Integer)
}

#[test]
fn tool_is_a_function_with_a_signature() {
    let calls = Arc::default();
    let sandbox = sandbox().with_tools([add(&calls)]);
    let source =
        "import inspect\n(add(1), add(b=2, a=3), str(inspect.signature(add)), add.__doc__)";
    let value = sandbox.run(source, &[]).map(|outcome| outcome.value);
    let signature = "(a: int, b: int = 1) -> int".into();
    assert_eq!(
        value,
        Ok(Value::Tuple(vec![
            2.into(),
            5.into(),
            signature,
            "Adds.".into()
        ]))
    );
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn tool_gets_only_what_its_schema_says() {
    let calls = Arc::default();
    let sandbox = sandbox().with_tools([add(&calls)]);
    let wrong = [
        "add('1')",
        "call('add', nodes({'a': 1, 'c': 2}))",
        "call('add', nodes({'b': 1}))",
        "call('add', nodes({1: 1}))",
        "call('add', nodes([1]))",
        "call('add', [])",
        "call('other', nodes({}))",
    ];
    for call in wrong {
        let source = format!(
            "from wit.imports.tools import call\nfrom sandbox_app._values import Writer\n\
             nodes = lambda value: Writer(1000).nodes(value)\n{call}"
        );
        let failure = fail(&sandbox, &source);
        let is_refused = matches!(failure.kind, FailureKind::Tool | FailureKind::Raised);
        assert!(is_refused, "{call}: {failure:?}");
    }
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn tool_that_fails_can_be_caught_or_is_the_failure() {
    let sandbox = sandbox().with_tools([add(&Arc::default())]);
    let source = "try:\n    add(2**63 - 1)\nexcept ToolError as error:\n    x = str(error)\nx";
    let value = sandbox.run(source, &[]).map(|outcome| outcome.value);
    assert_eq!(value, Ok("too large".into()));
    let failure = fail(&sandbox, "\nadd(2**63 - 1)");
    assert_eq!((failure.kind, failure.line), (FailureKind::Tool, Some(2)));
    assert_eq!(
        (&*failure.type_name, &*failure.message),
        ("OverflowError", "too large")
    );
}

#[test]
fn tool_that_waits_ends_when_time_is_up() {
    let tool = Tool::waiting("forever", |_| std::future::pending());
    let sandbox = limited(&soon()).with_tools([tool]);
    assert_eq!(fail(&sandbox, "forever()").kind, FailureKind::TimeLimit);
}

#[test]
fn session_keeps_its_names_through_failures() {
    let mut session = sandbox().open().expect("opens");
    let run = |session: &mut wasi_py_sandbox::Session, source: &str| {
        session.run(source, &[]).map(|outcome| outcome.value)
    };
    assert_eq!(
        run(&mut session, "def double(x): return 2 * x"),
        Ok(Value::None)
    );
    assert!(run(&mut session, "double(None)").is_err());
    assert_eq!(run(&mut session, "double(4)"), Ok(8.into()));
    assert!(session.is_open());
}

#[test]
fn session_that_was_stopped_is_closed() {
    let mut session = limited(&soon()).open().expect("opens");
    let kind = |ended: Result<Outcome, Failure>| ended.expect_err("fails").kind;
    assert_eq!(
        kind(session.run("while True: pass", &[])),
        FailureKind::TimeLimit
    );
    assert!(!session.is_open());
    assert_eq!(kind(session.run("1", &[])), FailureKind::Closed);
}

#[test]
fn files_go_in_and_out() {
    let file = |path: &str, contents: &[u8]| File {
        path: path.to_owned(),
        contents: contents.to_vec(),
    };
    let sandbox = sandbox().with_files(vec![file("data/in.txt", b"in")]);
    let outcome = sandbox.run(
        "open('out.txt', 'w').write(open('data/in.txt').read() * 2)",
        &[],
    );
    assert_eq!(
        outcome.map(|outcome| outcome.files),
        Ok(vec![file("out.txt", b"inin")])
    );
    let refused = sandbox.with_files(vec![file("../x", b"")]);
    assert_eq!(fail(&refused, "1").kind, FailureKind::Options);
}

#[test]
fn runs_do_not_block_a_thread_that_drives_others() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let ended = runtime.expect("a runtime").block_on(async {
        let slow = limited(&soon());
        let slow = slow.run_async("while True: pass", &[]);
        let quick = async {
            let sandbox = sandbox();
            let mut session = sandbox.open_async().await?;
            session.run_async("x = 1", &[]).await?;
            session.run_async("x + 1", &[]).await
        };
        let mut quick = std::pin::pin!(quick);
        let mut slow = std::pin::pin!(slow);
        // The one that ends first is the one that was begun last.
        std::future::poll_fn(|context| {
            assert!(slow.as_mut().poll(context).is_pending());
            quick.as_mut().poll(context)
        })
        .await
    });
    assert_eq!(ended.map(|outcome| outcome.value), Ok(2.into()));
}

#[test]
fn state_of_a_source_is_random_and_its_own() {
    let draw = || run("import random\nrandom.random()").value;
    assert_ne!(draw(), draw());
}

#[test]
fn source_has_no_way_out() {
    for source in [
        "open('/etc/passwd')",
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "import subprocess\nsubprocess.run(['true'])",
        "import os\nos.listdir('/home')",
    ] {
        assert_eq!(
            fail(&sandbox(), source).kind,
            FailureKind::Raised,
            "{source}"
        );
    }
    assert_eq!(
        run("import os\ndict(os.environ)").value,
        Value::Dictionary(Vec::new())
    );
}
