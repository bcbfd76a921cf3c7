//! One instance on each thread, called a million times: no growth, neither in its memory nor in the host's.

use wasmtime::ensure;

use crate::footprint::watched;
use crate::guests::{host, load, start};
use crate::parallel::on_threads;
use crate::{Arguments, Row, oracle};

pub(crate) fn run(arguments: &Arguments) -> wasmtime::Result<Vec<Row>> {
    let guest = load(&host()?, &arguments.people)?;
    let grown = on_threads(arguments, |mut random| {
        let mut instance = start(&guest)?;
        // The heap keeps the size that it grows to here.
        oracle::check_most(&mut instance)?;
        let begun_bytes = instance.memory_bytes();
        let grown_bytes = watched(arguments.warm, || oracle::check(&mut instance, &mut random))?;
        let ended_bytes = instance.memory_bytes();
        ensure!(
            ended_bytes == begun_bytes,
            "the instance has {ended_bytes} bytes of memory and began with {begun_bytes}"
        );
        Ok(grown_bytes)
    })?;
    let grown_kib = grown.iter().max().copied().unwrap_or_default() >> 10;
    Ok(vec![
        ("instances called on and on".to_owned(), grown.len() as u64),
        ("calls of each".to_owned(), arguments.warm as u64),
        ("KiB by which the instances have grown".to_owned(), 0),
        (
            "KiB by which the host has grown since a tenth of the calls".to_owned(),
            grown_kib,
        ),
    ])
}
