//! Requests to a handler of WASI 0.3, which answers them in tasks of its instance.

use std::future::poll_fn;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Request};
use http_body::Body;
use http_body_util::Full;
use wasmtime::Store;
use wasmtime::component::{Accessor, Linker};
use wasmtime_wasi_http::p3::bindings::Service;
use wasmtime_wasi_http::p3::bindings::http::types;
use wasmtime_wasi_http::{WasiHttp, WasiHttpView, p3};

use super::whole;
use crate::deterministic::Host;

/// Links requests and responses. `client`, by which an app asks others, stays a stub.
pub(super) fn add_to_linker(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    types::add_to_linker::<_, WasiHttp>(linker, Host::http)
}

/// Makes a request, and waits for its answer and for all that the guest does after it. The inner error says
/// what is wrong with the answer.
pub(super) async fn make(
    store: &mut Store<Host>,
    service: &Service,
    mut request: Request<Full<Bytes>>,
) -> wasmtime::Result<Result<(), String>> {
    // As clients say it: such a body is there before the handler is called.
    if let Some(length @ 1..) = request.body().size_hint().exact() {
        let headers = request.headers_mut();
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let (request, _) = p3::Request::from_http(store.data_mut().http().hooks, request);
    let made = store.run_concurrent(async |accessor| {
        let answered = answered(accessor, service, request).await;
        // What goes on after that would be cut off by the snapshot.
        poll_fn(|context| accessor.poll_no_interesting_tasks(context)).await;
        answered
    });
    made.await?
}

async fn answered(
    accessor: &Accessor<Host>,
    service: &Service,
    request: p3::Request,
) -> wasmtime::Result<Result<(), String>> {
    let answer = match service.handle(accessor, request).await? {
        Ok(answer) => answer,
        Err(code) => return Ok(Err(format!("it answered with the error {code:?}"))),
    };
    let answer = accessor.with(|mut access| answer.into_http(&mut access, async { Ok(()) }))?;
    Ok(whole(answer).await)
}
