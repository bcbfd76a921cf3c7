//! Async exports, invoked by the real `wasmtime`.

use command_test::composition;

#[test]
fn async_export_is_invoked() {
    let invoked = composition("streams")
        .option("--invoke")
        .option(r#"greet("Ann")"#);
    assert_eq!(invoked.prints(&[]), "\"Hello Ann\"\n");
}
