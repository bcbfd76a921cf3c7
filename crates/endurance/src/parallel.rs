//! The same work on several threads, each with its own random numbers.

use std::thread;

use fastrand::Rng;
use wasmtime::format_err;

use crate::Arguments;

/// Runs `work` on each thread, and returns the results, or the first error.
pub(crate) fn on_threads<T: Send>(
    arguments: &Arguments,
    work: impl Fn(Rng) -> wasmtime::Result<T> + Sync,
) -> wasmtime::Result<Vec<T>> {
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..arguments.threads as u64)
            .map(|index| {
                let random = Rng::with_seed(arguments.seed.wrapping_mul(1000) + index);
                scope.spawn(move || work(random))
            })
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| match thread.join() {
            Ok(result) => result,
            Err(_) => Err(format_err!("a thread panicked")),
        };
        threads.into_iter().map(join).collect()
    })
}
