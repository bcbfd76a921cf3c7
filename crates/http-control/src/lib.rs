//! The load-tested routes of `examples/http` without Python, against which its figures are measured.

#![allow(
    unsafe_code,
    clippy::undocumented_unsafe_blocks,
    reason = "exported by a macro"
)]

mod routes;

use std::io::{self, Read, Write};

use wasip2::http::types::{
    Fields, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

use routes::{Answer, Route};

wasip2::http::proxy::export!(Control);

struct Control;

impl wasip2::exports::http::incoming_handler::Guest for Control {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_default();
        let route = Route::of(matches!(request.method(), Method::Post), &path);
        let body = match route {
            Route::People(_) => read(&request),
            Route::Greeting | Route::Nothing => Ok(Vec::new()),
        };
        let answered = body.and_then(|body| answer(out, &route.answer(&body)));
        if let Err(error) = answered {
            eprintln!("a body has broken off: {error}");
        }
    }
}

fn read(request: &IncomingRequest) -> io::Result<Vec<u8>> {
    let failed = |()| io::Error::other("the body is gone");
    let body = request.consume().map_err(failed)?;
    let mut text = Vec::new();
    body.stream().map_err(failed)?.read_to_end(&mut text)?;
    Ok(text)
}

fn answer(out: ResponseOutparam, answer: &Answer) -> io::Result<()> {
    let headers = Fields::from_list(&answer.headers()).map_err(io::Error::other)?;
    let response = OutgoingResponse::new(headers);
    let failed = |()| io::Error::other("no such status, or a body that is gone");
    response.set_status_code(answer.status).map_err(failed)?;
    let body = response.body().map_err(failed)?;
    ResponseOutparam::set(out, Ok(response));
    let mut stream = body.write().map_err(failed)?;
    stream.write_all(&answer.body)?;
    Write::flush(&mut stream)?;
    drop(stream);
    OutgoingBody::finish(body, None).map_err(io::Error::other)
}
