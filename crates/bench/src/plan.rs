//! The plan: the figures to measure, and the effort for each.

use std::time::Duration;

use crate::arguments::Arguments;

/// The figures to measure, and the effort for each.
#[derive(Debug)]
pub(crate) struct Plan {
    filter: Option<String>,
    /// The number of rounds in which the compared components take turns.
    pub(crate) rounds: usize,
    /// The time that criterion gives to one component in one turn.
    pub(crate) turn: Duration,
    /// The number of compilations of each component.
    pub(crate) compilations: usize,
    /// The number of processes of each component.
    pub(crate) processes: usize,
    /// The number of turns of each Python workload.
    pub(crate) python_rounds: usize,
}

impl Plan {
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let full = |full, quick| if arguments.quick { quick } else { full };
        Self {
            filter: arguments.filter.clone(),
            rounds: full(5, 1),
            turn: Duration::from_millis(if arguments.quick { 100 } else { 1500 }),
            compilations: full(5, 1),
            processes: full(60, 5),
            python_rounds: full(7, 1),
        }
    }

    /// Tells whether the figure `id` is to be measured.
    pub(crate) fn wants(&self, id: &str) -> bool {
        self.filter
            .as_deref()
            .is_none_or(|filter| id.contains(filter))
    }
}

/// Returns the median of what `measure` returns for each of `things`, which take turns for `rounds` rounds.
pub(crate) fn in_turns<T, const N: usize>(
    rounds: usize,
    things: [&T; N],
    mut measure: impl FnMut(&T) -> anyhow::Result<f64>,
) -> anyhow::Result<[Option<f64>; N]> {
    let mut values = [const { Vec::new() }; N];
    for _ in 0..rounds {
        for (thing, values) in things.iter().zip(&mut values) {
            values.push(measure(thing)?);
        }
    }
    Ok(values.map(|values| median(&values)))
}

/// Returns the value in the middle, or the mean of the two there; `None` without values.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_is_in_the_middle_whatever_the_order() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 100.0, 2.0]), Some(3.0));
    }

    #[test]
    fn things_take_turns() {
        let mut order = Vec::new();
        let medians = in_turns(2, [&1, &2], |&thing| {
            order.push(thing);
            Ok(f64::from(thing))
        });
        assert_eq!(medians.expect("nothing fails"), [Some(1.0), Some(2.0)]);
        assert_eq!(order, [1, 2, 1, 2]);
    }
}
