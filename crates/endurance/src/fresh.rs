//! Instances that are started, called once and dropped, on all threads. Each answers as the first one did.

use wasmtime::ensure;

use crate::footprint::watched;
use crate::guests::{host, load, start};
use crate::parallel::on_threads;
use crate::{Arguments, Row, oracle};

pub(crate) fn run(arguments: &Arguments) -> wasmtime::Result<Vec<Row>> {
    let guest = load(&host()?, &arguments.people)?;
    let first_bytes = start(&guest)?.memory_bytes();
    let count = arguments.fresh / arguments.threads;
    let grown = on_threads(arguments, |mut random| {
        watched(count, || {
            let mut instance = start(&guest)?;
            let found_bytes = instance.memory_bytes();
            ensure!(
                found_bytes == first_bytes,
                "an instance begins with {found_bytes} bytes of memory, the first one did with {first_bytes}"
            );
            oracle::check(&mut instance, &mut random)
        })
    })?;
    let grown_kib = grown.iter().max().copied().unwrap_or_default() >> 10;
    let name = "KiB by which the host has grown since a tenth of the instances";
    Ok(vec![
        ("fresh instances".to_owned(), (count * grown.len()) as u64),
        (name.to_owned(), grown_kib),
    ])
}
