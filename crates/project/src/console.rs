//! What a task tells the person who started it: on standard error, so that standard output is the task's own.

use std::time::Instant;

use wlr_libpy::make::Progress;

/// Prints steps with the time since the task began.
#[derive(Debug)]
pub struct Console {
    begun: Instant,
}

impl Default for Console {
    fn default() -> Self {
        Self::new()
    }
}

impl Console {
    /// A task that begins now.
    #[must_use]
    pub fn new() -> Self {
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
