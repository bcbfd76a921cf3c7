//! Requests that warm up an app that answers HTTP. This host makes them, and the guest answers before it is
//! kept.

mod service;

use std::pin::pin;

use futures::future::{Either, select};
use http::{Method, Request, Uri};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tokio::sync::oneshot;
use wasmtime::Store;
use wasmtime::component::{Instance, Linker};
use wasmtime_wasi_http::p2::bindings::http::types::{self, Scheme};
use wasmtime_wasi_http::p2::bindings::{LinkOptions, Proxy};
use wasmtime_wasi_http::p2::body::HyperOutgoingBody;
use wasmtime_wasi_http::p3::bindings::Service;
use wasmtime_wasi_http::{WasiHttp, WasiHttpView};

use crate::SnapshotError;
use crate::deterministic::Host;

/// A request: method, path and query, headers, body.
pub(crate) type WarmUpRequest = (String, String, Vec<(String, Vec<u8>)>, Vec<u8>);

/// The number of repetitions: enough for CPython to have specialised the code that it runs.
const ROUNDS: usize = 20;
/// The host name of the requests.
const AUTHORITY: &str = "localhost";

type Answer = Result<http::Response<HyperOutgoingBody>, types::ErrorCode>;

/// Links requests and responses. `outgoing-handler`, by which an app asks others, stays a stub.
pub(crate) fn add_to_linker(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    service::add_to_linker(linker)?;
    types::add_to_linker::<_, WasiHttp>(linker, &LinkOptions::default().into(), Host::http)
}

/// What answers requests, of either version of WASI.
enum Handler {
    Incoming(Proxy),
    Service(Service),
}

impl Handler {
    fn of(store: &mut Store<Host>, instance: &Instance) -> Result<Self, SnapshotError> {
        if let Ok(proxy) = Proxy::new(&mut *store, instance) {
            return Ok(Self::Incoming(proxy));
        }
        let service = Service::new(&mut *store, instance).map_err(|_| SnapshotError::NoHandler)?;
        Ok(Self::Service(service))
    }
}

/// Makes all requests, over and over.
pub(crate) async fn make(
    store: &mut Store<Host>,
    instance: &Instance,
    requests: &[WarmUpRequest],
) -> Result<(), SnapshotError> {
    if requests.is_empty() {
        return Ok(());
    }
    let handler = Handler::of(store, instance)?;
    for _ in 0..ROUNDS {
        for request in requests {
            make_one(store, &handler, request).await?;
        }
    }
    Ok(())
}

async fn make_one(
    store: &mut Store<Host>,
    handler: &Handler,
    asked: &WarmUpRequest,
) -> Result<(), SnapshotError> {
    let failed = |why: String| SnapshotError::Request {
        line: format!("{} {}", asked.0, asked.1),
        why,
    };
    let request = request(asked).map_err(|error| failed(error.to_string()))?;
    let answered = match handler {
        Handler::Incoming(proxy) => answered(store, proxy, request).await?,
        Handler::Service(service) => {
            let made = service::make(store, service, request).await;
            made.map_err(SnapshotError::Stopped)?
        }
    };
    answered.map_err(failed)
}

/// Makes a request of WASI 0.2. The inner error says what is wrong with the answer.
async fn answered(
    store: &mut Store<Host>,
    proxy: &Proxy,
    request: Request<Full<bytes::Bytes>>,
) -> Result<Result<(), String>, SnapshotError> {
    let (sender, receiver) = oneshot::channel::<Answer>();
    let mut http = store.data_mut().http();
    let incoming = http.new_incoming_request(Scheme::Http, request);
    let incoming = incoming.map_err(SnapshotError::Component)?;
    let out = http.new_response_outparam(sender);
    let out = out.map_err(SnapshotError::Component)?;
    let (returned, has_returned) = oneshot::channel();
    // The guest waits until somebody takes what it writes.
    let taken = tokio::spawn(take_in_time(receiver, has_returned));
    let handler = proxy.wasi_http_incoming_handler();
    let called = handler.call_handle(&mut *store, incoming, out).await;
    called.map_err(SnapshotError::Stopped)?;
    drop(returned);
    Ok(taken.await.unwrap_or_else(|error| Err(error.to_string())))
}

fn request(
    (method, target, headers, body): &WarmUpRequest,
) -> http::Result<Request<Full<bytes::Bytes>>> {
    let uri = Uri::builder()
        .scheme("http")
        .authority(AUTHORITY)
        .path_and_query(target.as_str());
    let mut request = Request::builder()
        .method(Method::from_bytes(method.as_bytes())?)
        .uri(uri.build()?);
    for (name, value) in headers {
        request = request.header(name, value.as_slice());
    }
    request.body(Full::from(body.clone()))
}

/// Takes an answer while the guest runs: whatever is missing once it has `returned` never comes.
async fn take_in_time(
    answer: oneshot::Receiver<Answer>,
    returned: oneshot::Receiver<()>,
) -> Result<(), String> {
    // The answer is polled first: it may be complete when the guest returns.
    match select(pin!(take(answer)), returned).await {
        Either::Left((taken, _)) => taken,
        Either::Right(_) => Err("it returned without a whole answer".to_owned()),
    }
}

/// Takes an answer with all of its body. The error says what is wrong with it.
async fn take(answer: oneshot::Receiver<Answer>) -> Result<(), String> {
    let answer = answer.await.map_err(|_| "it did not answer".to_owned())?;
    whole(answer.map_err(|code| format!("it answered with the error {code}"))?).await
}

/// Takes all of an answer's body. The error says what is wrong with it.
async fn whole<B: Body<Error: std::fmt::Display>>(answer: http::Response<B>) -> Result<(), String> {
    let status = answer.status();
    let body = answer.into_body().collect().await;
    body.map_err(|error| format!("its body broke off: {error}"))?;
    if status.is_server_error() {
        Err(format!("it answered with {status}"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::{Limited, StreamBody};

    use super::*;
    use crate::HashSecret;

    /// A handler that returns without an answer.
    const SILENT: &str = r#"
        (import "wasi:http/types@0.2.0" (instance $types
            (export "incoming-request" (type (sub resource)))
            (export "response-outparam" (type (sub resource)))))
        (alias export $types "incoming-request" (type $request))
        (alias export $types "response-outparam" (type $out))
        (func $handle (param "request" (own $request)) (param "response-out" (own $out))
            (canon lift (core func $i "handle")))
        (instance $handler (export "handle" (func $handle)))
        (export "wasi:http/incoming-handler@0.2.0" (instance $handler))"#;

    /// Takes a snapshot of a component that asks for `count` requests `GET /` and exports `handler`.
    fn taken(count: u32, handler: &str) -> Result<Vec<u8>, SnapshotError> {
        let text = format!(
            r#"(component
                (core module $m
                    (memory (export "memory") 1)
                    (data (i32.const 0) "GET/")
                    (func (export "begin") (result i32)
                        (i32.store (i32.const 20) (i32.const 64))
                        (i32.store (i32.const 24) (i32.const {count}))
                        (i32.store (i32.const 68) (i32.const 3))
                        (i32.store (i32.const 72) (i32.const 3))
                        (i32.store (i32.const 76) (i32.const 1))
                        (i32.const 16))
                    (func (export "handle") (param i32 i32)))
                (core instance $i (instantiate $m))
                (func (export "begin-snapshot")
                    (result (result
                        (list (tuple string string (list (tuple string (list u8))) (list u8)))
                        (error string)))
                    (canon lift (core func $i "begin") (memory (core memory $i "memory"))))
                {handler})"#
        );
        let component = wat::parse_str(text).expect("a component");
        crate::take(&component, HashSecret::Derived)
    }

    #[test]
    fn requests_need_somebody_who_answers() {
        let asks = taken(1, "");
        assert!(matches!(asks, Err(SnapshotError::NoHandler)), "{asks:?}");
        let asks_nothing = taken(0, "");
        assert!(
            matches!(asks_nothing, Err(SnapshotError::NotPrepared)),
            "{asks_nothing:?}"
        );
    }

    #[test]
    fn request_that_is_not_answered_is_named() {
        let error = taken(1, SILENT).expect_err("no snapshot");
        let SnapshotError::Request { line, why } = error else {
            panic!("{error}");
        };
        assert_eq!(
            (&*line, &*why),
            ("GET /", "it returned without a whole answer")
        );
    }

    /// Returns the fault in an answer of a guest that has returned since.
    fn wrong_with(answer: Answer) -> Option<String> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let (sender, receiver) = oneshot::channel();
        assert!(sender.send(answer).is_ok());
        let (_, returned) = oneshot::channel();
        let taken = runtime
            .expect("runs")
            .block_on(take_in_time(receiver, returned));
        taken.err()
    }

    #[test]
    fn answer_of_a_server_that_failed_is_refused_with_its_status() {
        for (status, wrong) in [
            (200, None),
            (404, None),
            (500, Some("it answered with 500 Internal Server Error")),
            (503, Some("it answered with 503 Service Unavailable")),
        ] {
            let mut answer = http::Response::new(HyperOutgoingBody::default());
            *answer.status_mut() = http::StatusCode::from_u16(status).expect("a status");
            assert_eq!(wrong_with(Ok(answer)).as_deref(), wrong);
        }
    }

    #[test]
    fn answer_that_breaks_off_is_refused() {
        let body = Limited::new(Full::from("two"), "two".len() - 1)
            .map_err(|_| wasmtime_wasi_http::Error::ConnectionTerminated)
            .boxed_unsync();
        assert_eq!(
            wrong_with(Ok(http::Response::new(body))).as_deref(),
            Some("its body broke off: connection terminated")
        );
    }

    #[test]
    fn answer_whose_body_never_ends_is_refused() {
        let body = StreamBody::new(futures::stream::pending()).boxed_unsync();
        assert_eq!(
            wrong_with(Ok(http::Response::new(body))).as_deref(),
            Some("it returned without a whole answer")
        );
    }

    #[test]
    fn error_in_the_place_of_an_answer_is_refused() {
        let wrong = wrong_with(Err(types::ErrorCode::HttpResponseIncomplete)).expect("refused");
        assert!(wrong.contains("HttpResponseIncomplete"), "{wrong}");
    }
}
