//! A component whose Python app validates by pydantic, whose core is written in Rust.

use wasmtime::component::Val;

const INTERFACE: &str = "wasi-py:models/orders@0.1.0";

fn call(function: &str, arguments: &[Val]) -> Result<Val, Val> {
    crate::calls::call("models", &format!("{INTERFACE}#{function}"), arguments)
}

fn text(text: &str) -> Val {
    Val::String(text.into())
}

fn record<const N: usize>(fields: [(&str, Val); N]) -> Val {
    Val::Record(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

const DOCUMENT: &str = r#"{
    "number": 7, "customer": "Ann", "placed": "2026-01-02T03:04:05+01:00", "payment": "invoice",
    "lines": [{"article": "cup", "count": 3, "price_cents": 450}, {"article": "pot", "count": "1", "price_cents": 2000}]
}"#;

fn order() -> Val {
    let line = |article, count, price_cents| {
        record([
            ("article", text(article)),
            ("count", Val::U32(count)),
            ("price-cents", Val::U64(price_cents)),
        ])
    };
    record([
        ("number", Val::U32(7)),
        ("customer", text("Ann")),
        ("placed-s", Val::U64(1_767_319_445)),
        ("payment", Val::Enum("invoice".to_owned())),
        (
            "lines",
            Val::List(vec![line("cup", 3, 450), line("pot", 1, 2000)]),
        ),
        ("total-cents", Val::U64(3350)),
    ])
}

/// Returns place and kind of each problem that a document is refused for.
fn problems(refusal: &Val) -> Vec<(String, String)> {
    let Val::Variant(case, Some(problems)) = refusal else {
        panic!("expected a case with problems, found {refusal:?}");
    };
    let (Val::List(problems), "invalid") = (&**problems, case.as_str()) else {
        panic!("expected problems, found {refusal:?}");
    };
    let field = |value: &Val, index: usize| match value {
        Val::Record(fields) => match &fields[index].1 {
            Val::String(text) => text.clone(),
            other => panic!("expected a text, found {other:?}"),
        },
        other => panic!("expected a record, found {other:?}"),
    };
    let problems = problems.iter();
    problems
        .map(|problem| (field(problem, 0), field(problem, 1)))
        .collect()
}

#[test]
fn valid_document_becomes_a_typed_value() {
    assert_eq!(call("read", &[text(DOCUMENT)]), Ok(order()));
}

#[test]
fn every_fault_of_a_document_is_told_with_its_place() {
    let document = r#"{"number": 0, "customer": "", "placed": "today", "lines": [{"article": "cup", "count": 1001}]}"#;
    let refusal = call("read", &[text(document)]).expect_err("refused");
    let found = problems(&refusal);
    let found: Vec<_> = found
        .iter()
        .map(|(place, kind)| (&**place, &**kind))
        .collect();
    assert_eq!(
        found,
        [
            ("number", "greater_than_equal"),
            ("customer", "string_too_short"),
            ("placed", "datetime_from_date_parsing"),
            ("lines.0.count", "less_than_equal"),
            ("lines.0.price_cents", "missing"),
        ]
    );
}

#[test]
fn text_that_is_no_json_is_refused() {
    let refusal = call("read", &[text("{")]).expect_err("refused");
    assert_eq!(
        problems(&refusal),
        [(String::new(), "json_invalid".to_owned())]
    );
}

#[test]
fn value_is_written_as_a_document_that_is_read_again() {
    let Ok(Val::String(document)) = call("write", &[order()]) else {
        panic!("expected a document");
    };
    assert!(
        document.starts_with(r#"{"number":7,"customer":"Ann","placed":"2026-01-02T02:04:05Z""#),
        "{document}"
    );
    assert_eq!(call("read", &[Val::String(document)]), Ok(order()));
}

#[test]
fn value_that_only_the_world_allows_is_refused_as_well() {
    let Val::Record(mut fields) = order() else {
        panic!("expected a record");
    };
    fields[4].1 = Val::List(Vec::new());
    let refusal = call("write", &[Val::Record(fields)]).expect_err("refused");
    assert_eq!(
        problems(&refusal),
        [("lines".to_owned(), "too_short".to_owned())]
    );
}

#[test]
fn schema_says_what_a_document_is() {
    let Ok(Val::String(schema)) = call("schema", &[]) else {
        panic!("expected a schema");
    };
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    assert_eq!(schema["properties"]["number"]["minimum"], 1);
    assert_eq!(
        schema["required"],
        serde_json::json!(["number", "customer", "placed", "lines"])
    );
}
