//! Components that are composed of others, called like any other one by the host library.

use crate::guests;

use guests::{compiled, fixture, host, person, start};
use host_test::command::{self, Finished};
use host_test::{CallError, Capabilities, Guest, Limits, People};

/// The number of bytes that a composition is larger than its parts at most.
const JOINT_BYTES: u64 = 16 << 10;

/// Loads one Python component in front of another that runs its tag as Python code.
fn once_lab() -> Guest {
    compiled("once-lab-snapshot")
}

fn names(called: Result<Vec<host_test::Person>, CallError>) -> Vec<String> {
    let people = called.unwrap_or_else(|error| panic!("{error}"));
    people.into_iter().map(|person| person.name).collect()
}

fn run(name: &str, arguments: &[&str]) -> Finished {
    let capabilities = Capabilities::none().argument(name);
    let capabilities = arguments
        .iter()
        .fold(capabilities, |all, &argument| all.argument(argument));
    let path = fixture(name);
    let finished = command::run(&host(), path, &Limits::default(), &capabilities);
    finished.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn command_gets_its_people_from_python() {
    let finished = run("consumer-people", &["wise"]);
    let output = &finished.output;
    assert_eq!(
        output.stdout.text(),
        "George, 75: wise, retired\n",
        "{output}"
    );
    assert_eq!(finished.exit_code, 0);
}

#[test]
fn every_component_of_a_chain_adds_its_rule() {
    let chain = compiled("chain");
    let mut instance = start(&chain);
    let people = [
        person("Ann", 17, &["student"]),
        person("Bob", 18, &["student"]),
        person("Cid", 30, &["busy"]),
    ];
    let students = instance.filter_by_tag(&people, "student");
    assert_eq!(names(students), ["Bob"], "Ann is no adult, Cid no student");
    let more = [&people[..], &[person("Dan", 40, &["student"])]].concat();
    let students = instance.filter_by_tag(&more, "student");
    assert_eq!(names(students), ["Dan"], "Bob was given before");
    let students = start(&chain).filter_by_tag(&people, "student");
    assert_eq!(
        names(students),
        ["Bob"],
        "nothing is left of the first instance"
    );
}

#[test]
fn python_calls_python_of_another_component() {
    let mut instance = start(&compiled("once-people"));
    let people = [
        person("Zoë", 3, &["x"]),
        person("太郎", 65_535, &["y", "x"]),
    ];
    assert_eq!(instance.filter_by_tag(&people, "x"), Ok(people.to_vec()));
    assert_eq!(instance.filter_by_tag(&people, "x"), Ok(vec![]));
}

#[test]
fn each_python_keeps_an_interpreter_of_its_own() {
    let mut instance = start(&once_lab());
    let people = [person("Ann", 3, &[]), person("Bob", 4, &[])];
    let code = "
import builtins, sys
assert 'people_app' in sys.modules and 'once_app' not in sys.modules
builtins.seen = getattr(builtins, 'seen', 0) + 1
result = people[:builtins.seen]
";
    assert_eq!(names(instance.filter_by_tag(&people, code)), ["Ann"]);
    // The inner one remembers that it was called, the outer one whom it gave.
    assert_eq!(names(instance.filter_by_tag(&people, code)), ["Bob"]);
}

#[test]
fn exception_of_the_inner_component_arrives_with_both_tracebacks() {
    let mut instance = start(&once_lab());
    let raised = instance.filter_by_tag(&[person("Ann", 3, &[])], "1 / 0");
    let Err(CallError::Python { exception, .. }) = raised else {
        panic!("{raised:?}");
    };
    let (name, message) = (exception.type_name.as_str(), exception.message.as_str());
    assert_eq!((name, message), ("ZeroDivisionError", "division by zero"));
    let (outer, inner) = exception
        .traceback
        .split_once("In another component:\n")
        .expect("two tracebacks");
    assert!(outer.contains("others.filter_by_tag(new, tag)"), "{outer}");
    assert!(
        inner.ends_with("\nZeroDivisionError: division by zero\n"),
        "{inner}"
    );
    let left = instance.filter_by_tag(&[person("Ann", 3, &[])], "result = people");
    assert_eq!(names(left), ["Ann"], "both go on working");
}

#[test]
fn deadline_of_the_host_ends_the_innermost_component() {
    let limits = Limits {
        deadline: Some(std::time::Duration::from_millis(200)),
        ..Limits::default()
    };
    let mut instance = guests::try_start(&once_lab(), &limits).expect("an instance");
    let stopped = instance.filter_by_tag(&[], "while True: pass");
    assert!(
        matches!(stopped, Err(CallError::Stopped { .. })),
        "{stopped:?}"
    );
}

#[test]
fn composition_is_as_large_as_its_parts() {
    let size = |path: std::path::PathBuf| path.metadata().expect("a file").len();
    let people = size(guests::python_path());
    let [adults, consumer, once] = ["adults", "consumer", "once"].map(|name| size(fixture(name)));
    let compositions = [
        ("consumer-people", consumer + people),
        ("adults-people", adults + people),
        ("once-people", once + people),
        ("chain", consumer + once + adults + people),
    ];
    for (name, parts) in compositions {
        let whole = size(fixture(name));
        assert!(
            (parts..=parts + JOINT_BYTES).contains(&whole),
            "{name}: expected {parts} bytes and a few, found {whole}"
        );
    }
    // Two Pythons: no library is shared.
    assert!(size(fixture("once-people")) < 2 * 14_500_000);
}
