//! Requests that warm an app up which answers HTTP: made by this host, and answered by the guest before it is kept.

use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Full};
use tokio::sync::oneshot;
use wasmtime::Store;
use wasmtime::component::{Instance, Linker};
use wasmtime_wasi_http::p2::bindings::http::types::{self, Scheme};
use wasmtime_wasi_http::p2::bindings::{LinkOptions, Proxy};
use wasmtime_wasi_http::p2::body::HyperOutgoingBody;
use wasmtime_wasi_http::{WasiHttp, WasiHttpView};

use crate::SnapshotError;
use crate::deterministic::World;

/// Method, path and query, headers, body.
pub(crate) type Asked = (String, String, Vec<(String, Vec<u8>)>, Vec<u8>);

/// Often enough for CPython to have specialised what it runs.
const ROUNDS: usize = 20;
/// What clients would have asked.
const AUTHORITY: &str = "localhost";

type Answer = Result<http::Response<HyperOutgoingBody>, types::ErrorCode>;

/// Links what requests and responses are made of. `outgoing-handler`, by which an app would ask others, stays absent.
pub(crate) fn add_to_linker(linker: &mut Linker<World>) -> wasmtime::Result<()> {
    types::add_to_linker::<_, WasiHttp>(linker, &LinkOptions::default().into(), World::http)
}

/// Makes all of them, over and over.
pub(crate) async fn make(
    store: &mut Store<World>,
    instance: &Instance,
    requests: &[Asked],
) -> Result<(), SnapshotError> {
    if requests.is_empty() {
        return Ok(());
    }
    let proxy = Proxy::new(&mut *store, instance).map_err(|_| SnapshotError::NoHandler)?;
    for _ in 0..ROUNDS {
        for request in requests {
            make_one(store, &proxy, request).await?;
        }
    }
    Ok(())
}

async fn make_one(
    store: &mut Store<World>,
    proxy: &Proxy,
    asked: &Asked,
) -> Result<(), SnapshotError> {
    let failed = |why: String| SnapshotError::Request {
        line: format!("{} {}", asked.0, asked.1),
        why,
    };
    let request = request(asked).map_err(|error| failed(error.to_string()))?;
    let (sender, receiver) = oneshot::channel::<Answer>();
    let mut http = store.data_mut().http();
    let incoming = http.new_incoming_request(Scheme::Http, request);
    let incoming = incoming.map_err(SnapshotError::Component)?;
    let out = http.new_response_outparam(sender);
    let out = out.map_err(SnapshotError::Component)?;
    // The guest waits for somebody to take what it writes.
    let answered = tokio::spawn(status(receiver));
    let handler = proxy.wasi_http_incoming_handler();
    let called = handler.call_handle(&mut *store, incoming, out).await;
    called.map_err(SnapshotError::Stopped)?;
    match answered.await {
        Ok(Ok(status)) if status.is_server_error() => {
            Err(failed(format!("it answered with {status}")))
        }
        Ok(Ok(_)) => Ok(()),
        Ok(Err(why)) => Err(failed(why)),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn request((method, target, headers, body): &Asked) -> http::Result<Request<Full<bytes::Bytes>>> {
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

/// What it is answered with, once all of the body has been taken.
async fn status(answer: oneshot::Receiver<Answer>) -> Result<http::StatusCode, String> {
    let answer = answer.await.map_err(|_| "it did not answer".to_owned())?;
    let answer = answer.map_err(|code| format!("it answered with the error {code}"))?;
    let status = answer.status();
    let body = answer.into_body().collect().await;
    body.map_err(|error| format!("its body broke off: {error}"))?;
    Ok(status)
}

#[cfg(test)]
mod tests {
    use crate::{HashSecret, SnapshotError, take};

    /// A component that wants `count` requests made, with nothing in them.
    fn wanting(count: u32) -> Vec<u8> {
        let text = format!(
            r#"(component
                (core module $m
                    (memory (export "memory") 1)
                    (func (export "begin") (result i32)
                        (i32.store (i32.const 20) (i32.const 64))
                        (i32.store (i32.const 24) (i32.const {count}))
                        (i32.const 16)))
                (core instance $i (instantiate $m))
                (func (export "begin-snapshot")
                    (result (result
                        (list (tuple string string (list (tuple string (list u8))) (list u8)))
                        (error string)))
                    (canon lift (core func $i "begin") (memory (core memory $i "memory")))))"#
        );
        wat::parse_str(text).expect("a component")
    }

    #[test]
    fn requests_need_somebody_who_answers() {
        let asks = take(&wanting(1), HashSecret::Derived);
        assert!(matches!(asks, Err(SnapshotError::NoHandler)), "{asks:?}");
        let asks_nothing = take(&wanting(0), HashSecret::Derived);
        assert!(
            matches!(asks_nothing, Err(SnapshotError::NotPrepared)),
            "{asks_nothing:?}"
        );
    }
}
