//! What a task tells the person who started it: on standard error, so that standard output is the task's own.

use std::time::Instant;

use wlr_libpy::make::Progress;

/// Prints steps with the time since the task began.
pub(crate) struct Console {
    begun: Instant,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self {
            begun: Instant::now(),
        }
    }
}

impl Progress for Console {
    fn step(&mut self, number: usize, count: usize, what: &str) {
        let elapsed_s = self.begun.elapsed().as_secs();
        eprintln!(
            "[{number}/{count}] {:>2}:{:02}  {what}",
            elapsed_s / 60,
            elapsed_s % 60
        );
    }

    fn note(&mut self, what: &str) {
        eprintln!("             {what}");
    }
}
