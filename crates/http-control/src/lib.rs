//! The load-tested routes of `examples/http` without Python, against which its figures are measured.

#![allow(
    unsafe_code,
    clippy::undocumented_unsafe_blocks,
    reason = "exported by a macro"
)]

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use wasip2::http::types::{
    Fields, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

wasip2::http::proxy::export!(Control);

struct Control;

/// A person, as `examples/http` has it.
#[derive(Serialize, Deserialize)]
struct Person {
    name: String,
    age: i64,
    tags: Vec<String>,
}

impl wasip2::exports::http::incoming_handler::Guest for Control {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_default();
        let (status, kind, body) = match (request.method(), path.as_str()) {
            (Method::Get, "/") => (
                200,
                "text/plain; charset=utf-8",
                b"Hello from Rust\n".to_vec(),
            ),
            (Method::Post, path) if path.starts_with("/people/") => {
                let tag = &path["/people/".len()..];
                match filtered(&request, tag) {
                    Ok(people) => (200, "application/json", people),
                    Err(error) => (
                        400,
                        "text/plain; charset=utf-8",
                        format!("{error}\n").into_bytes(),
                    ),
                }
            }
            _ => (404, "text/plain; charset=utf-8", b"Not Found\n".to_vec()),
        };
        if let Err(error) = answer(out, status, kind, &body) {
            eprintln!("the client has not taken the whole body: {error}");
        }
    }
}

/// Filters the people in the body by a tag, and returns them as JSON.
fn filtered(request: &IncomingRequest, tag: &str) -> io::Result<Vec<u8>> {
    let failed = |()| io::Error::other("the body is gone");
    let body = request.consume().map_err(failed)?;
    let mut text = Vec::new();
    body.stream().map_err(failed)?.read_to_end(&mut text)?;
    let mut people: Vec<Person> = serde_json::from_slice(&text)?;
    people.retain(|person| person.tags.iter().any(|own| own == tag));
    Ok(serde_json::to_vec(&people)?)
}

fn answer(out: ResponseOutparam, status: u16, kind: &str, content: &[u8]) -> io::Result<()> {
    let length = content.len().to_string();
    let headers = [("content-type", kind), ("content-length", &length)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
    let response = OutgoingResponse::new(Fields::from_list(&headers).map_err(io::Error::other)?);
    let failed = |()| io::Error::other("no such status, or a body that is gone");
    response.set_status_code(status).map_err(failed)?;
    let body = response.body().map_err(failed)?;
    ResponseOutparam::set(out, Ok(response));
    let mut stream = body.write().map_err(failed)?;
    stream.write_all(content)?;
    Write::flush(&mut stream)?;
    drop(stream);
    OutgoingBody::finish(body, None).map_err(io::Error::other)
}
