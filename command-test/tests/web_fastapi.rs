//! FastAPI behind `wasmtime serve`, with pydantic and its native core.

use command_test::http::{Reply, Server};

const JSON: &[&str] = &["content-type: application/json"];

fn start() -> Server {
    Server::start_component("web", &["--no-logging-prefix"])
}

/// Returns status and text of a reply.
fn of(reply: Reply) -> (u16, String) {
    (reply.status, reply.text())
}

#[test]
fn parameters_are_converted_and_answers_written() {
    let server = start();
    let article = of(server.ask("GET /fastapi/articles/1", &[], b""));
    assert_eq!(
        article,
        (200, r#"{"name":"cup","price_cents":250}"#.to_owned())
    );
    let (status, text) = of(server.ask("GET /fastapi/articles/x", &[], b""));
    assert_eq!(status, 422);
    for said in [r#""type":"int_parsing""#, r#""loc":["path","number"]"#] {
        assert!(text.contains(said), "{text}");
    }
    let unknown = of(server.ask("GET /fastapi/articles/3", &[], b""));
    let said = r#"{"detail":"there is no article 3"}"#;
    assert_eq!(unknown, (404, said.to_owned()));
}

#[test]
fn body_is_a_model_or_refused_with_all_that_is_wrong() {
    let server = start();
    let post = |body: &str| of(server.ask("POST /fastapi/orders", JSON, body.as_bytes()));
    let lines = r#"[{"article": 1, "count": 2}, {"article": 2, "count": 1}]"#;
    assert_eq!(
        post(&format!(r#"{{"customer": "Ann", "lines": {lines}}}"#)),
        (
            201,
            r#"{"customer":"Ann","prices_cents":[500,1800],"total_cents":2300}"#.to_owned()
        )
    );
    let (status, text) = post(r#"{"customer": "", "lines": [{"article": 1, "count": 0}]}"#);
    assert_eq!(status, 422);
    for place in [r#"["body","customer"]"#, r#"["body","lines",0,"count"]"#] {
        assert!(text.contains(place), "{text}");
    }
    let (status, text) = post(r#"{"customer":"#);
    assert_eq!(status, 422);
    assert!(text.contains(r#""type":"json_invalid""#), "{text}");
}

/// Dependencies and path operations that are no coroutines natively run in threads.
#[test]
fn dependencies_and_tasks_go_on_after_the_answer() {
    let server = start();
    let order = br#"{"customer": "Ann", "lines": [{"article": 1, "count": 1}]}"#;
    assert_eq!(of(server.ask("POST /fastapi/orders", JSON, order)).0, 201);
    server.wait_for("a letter to Ann\n");
    server.wait_for("an order of Ann\n");
}

#[test]
fn files_and_fields_of_a_form_arrive() {
    let server = start();
    let part = |head: &str, body: &str| {
        format!("--x\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let file = part("name=\"file\"; filename=\"a.bin\"", &"a".repeat(2 << 20));
    let body = file + &part("name=\"note\"", "hi") + "--x--\r\n";
    let kind = ["content-type: multipart/form-data; boundary=x"];
    let reply = server.ask("POST /fastapi/upload", &kind, body.as_bytes());
    assert_eq!(
        reply.text(),
        r#"{"name":"a.bin","size":2097152,"note":"hi"}"#
    );
}

#[test]
fn events_go_on_after_the_last_that_the_client_has_seen() {
    let server = start();
    let mut reply = server.ask("GET /fastapi/events", &["last-event-id: 4"], b"");
    assert_eq!(reply.piece().expect("a piece"), b"id: 5\ndata: event 5\n\n");
    assert!(reply.text().ends_with("id: 7\ndata: event 7\n\n"));
}

#[test]
fn app_describes_itself() {
    let server = start();
    let text = server.ask("GET /fastapi/openapi.json", &[], b"").text();
    for part in [r#""openapi":"3."#, "/fastapi/orders", r#""minLength":1"#] {
        assert!(text.contains(part), "{text}");
    }
    let page = server.ask("GET /fastapi/docs", &[], b"").text();
    assert!(page.contains("/fastapi/openapi.json"), "{page}");
}

#[test]
fn exception_is_status_500_and_a_traceback_for_the_server() {
    let server = start();
    let (status, text) = of(server.ask("GET /fastapi/fail", &[], b""));
    assert_eq!((status, &*text), (500, "Internal Server Error"));
    server.wait_for("RuntimeError: this path operation fails\n");
}
