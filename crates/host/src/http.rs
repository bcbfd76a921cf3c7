//! Components that answer HTTP requests, each in an instance of its own: those that export
//! `wasi:http/incoming-handler`.
//!
//! Requests of the guest itself are refused: nothing here leads to the network.

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use tokio::sync::oneshot;
use wasmtime_wasi_http::p2::bindings::http::types::{self, ErrorCode, Scheme};
use wasmtime_wasi_http::p2::bindings::{LinkOptions, ProxyIndices, http::outgoing_handler};
use wasmtime_wasi_http::p2::body::HyperOutgoingBody;
use wasmtime_wasi_http::{Error, WasiHttp, WasiHttpView};

use crate::call::CallError;
use crate::capabilities::Capabilities;
use crate::engine::{EngineError, Host};
use crate::instantiate::InstantiateError;
use crate::limits::Limits;
use crate::load::Guest;
use crate::state::State;

/// The world of components that answer requests.
pub use wasmtime_wasi_http::p2::bindings::Proxy as Handler;

crate::world!(Handler, ProxyIndices);

/// A response, whose body the guest may still be writing.
pub type Answer = Response<HyperOutgoingBody>;

/// Reasons for which there is no response.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// There was no instance to ask.
    #[error(transparent)]
    Instantiate(#[from] InstantiateError),
    /// The guest stopped before it answered.
    #[error(transparent)]
    Call(CallError),
    /// The guest answered with an error of `wasi:http`.
    #[error("the guest answered with the error {0}")]
    Code(ErrorCode),
    /// The guest returned without an answer.
    #[error("the guest returned without an answer")]
    Unanswered,
}

impl<T: Send + 'static> Host<T> {
    /// The same engine for guests that answer requests.
    ///
    /// # Errors
    /// When the interfaces of `wasi:http` cannot be linked.
    pub fn with_http<U: Send + 'static>(&self) -> Result<Host<U>, EngineError> {
        self.with_imports(|linker| {
            let options = LinkOptions::default();
            outgoing_handler::add_to_linker::<_, WasiHttp>(linker, State::http)?;
            types::add_to_linker::<_, WasiHttp>(linker, &options.into(), State::http)
        })
    }
}

impl<T: Default + Send + 'static> Guest<Handler, T> {
    /// Answers a request in a fresh instance, which ends with the body of the response.
    ///
    /// The deadline is that of the whole answer, its body included. Must be called on a runtime of tokio, and
    /// is left half-way by dropping the future only until the response begins.
    ///
    /// # Errors
    /// When no instance can be started, or it does not answer.
    pub async fn answer<B>(
        &self,
        request: Request<B>,
        limits: &Limits,
        capabilities: &Capabilities,
    ) -> Result<Answer, RequestError>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Error>,
    {
        let started = self.instantiate_async(T::default(), limits, capabilities);
        let mut instance = started.await?;
        let (sender, receiver) = oneshot::channel();
        let call = tokio::spawn(async move {
            let call = instance.call_async("handle", async |handler, store| {
                let mut http = store.data_mut().http();
                let request = http.new_incoming_request(Scheme::Http, request)?;
                let answer = http.new_response_outparam(sender)?;
                let handler = handler.wasi_http_incoming_handler();
                handler.call_handle(store, request, answer).await
            });
            call.await
        });
        if let Ok(answer) = receiver.await {
            return answer.map_err(RequestError::Code);
        }
        match call.await {
            Ok(Err(error)) => Err(RequestError::Call(error)),
            _ => Err(RequestError::Unanswered),
        }
    }
}
