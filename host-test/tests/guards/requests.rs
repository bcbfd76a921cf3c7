//! Requests of HTTP, each in an instance of its own, which stays alive as long as somebody looks at it.

#![allow(unreachable_pub, reason = "a module of a test file")]

use std::fs;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use wasi_py_host::http::Handler;
use wasi_py_host::{Capabilities, Guest, Instance, Limits};
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::p2::bindings::http::types::{ErrorCode, Scheme};
use wasmtime_wasi_http::p2::body::HyperOutgoingBody;

type Answer = Result<http::Response<HyperOutgoingBody>, ErrorCode>;

/// A request, and the status of its answer.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub method: &'static str,
    pub target: &'static str,
    pub body: &'static str,
    pub status: u16,
}

impl Asked {
    /// Makes the request that is answered with 200.
    pub const fn new(method: &'static str, target: &'static str, body: &'static str) -> Self {
        Self {
            method,
            target,
            body,
            status: 200,
        }
    }

    /// Has a fresh instance answer. It returns the instance.
    pub fn answered_by(&self, guest: &Guest<Handler>, limits: &Limits) -> Instance<Handler> {
        runtime().block_on(self.answer(guest, limits))
    }

    async fn answer(&self, guest: &Guest<Handler>, limits: &Limits) -> Instance<Handler> {
        // `wasmtime serve` tells each instance its number.
        let capabilities = Capabilities::none().variable("INSTANCE_ID", "1");
        let instance = guest.instantiate_async((), limits, &capabilities);
        let mut instance = instance.await.unwrap_or_else(|error| panic!("{error}"));
        let (sender, receiver) = oneshot::channel::<Answer>();
        let taken = tokio::spawn(async {
            let answer = receiver.await.expect("an answer");
            let (head, body) = answer.expect("an answer").into_parts();
            body.collect().await.expect("a whole body");
            head.status.as_u16()
        });
        let request = self.request();
        let called = instance.call_async("handle", async |handler, store| {
            let mut http = store.data_mut().http();
            let request = http.new_incoming_request(Scheme::Http, request)?;
            let out = http.new_response_outparam(sender)?;
            let handler = handler.wasi_http_incoming_handler();
            handler.call_handle(store, request, out).await
        });
        called.await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(taken.await.expect("is taken"), self.status, "{self:?}");
        instance
    }

    fn request(&self) -> http::Request<Full<Bytes>> {
        let request = http::Request::builder()
            .method(self.method)
            .uri(format!("http://localhost{}", self.target))
            .header("host", "localhost")
            .header("user-agent", "guard")
            .header("accept", "*/*");
        let request = request.body(Full::from(self.body));
        request.expect("a request")
    }
}

fn runtime() -> Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread();
    { runtime }.enable_time().build().expect("a runtime")
}

/// Returns the number of page faults that this thread has had.
pub fn page_faults() -> u64 {
    /// Counted behind the name, which may have anything in it.
    const MINOR_FAULTS: usize = 7;
    let stat = fs::read_to_string("/proc/thread-self/stat").expect("counts");
    let (_, fields) = stat.rsplit_once(')').expect("a name");
    let faults = fields.split_whitespace().nth(MINOR_FAULTS);
    faults
        .and_then(|faults| faults.parse().ok())
        .expect("a count")
}
