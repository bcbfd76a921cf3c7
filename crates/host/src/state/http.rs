//! The store's data for requests, and the refusal of the guest's own.

use http::{Request, Response};
use wasmtime_wasi_http::{
    Error, RequestOptions, WasiBody, WasiHttpCtx, WasiHttpCtxView, WasiHttpHooks, WasiHttpView,
};

use super::State;

/// The store's data for requests.
#[derive(Default)]
pub(super) struct Http {
    context: WasiHttpCtx,
    hooks: Nowhere,
}

impl<T: Send> WasiHttpView for State<T> {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            ctx: &mut self.http.context,
            hooks: &mut self.http.hooks,
            table: &mut self.resources,
        }
    }
}

/// The destination of the guest's own requests.
#[derive(Default)]
struct Nowhere;

type Connection = Box<dyn Future<Output = Result<(), Error>> + Send>;

impl WasiHttpHooks for Nowhere {
    fn send_request(
        &mut self,
        _: Request<WasiBody>,
        _: Option<RequestOptions>,
        _: Connection,
    ) -> Box<dyn Future<Output = Result<(Response<WasiBody>, Connection), Error>> + Send> {
        Box::new(async { Err(Error::HttpRequestDenied) })
    }
}
