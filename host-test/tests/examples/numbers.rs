//! A component whose Python app calculates by numpy, built from its source.

use host_test::command;
use host_test::{Capabilities, Limits};
use wasmtime::component::Val;

use crate::calls::Session;
use crate::guests::{fixture, host};

fn called(interface: &str, function: &str, arguments: &[Val]) -> Result<Val, Val> {
    let path = format!("wasi-py:numbers/{interface}@0.1.0#{function}");
    crate::calls::call("numbers", &path, arguments)
}

fn series(function: &str, arguments: &[Val]) -> Result<Val, Val> {
    called("series", function, arguments)
}

fn floats(values: &[f64]) -> Val {
    Val::List(values.iter().copied().map(Val::Float64).collect())
}

fn record<const N: usize>(fields: [(&str, Val); N]) -> Val {
    Val::Record(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

fn matrix(columns: u32, values: &[f64]) -> Val {
    record([("columns", Val::U32(columns)), ("values", floats(values))])
}

fn variant(case: &str) -> Val {
    Val::Variant(case.to_owned(), None)
}

/// Returns the class and the message of an exception.
fn raised(called: Result<Val, Val>) -> (String, String) {
    let Err(Val::Record(fields)) = called else {
        panic!("expected an exception, found {called:?}");
    };
    match (&fields[0].1, &fields[1].1) {
        (Val::String(class), Val::String(message)) => (class.clone(), message.clone()),
        other => panic!("expected texts, found {other:?}"),
    }
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn numbers_come_back_multiplied() {
    let values = [0.5, -0.0, f64::MAX, f64::INFINITY, f64::MIN_POSITIVE];
    let twice = values.map(|value| value * 2.0);
    let scaled = series("scale", &[floats(&values), Val::Float64(2.0)]);
    assert_eq!(scaled, Ok(floats(&twice)));
    let nothing = series("scale", &[floats(&[]), Val::Float64(2.0)]);
    assert_eq!(nothing, Ok(floats(&[])));
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn numbers_are_described_as_a_whole() {
    let summary = series(
        "summarise",
        &[floats(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0])],
    );
    let expected = record([
        ("mean", Val::Float64(5.0)),
        ("deviation", Val::Float64(2.0)),
        ("median", Val::Float64(4.5)),
    ]);
    assert_eq!(summary, Ok(expected));
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn matrices_are_multiplied_row_by_row() {
    let left = matrix(3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let right = matrix(2, &[7.0, 8.0, 9.0, 10.0, 11.0, 12.0]);
    let product = series("multiply", &[left.clone(), right]);
    assert_eq!(product, Ok(matrix(2, &[58.0, 64.0, 139.0, 154.0])));
    let (class, _) = raised(series("multiply", &[left.clone(), left]));
    assert_eq!(
        class, "ValueError",
        "the rows of one are the columns of the other"
    );
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn equations_are_solved() {
    let coefficients = matrix(2, &[2.0, 0.0, 0.0, 4.0]);
    let solution = series("solve", &[coefficients, floats(&[1.0, 2.0])]);
    assert_eq!(solution, Ok(floats(&[0.5, 0.5])));
}

/// WebAssembly has no flags for floating-point exceptions. Without flags in software numpy would return
/// numbers that are none.
#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn equations_without_one_solution_are_refused() {
    let coefficients = matrix(2, &[1.0, 2.0, 2.0, 4.0]);
    let refused = series("solve", &[coefficients, floats(&[1.0, 2.0])]);
    assert_eq!(refused, Err(variant("singular")));
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn division_of_whole_numbers_by_zero_is_an_error() {
    let dividends = Val::List([7, -7, i32::MAX].map(Val::S32).to_vec());
    let halves = Val::List([3, -4, 1_073_741_823].map(Val::S32).to_vec());
    let divided = series("divide", &[dividends.clone(), Val::S32(2)]);
    assert_eq!(divided, Ok(halves));
    let raised = raised(series("divide", &[dividends, Val::S32(0)]));
    let expected = "divide by zero encountered in floor_divide";
    assert_eq!(
        raised,
        ("FloatingPointError".to_owned(), expected.to_owned())
    );
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn line_through_points_is_found() {
    let line = series(
        "fit-line",
        &[floats(&[0.0, 1.0, 2.0]), floats(&[1.0, 3.0, 5.0])],
    );
    let Ok(Val::Tuple(found)) = line else {
        panic!("expected a line, found {line:?}");
    };
    let [Val::Float64(slope), Val::Float64(height)] = found[..] else {
        panic!("expected two numbers, found {found:?}");
    };
    assert!((slope - 2.0).abs() < 1e-12 && (height - 1.0).abs() < 1e-12);
    let point = series("fit-line", &[floats(&[1.0]), floats(&[1.0])]);
    assert_eq!(point, Err(variant("singular")));
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn frequencies_are_found() {
    let wave = (0..64).map(|step| (f64::from(step) * std::f64::consts::TAU / 8.0).sin());
    let spectrum = series("spectrum", &[floats(&wave.collect::<Vec<_>>())]);
    let Ok(Val::List(spectrum)) = spectrum else {
        panic!("expected a list, found {spectrum:?}");
    };
    let is_loud = |value: &Val| matches!(value, Val::Float64(amount) if *amount > 1.0);
    let loud: Vec<usize> = (0..spectrum.len())
        .filter(|&at| is_loud(&spectrum[at]))
        .collect();
    assert_eq!((spectrum.len(), loud), (33, vec![8]));
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn bytes_are_counted_where_they_are() {
    let counted = series("count-bytes", &[Val::List([7, 0, 7].map(Val::U8).to_vec())]);
    let mut counts = vec![Val::U32(0); 256];
    (counts[0], counts[7]) = (Val::U32(1), Val::U32(2));
    assert_eq!(counted, Ok(Val::List(counts)));
}

/// Draws numbers in an instance of its own.
fn drawn(function: &str, from: &str) -> Val {
    let arguments = [Val::Enum(from.to_owned()), Val::U32(3)];
    called("chance", function, &arguments).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn global_generator_begins_anew_in_each_instance() {
    for function in ["draw", "draw-normal"] {
        let drawn = [(); 3].map(|()| drawn(function, "global"));
        assert!(drawn[0] != drawn[1] && drawn[1] != drawn[2] && drawn[0] != drawn[2]);
    }
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn generator_with_a_seed_is_the_same_in_each_instance() {
    // What `numpy.random.default_rng(7)` draws first, on any machine.
    let expected = floats(&[
        0.625_095_466_604_667,
        0.897_213_800_969_575_5,
        0.775_685_690_245_193_5,
    ]);
    let drawn = [(); 2].map(|()| drawn("draw", "seeded"));
    assert_eq!(drawn, [expected.clone(), expected]);
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn later_draws_of_an_instance_differ() {
    let mut session = Session::start("numbers", |_| {});
    let arguments = [Val::Enum("global".to_owned()), Val::U32(1)];
    let mut draw = || session.outcome("wasi-py:numbers/chance@0.1.0#draw", &arguments);
    assert_ne!(draw(), draw());
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn command_in_rust_calculates_by_numpy() {
    let run = |numbers: &[&str]| {
        let capabilities = Capabilities::none().argument("trend");
        let capabilities = { numbers.iter() }.fold(capabilities, |all, &next| all.argument(next));
        let path = fixture("trend-numbers");
        let finished = command::run(&host(), path, &Limits::default(), &capabilities);
        let output = finished.unwrap_or_else(|error| panic!("{error}")).output;
        (
            output.stdout.text().to_owned(),
            output.stderr.text().to_owned(),
        )
    };
    assert_eq!(run(&["1", "3", "5"]), ("7.000\n".to_owned(), String::new()));
    let (out, error) = run(&["1"]);
    assert_eq!(
        (&*out, &*error),
        ("", "error: too few numbers for a line\n")
    );
}
