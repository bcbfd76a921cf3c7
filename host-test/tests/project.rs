//! A project that `wasi-py new` has written and `wasi-py build` has built: what a newcomer has after two
//! commands.

use crate::calls;

use wasmtime::component::Val;

fn count(text: &str, pattern: &str) -> Result<Val, Val> {
    let arguments = [Val::String(text.into()), Val::String(pattern.into())];
    calls::call("project", "count", &arguments)
}

#[test]
fn new_project_does_what_its_world_says() {
    let pair = |word: &str, times| Val::Tuple(vec![Val::String(word.into()), Val::U32(times)]);
    let expected = vec![pair("to", 3), pair("be", 2), pair("or", 1), pair("not", 1)];
    let counted = count("to be or not to be, to", r"\w+");
    assert_eq!(counted, Ok(Val::List(expected)));
}

#[test]
fn exception_comes_back_with_its_traceback() {
    let Err(Val::Record(fields)) = count("text", "(") else {
        panic!("expected the record `exception`");
    };
    let [(_, type_name), (_, _message), (_, traceback)] = fields.as_slice() else {
        panic!("expected three fields, found {fields:?}");
    };
    assert_eq!(*type_name, Val::String("re.PatternError".to_owned()));
    let Val::String(traceback) = traceback else {
        panic!("expected a string, found {traceback:?}");
    };
    let line = "return Counter(re.findall(pattern, text)).most_common()";
    assert!(traceback.contains(line), "{traceback}");
}
