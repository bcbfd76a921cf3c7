//! A command that imports `series`. It prints what comes after the numbers that it is given, if they go on
//! along a line.

#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    reason = "generated"
)]
mod bindings {
    wit_bindgen::generate!({
        world: "wasi-py:trend/trend",
        path: ["../../../wit", "../../numbers/wit", "wit"],
        generate_all,
    });
}

use std::process::ExitCode;

use bindings::wasi_py::numbers::series::{Failure, fit_line};

fn main() -> ExitCode {
    let numbers: Result<Vec<f64>, _> = std::env::args().skip(1).map(|text| text.parse()).collect();
    let Ok(numbers) = numbers else {
        eprintln!("error: expected numbers");
        return ExitCode::FAILURE;
    };
    let places: Vec<f64> = (0..numbers.len()).map(|place| place as f64).collect();
    match fit_line(&places, &numbers) {
        Ok((slope, height)) => {
            println!("{:.3}", slope * numbers.len() as f64 + height);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {}", describe(failure));
            ExitCode::FAILURE
        }
    }
}

fn describe(failure: Failure) -> String {
    match failure {
        Failure::Singular => "too few numbers for a line".to_owned(),
        Failure::Failed(exception) => format!("{}: {}", exception.type_name, exception.message),
    }
}
