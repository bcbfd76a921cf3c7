//! The progress of making libpython. The task decides how it is shown.

/// A listener to the making of libpython.
pub trait Progress {
    /// Hears that step `number` of `count` begins. `number` starts at 1.
    fn step(&mut self, number: usize, count: usize, what: &str);

    /// Hears of something worth knowing within a step.
    fn note(&mut self, what: &str);
}
