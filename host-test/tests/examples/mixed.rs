//! Python and Rust in one component.

use wasmtime::component::Val;

use crate::calls::Session;

const NUMBERS: &str = "wasi-py:mixed/numbers@0.1.0";
const TEXTS: &str = "wasi-py:mixed/texts@0.1.0";

fn fraction(over: i64, under: u64) -> Val {
    Val::Record(vec![
        ("over".to_owned(), Val::S64(over)),
        ("under".to_owned(), Val::U64(under)),
    ])
}

fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

#[test]
fn interfaces_and_functions_of_both_languages_answer() {
    let mut session = Session::start("mixed", |_| {});
    let sum = session.call(&format!("{NUMBERS}#add"), &[fraction(1, 6), fraction(1, 3)]);
    assert_eq!(sum, Some(Val::Option(Some(Box::new(fraction(1, 2))))));
    let shown = session.call(&format!("{TEXTS}#show"), &[fraction(1, 2)]);
    assert_eq!(shown, Some(text("1/2")));
    let parsed = session.outcome(&format!("{TEXTS}#parse"), &[text("6/-8")]);
    assert_eq!(parsed, Err(text("Invalid literal for Fraction: '6/-8'")));
    let parsed = session.outcome(&format!("{TEXTS}#parse"), &[text("-6/8")]);
    assert_eq!(parsed, Ok(fraction(-3, 4)));
    let count = session.call(&format!("{TEXTS}#count-characters"), &[text("banana")]);
    assert_eq!(count, Some(Val::U32(3)));
}
