//! A component that has lists of numbers as arrays, and returns numbers from other buffers as well.

use wasmtime::component::Val;

fn call(function: &str, arguments: &[Val]) -> Result<Val, Val> {
    crate::calls::call("series", function, arguments)
}

fn floats(values: &[f64]) -> Val {
    Val::List(values.iter().copied().map(Val::Float64).collect())
}

/// Returns what comes of a buffer of Python as a list of `s16`.
fn returned(kind: &str) -> Result<(String, Vec<i16>), String> {
    match call("returned", &[Val::String(kind.into())]) {
        Ok(Val::Tuple(items)) => {
            let [Val::String(class), Val::List(items)] = &*items else {
                panic!("expected a name and numbers, found {items:?}");
            };
            let number = |item: &Val| match item {
                Val::S16(number) => *number,
                other => panic!("expected a number, found {other:?}"),
            };
            Ok((class.clone(), items.iter().map(number).collect()))
        }
        Err(Val::Record(fields)) => match (&fields[0].1, &fields[1].1) {
            (Val::String(class), Val::String(message)) => Err(format!("{class}: {message}")),
            other => panic!("expected texts, found {other:?}"),
        },
        other => panic!("expected numbers or an exception, found {other:?}"),
    }
}

#[test]
fn numbers_arrive_as_they_were() {
    let values = [0.5, -0.0, f64::MAX, f64::INFINITY, f64::MIN_POSITIVE];
    assert_eq!(call("echo", &[floats(&values)]), Ok(floats(&values)));
    assert_eq!(call("echo", &[floats(&[])]), Ok(floats(&[])));
}

#[test]
fn records_have_arrays_too() {
    let samples = |values: &[f64]| {
        let times = [1, 2, 3, 4].map(Val::U32).to_vec();
        Val::Record(vec![
            ("times-ms".to_owned(), Val::List(times)),
            ("values".to_owned(), floats(values)),
        ])
    };
    let smooth = call("smooth", &[samples(&[1.0, 50.0, 2.0, 3.0])]);
    assert_eq!(smooth, Ok(samples(&[1.0, 2.0, 3.0, 3.0])));
}

#[test]
fn other_buffers_are_taken() {
    let numbers = |values: &[i32]| Val::List(values.iter().copied().map(Val::S32).collect());
    let differences = call("differences", &[numbers(&[1, 4, 2, i32::MAX])]);
    assert_eq!(differences, Ok(numbers(&[3, -2, i32::MAX - 2])));
    for (kind, class) in [
        ("same", "array"),
        ("every second", "memoryview"),
        ("wider", "array"),
        ("list", "list"),
    ] {
        assert_eq!(
            returned(kind),
            Ok((class.to_owned(), vec![1, -2, 3])),
            "{kind}"
        );
    }
}

#[test]
fn buffers_that_do_not_fit_are_refused() {
    for (kind, expected) in [
        (
            "too wide",
            "OverflowError: 32768 does not fit s16 (-32768..=32767)",
        ),
        ("floats", "TypeError: expected an int, found `float`"),
        (
            "two dimensions",
            "ValueError: expected numbers in 1 dimension, found 2 dimensions",
        ),
        ("bytes", "TypeError: expected a list, found `bytes`"),
    ] {
        assert_eq!(returned(kind), Err(expected.to_owned()), "{kind}");
    }
}

#[test]
fn bytes_are_those_of_buffers_of_bytes() {
    let bytes_of = |kind: &str| call("bytes-of", &[Val::String(kind.into())]);
    let bytes = |bytes: &[u8]| Val::List(bytes.iter().copied().map(Val::U8).collect());
    assert_eq!(bytes_of("signed bytes"), Ok(bytes(&[1, 255])));
    assert_eq!(bytes_of("bytes"), Ok(bytes(b"12")));
    // Numbers that are no bytes are not taken for their memory.
    assert_eq!(bytes_of("small"), Ok(bytes(&[1, 255])));
    assert!(bytes_of("wider").is_err());
}
