//! A host that is the same everywhere. It has no environment, no folders and no network, its clock stands
//! still, and its random bytes are given. Whatever depends on them is forgotten before the snapshot or drawn
//! anew after it, except for string hashes.

use std::iter::Cycle;
use std::time::Duration;
use std::vec;

use wasmtime::component::{ResourceTable, Val};
use wasmtime_wasi::random::Deterministic;
use wasmtime_wasi::{HostMonotonicClock, HostWallClock, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{
    Error, RequestOptions, WasiBody, WasiHttpCtx, WasiHttpCtxView, WasiHttpHooks, WasiHttpView,
};

/// The most random bytes that an import gives in a call: each takes up some 30 bytes.
const RANDOM_BYTES: u64 = 1 << 20;

/// The state of that host.
pub(crate) struct Host {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    hooks: Nowhere,
    table: ResourceTable,
    random: Cycle<vec::IntoIter<u8>>,
}

impl Host {
    pub(crate) fn new(random: Vec<u8>) -> Self {
        let mut wasi = WasiCtx::builder();
        // The person who builds should see what the app prints while it is imported.
        wasi.inherit_stderr();
        wasi.wall_clock(Clock).monotonic_clock(Clock);
        wasi.insecure_random(Deterministic::new(random.clone()));
        wasi.secure_random(Deterministic::new(random.clone()));
        wasi.insecure_random_seed(0);
        wasi.allow_tcp(false).allow_udp(false);
        Self {
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            hooks: Nowhere,
            table: ResourceTable::new(),
            random: random.into_iter().cycle(),
        }
    }

    /// Returns random bytes, as many as a number says, to an import that stands for `wasi:random`.
    pub(crate) fn random_list(&mut self, length: &Val) -> wasmtime::Result<Val> {
        let length = match length {
            Val::U32(length) => u64::from(*length),
            Val::U64(length) => *length,
            other => wasmtime::bail!("expected a number of bytes, found {other:?}"),
        };
        wasmtime::ensure!(
            length <= RANDOM_BYTES,
            "cannot give {length} random bytes at once, at most {RANDOM_BYTES}"
        );
        let bytes = (0..length).zip(&mut self.random);
        Ok(Val::List(bytes.map(|(_, byte)| Val::U8(byte)).collect()))
    }
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for Host {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            ctx: &mut self.http,
            hooks: &mut self.hooks,
            table: &mut self.table,
        }
    }
}

/// The handler of requests to others, which the app cannot make.
struct Nowhere;

impl WasiHttpHooks for Nowhere {
    fn send_request(
        &mut self,
        _: http::Request<WasiBody>,
        _: Option<RequestOptions>,
        _: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Result<Answer, Error>> + Send> {
        Box::new(async { Err(Error::HttpRequestDenied) })
    }
}

type Answer = (
    http::Response<WasiBody>,
    Box<dyn Future<Output = Result<(), Error>> + Send>,
);

struct Clock;

impl HostWallClock for Clock {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl HostMonotonicClock for Clock {
    fn resolution(&self) -> u64 {
        1
    }

    fn now(&self) -> u64 {
        0
    }
}
