//! How the making of libpython tells what it is at. What that looks like is the business of the task.

/// Listens to the making of libpython.
pub trait Progress {
    /// Step `number` of `count` begins; `number` starts at 1.
    fn step(&mut self, number: usize, count: usize, what: &str);

    /// Something worth knowing happened within a step.
    fn note(&mut self, what: &str);
}
