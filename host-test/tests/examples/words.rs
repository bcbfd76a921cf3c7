//! The second component: another world, another app, the same library crates.

use wasmtime::component::Val;

fn count(text: &str, pattern: &str) -> Result<Val, Val> {
    let arguments = [Val::String(text.into()), Val::String(pattern.into())];
    crate::calls::call("words", "count", &arguments)
}

fn pair(word: &str, times: u32) -> Val {
    Val::Tuple(vec![Val::String(word.into()), Val::U32(times)])
}

#[test]
fn words_are_counted() {
    let counted = count("to be or not to be, to", r"\w+");
    let expected = vec![pair("to", 3), pair("be", 2), pair("or", 1), pair("not", 1)];
    assert_eq!(counted, Ok(Val::List(expected)));
}

#[test]
fn pattern_that_does_not_compile_is_an_exception() {
    let Err(Val::Record(fields)) = count("text", "(") else {
        panic!("expected the record `exception`");
    };
    let type_name = (
        "type-name".to_owned(),
        Val::String("re.PatternError".to_owned()),
    );
    assert_eq!(fields.first(), Some(&type_name));
}
