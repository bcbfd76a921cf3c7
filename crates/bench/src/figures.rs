//! The figures: all that is measured, their targets, and the values that were found.

use std::collections::BTreeMap;

/// The titles of the compared components, in the order of the values.
pub(crate) const COLUMNS: [&str; SUBJECTS] = [
    "`people.wasm`",
    "Python alone",
    "before the snapshot",
    "control",
];

/// The number of compared components.
pub(crate) const SUBJECTS: usize = 4;

/// A value for each of the compared components; `None` if it has none.
pub(crate) type Values = [Option<f64>; SUBJECTS];

/// The unit of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes of memory.
    Memory,
    /// Bytes of a file.
    File,
    /// Calls a second: the only unit of which more is better.
    PerSecond,
}

/// The highest value that a figure should have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// None: any value will do.
    None,
    /// That many times the control.
    Ratio(f64),
    /// That value, in the figure's unit.
    Value(f64),
}

/// A figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure {
    /// The name by which it can be chosen.
    pub(crate) id: &'static str,
    /// The description in the table.
    pub(crate) what: &'static str,
    pub(crate) unit: Unit,
    pub(crate) target: Target,
    /// The target of the same world in Python alone.
    pub(crate) target_alone: Target,
}

/// All figures of the components, in the order of the table.
pub(crate) const FIGURES: [Figure; 26] = {
    use Target::{None, Ratio, Value};
    use Unit::{File, Memory, PerSecond, Seconds};
    const fn figure(id: &'static str, what: &'static str, unit: Unit, target: Target) -> Figure {
        Figure {
            id,
            what,
            unit,
            target,
            target_alone: None,
        }
    }
    const fn both(
        id: &'static str,
        what: &'static str,
        unit: Unit,
        (target, target_alone): (Target, Target),
    ) -> Figure {
        Figure {
            target_alone,
            ..figure(id, what, unit, target)
        }
    }
    [
        both(
            "fresh-pooling",
            "fresh instance, call, drop; pooling",
            Seconds,
            (Ratio(2.0), Ratio(2.5)),
        ),
        figure("fresh-start", "– of which the start", Seconds, None),
        figure("fresh-call", "– of which the call", Seconds, None),
        figure("fresh-drop", "– of which the drop", Seconds, None),
        figure(
            "fresh-whole",
            "fresh instance, call, drop; pooling, memory reset whole",
            Seconds,
            None,
        ),
        figure(
            "fresh-on-demand",
            "fresh instance, call, drop; on demand",
            Seconds,
            None,
        ),
        figure(
            "fresh-minimal",
            "without imports of WASI: fresh instance, call, drop; pooling",
            Seconds,
            Ratio(1.7),
        ),
        figure(
            "warm-minimal-3",
            "without imports of WASI: warm call, 3 people",
            Seconds,
            None,
        ),
        both(
            "warm-3",
            "warm call, 3 people",
            Seconds,
            (Ratio(1.3), Ratio(1.5)),
        ),
        figure("warm-100", "warm call, 100 people", Seconds, None),
        both(
            "warm-10000",
            "warm call, 10 000 people, a person",
            Seconds,
            (Ratio(1.2), Ratio(1.4)),
        ),
        figure(
            "fresh-composed",
            "composed: fresh instance, call, drop; pooling",
            Seconds,
            None,
        ),
        figure(
            "warm-composed-3",
            "composed: warm call, 3 people",
            Seconds,
            None,
        ),
        figure(
            "warm-composed-10000",
            "composed: warm call, 10 000 people, a person",
            Seconds,
            None,
        ),
        figure(
            "rate-fresh-1",
            "fresh calls a second, 1 thread",
            PerSecond,
            None,
        ),
        figure(
            "rate-fresh-2",
            "fresh calls a second, 2 threads",
            PerSecond,
            None,
        ),
        figure(
            "rate-warm-1",
            "warm calls a second, 1 thread",
            PerSecond,
            None,
        ),
        figure(
            "rate-warm-2",
            "warm calls a second, 2 threads",
            PerSecond,
            None,
        ),
        both(
            "memory",
            "private dirty memory of a live instance",
            Memory,
            (Value(96.0 * 1024.0), Value(128.0 * 1024.0)),
        ),
        figure(
            "process",
            "a process with one call, compiled in advance",
            Seconds,
            Ratio(2.0),
        ),
        figure("compile", "compilation and load", Seconds, None),
        figure("load-compiled", "load, compiled in advance", Seconds, None),
        figure("size", "size of the file", File, Value(14e6)),
        figure(
            "size-minimal",
            "without imports of WASI: size of the file",
            File,
            Value(14e6),
        ),
        figure("size-zstd", "the same by zstd -19", File, Value(5.5e6)),
        figure(
            "edit",
            "app edited, until the component is built",
            Seconds,
            Value(5.0),
        ),
    ]
};

/// The target for pure Python: the geometric mean of times inside, as a multiple of native ones.
pub(crate) const PYTHON_TARGET: f64 = 1.35;

/// The target for a command that does nothing: its time inside as a multiple of the native one.
pub(crate) const COMMAND_TARGET: f64 = 1.5;

/// The target for the host library: its time as a multiple of that of `wasmtime` alone.
pub(crate) const BARE_TARGET: f64 = 1.03;

/// Something that was done here and elsewhere: by Python inside the component and by a native one, or through
/// the host library and without it.
#[derive(Debug)]
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) ours_s: f64,
    pub(crate) other_s: f64,
}

impl Workload {
    /// Returns how many times longer it takes here.
    pub(crate) fn ratio(&self) -> f64 {
        self.ours_s / self.other_s
    }
}

/// The values that were found.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    values: BTreeMap<&'static str, Values>,
    pub(crate) python: Vec<Workload>,
    /// Fresh instances, by the host library and by `wasmtime` alone.
    pub(crate) bare: Vec<Workload>,
    /// The start and the end of the command line.
    pub(crate) command: Option<Workload>,
}

impl Measured {
    pub(crate) fn put(&mut self, id: &'static str, values: Values) {
        self.values.insert(id, values);
    }

    /// Returns the figures that were measured, in the order of the table.
    pub(crate) fn figures(&self) -> impl Iterator<Item = (&'static Figure, Values)> {
        FIGURES
            .iter()
            .filter_map(|figure| Some((figure, *self.values.get(figure.id)?)))
    }

    /// Returns the geometric mean of the workloads' ratios; `None` without workloads.
    pub(crate) fn python_ratio(&self) -> Option<f64> {
        let logarithms: f64 = self
            .python
            .iter()
            .map(|workload| workload.ratio().ln())
            .sum();
        (!self.python.is_empty()).then(|| (logarithms / self.python.len() as f64).exp())
    }
}

impl Figure {
    /// Returns how many times more the component costs than the control, whichever way the figure counts.
    pub(crate) fn ratio(&self, values: &Values) -> Option<f64> {
        let [people, _, _, control] = *values;
        Some(self.times(people?, control?))
    }

    /// Returns the same of the world in Python alone.
    pub(crate) fn ratio_alone(&self, values: &Values) -> Option<f64> {
        let [_, alone, _, control] = *values;
        Some(self.times(alone?, control?))
    }

    fn times(&self, cost: f64, control: f64) -> f64 {
        match self.unit {
            Unit::PerSecond => control / cost,
            Unit::Seconds | Unit::Memory | Unit::File => cost / control,
        }
    }

    /// Tells whether the target is met; `None` if there is none.
    pub(crate) fn is_met(&self, values: &Values) -> Option<bool> {
        self.target.is_met(values[0], self.ratio(values))
    }

    /// Tells the same of the world in Python alone.
    pub(crate) fn is_met_alone(&self, values: &Values) -> Option<bool> {
        self.target_alone
            .is_met(values[1], self.ratio_alone(values))
    }
}

impl Target {
    fn is_met(self, value: Option<f64>, ratio: Option<f64>) -> Option<bool> {
        match self {
            Self::None => None,
            Self::Ratio(most) => Some(ratio? <= most),
            Self::Value(most) => Some(value? <= most),
        }
    }
}

impl Unit {
    /// Writes a value for people: three digits and a unit.
    pub(crate) fn show(self, value: f64) -> String {
        match self {
            Self::Seconds => scaled(
                value,
                &[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")],
            ),
            Self::Memory => scaled(value, &[(1024.0 * 1024.0, "MiB"), (1024.0, "KiB")]),
            Self::File => scaled(value, &[(1e6, "MB"), (1e3, "kB")]),
            Self::PerSecond => thousands(value),
        }
    }
}

/// Writes a value in the largest of `units` that leaves a digit before the point, or in the last one.
fn scaled(value: f64, units: &[(f64, &str)]) -> String {
    // A value that rounds to 1000 of one unit is 1.00 of the next.
    let fits = |&&(size, _): &&(f64, &str)| value >= 0.9995 * size;
    match units.iter().find(fits).or(units.last()) {
        Some((size, name)) => format!("{} {name}", digits(value / size)),
        None => digits(value),
    }
}

/// Writes a number with three significant digits.
pub(crate) fn digits(value: f64) -> String {
    let decimals = match value {
        _ if value >= 99.95 => 0,
        _ if value >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}")
}

/// Writes a whole number of about three significant digits, in groups of three.
fn thousands(value: f64) -> String {
    let step = 10_f64.powf((value.max(100.0).log10()).floor() - 2.0);
    let digits = format!("{:.0}", (value / step).round() * step);
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(unit: Unit, target: Target) -> Figure {
        Figure {
            id: "x",
            what: "x",
            unit,
            target,
            target_alone: Target::Ratio(2.0),
        }
    }

    #[test]
    fn values_have_three_digits_and_the_unit_that_suits_them() {
        assert_eq!(Unit::Seconds.show(39.04e-6), "39.0 µs");
        assert_eq!(Unit::Seconds.show(0.99999), "1.00 s");
        assert_eq!(Unit::Seconds.show(612.4e-9), "612 ns");
        assert_eq!(Unit::Seconds.show(2e-10), "0.20 ns");
        assert_eq!(Unit::Memory.show(223.0 * 1024.0), "223 KiB");
        assert_eq!(Unit::File.show(11_400_000.0), "11.4 MB");
        assert_eq!(Unit::PerSecond.show(21_049.0), "21 000");
        assert_eq!(Unit::PerSecond.show(7.0), "7");
    }

    #[test]
    fn more_calls_a_second_cost_less() {
        let values = [Some(50.0), None, None, Some(100.0)];
        let rate = figure(Unit::PerSecond, Target::Ratio(2.0));
        assert_eq!(rate.ratio(&values), Some(2.0));
        assert_eq!(
            figure(Unit::Seconds, Target::None).ratio(&values),
            Some(0.5)
        );
    }

    #[test]
    fn a_target_is_met_up_to_its_limit_and_not_beyond() {
        let values = [Some(3.0), Some(5.0), None, Some(2.0)];
        let met = |target| figure(Unit::Seconds, target).is_met(&values);
        assert_eq!(met(Target::None), None);
        assert_eq!(met(Target::Ratio(1.5)), Some(true));
        assert_eq!(met(Target::Ratio(1.4)), Some(false));
        assert_eq!(met(Target::Value(3.0)), Some(true));
        assert_eq!(met(Target::Value(2.9)), Some(false));
        let alone = figure(Unit::Seconds, Target::None).is_met_alone(&values);
        assert_eq!(alone, Some(false));
    }

    #[test]
    fn python_is_summed_up_by_the_geometric_mean() {
        let workload = |ours_s| Workload {
            name: "x",
            ours_s,
            other_s: 1.0,
        };
        let mut measured = Measured::default();
        assert_eq!(measured.python_ratio(), None);
        measured.python = vec![workload(1.0), workload(4.0)];
        let mean = measured.python_ratio().expect("workloads");
        assert!((mean - 2.0).abs() < 1e-12, "{mean}");
    }
}
