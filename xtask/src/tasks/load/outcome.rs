//! What was measured in a comparison.

use super::comparisons::{Comparison, Contender};
use super::wrk::Measured;

pub(super) struct Outcome {
    pub(super) comparison: &'static Comparison,
    /// In the order of the contenders.
    pub(super) measured: Vec<Measured>,
}

/// A contender, and what was measured of it.
pub(super) struct Row<'a> {
    pub(super) contender: &'static Contender,
    pub(super) measured: &'a Measured,
    /// The requests a second of the one that it is compared with.
    beside_per_s: Option<f64>,
}

impl Outcome {
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let contenders = self.comparison.contenders;
        let per_s = |name: &str| {
            let index = contenders.iter().position(|other| other.name == name)?;
            Some(self.measured.get(index)?.requests_per_s)
        };
        let rows = contenders.iter().zip(&self.measured);
        rows.map(move |(contender, measured)| Row {
            contender,
            measured,
            beside_per_s: contender.beside.and_then(|(name, _)| per_s(name)),
        })
    }
}

impl Row<'_> {
    /// Returns its requests a second as a share of those that they are compared with.
    pub(super) fn share(&self) -> Option<f64> {
        Some(self.measured.requests_per_s / self.beside_per_s?)
    }

    /// Returns the least share that it should have.
    pub(super) fn least(&self) -> Option<f64> {
        self.contender.beside?.1
    }

    /// Returns the requests a second that it should have.
    pub(super) fn least_per_s(&self) -> Option<f64> {
        Some(self.least()? * self.beside_per_s?)
    }

    /// Tells whether it has its share; `None` without a target.
    pub(super) fn is_met(&self) -> Option<bool> {
        Some(self.share()? >= self.least()?)
    }
}

/// Makes an outcome of the third comparison: Flask, natively and in components.
#[cfg(test)]
pub(super) fn of_flask(requests_per_s: [f64; 5]) -> Outcome {
    let measured = requests_per_s.map(|requests_per_s| Measured {
        requests_per_s,
        p50_ms: 0.5,
        p99_ms: 2.25,
        cpu_us: 512.4,
        memory_mib: 60.6,
    });
    Outcome {
        comparison: &super::comparisons::COMPARISONS[2],
        measured: measured.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_is_of_the_one_beside() {
        let outcome = of_flask([1000.0, 1100.0, 400.0, 500.0, 900.0]);
        let rows: Vec<Row> = outcome.rows().collect();
        let shares: Vec<_> = rows.iter().map(Row::share).collect();
        assert_eq!(shares, [None, Some(1.1), Some(0.4), Some(0.5), Some(0.9)]);
        let met: Vec<_> = rows.iter().map(Row::is_met).collect();
        assert_eq!(met, [None, None, Some(false), Some(true), Some(true)]);
        assert_eq!(rows[4].least_per_s(), Some(800.0));
    }
}
