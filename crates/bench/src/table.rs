//! The figures as tables in Markdown.

use crate::figures::{
    BARE_TARGET, COLUMNS, COMMAND_TARGET, Figure, Measured, PYTHON_TARGET, Target, Unit, Values,
    Workload, digits,
};

/// Writes the tables of all figures that were measured.
pub(crate) fn markdown(measured: &Measured) -> String {
    let parts = [
        components(measured),
        bare(measured),
        python(measured),
        command(measured),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join("\n")
}

fn components(measured: &Measured) -> Option<String> {
    let columns = COLUMNS.join(" | ");
    let rows: String = measured
        .figures()
        .map(|(figure, values)| row(figure, &values))
        .collect();
    let head = format!(
        "| | {columns} | ÷ control | target | | alone ÷ control | target | |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |\n"
    );
    (!rows.is_empty()).then(|| head + &rows)
}

fn row(figure: &Figure, values: &Values) -> String {
    let values_shown = values.map(|value| {
        value
            .map(|value| figure.unit.show(value))
            .unwrap_or_default()
    });
    let ratios = [figure.ratio(values), figure.ratio_alone(values)];
    let [ratio, ratio_alone] = ratios.map(|ratio| ratio.map(times).unwrap_or_default());
    let targets = [figure.target, figure.target_alone];
    let [target, target_alone] = targets.map(|target| at_most(target, figure.unit));
    let met = mark(figure.is_met(values));
    let met_alone = mark(figure.is_met_alone(values));
    format!(
        "| {} | {} | {ratio} | {target} | {met} | {ratio_alone} | {target_alone} | {met_alone} |\n",
        figure.what,
        values_shown.join(" | ")
    )
}

fn at_most(target: Target, unit: Unit) -> String {
    match target {
        Target::None => String::new(),
        Target::Ratio(most) => format!("≤ {} ×", plain_number(most)),
        Target::Value(most) => format!("≤ {}", short(unit, most)),
    }
}

fn bare(measured: &Measured) -> Option<String> {
    let rows = measured.bare.iter();
    let rows: String = rows
        .map(|workload| compared(workload, Some(BARE_TARGET)))
        .collect();
    let head = beside(
        "fresh instance, call, drop; pooling",
        "host library",
        "bare `wasmtime`",
    );
    (!rows.is_empty()).then(|| head + &rows)
}

fn python(measured: &Measured) -> Option<String> {
    let mean = measured.python_ratio()?;
    let workloads: String = measured
        .python
        .iter()
        .map(|workload| compared(workload, None))
        .collect();
    let mean = format!(
        "| geometric mean | | | {} | ≤ {} × | {} |\n",
        times(mean),
        plain_number(PYTHON_TARGET),
        mark(Some(mean <= PYTHON_TARGET))
    );
    Some(beside_native("pure Python") + &workloads + &mean)
}

fn command(measured: &Measured) -> Option<String> {
    let workload = measured.command.as_ref()?;
    Some(beside_native("command line") + &compared(workload, Some(COMMAND_TARGET)))
}

fn beside_native(what: &str) -> String {
    beside(what, "inside", "native")
}

/// Writes the head of a table.
fn beside(what: &str, ours: &str, other: &str) -> String {
    format!(
        "| {what} | {ours} | {other} | ÷ {other} | target | |\n\
         | --- | ---: | ---: | ---: | ---: | --- |\n"
    )
}

fn compared(workload: &Workload, most: Option<f64>) -> String {
    let [ours, other] = [workload.ours_s, workload.other_s].map(|value| Unit::Seconds.show(value));
    let ratio = workload.ratio();
    let target = most.map(|most| format!("≤ {} ×", plain_number(most)));
    format!(
        "| {} | {ours} | {other} | {} | {} | {} |\n",
        workload.name,
        times(ratio),
        target.unwrap_or_default(),
        mark(most.map(|most| ratio <= most))
    )
}

fn times(ratio: f64) -> String {
    format!("{} ×", digits(ratio))
}

fn mark(is_met: Option<bool>) -> &'static str {
    match is_met {
        None => "",
        Some(true) => "met",
        Some(false) => "**missed**",
    }
}

/// Writes a number without trailing zeros, which would look measured.
fn plain_number(value: f64) -> String {
    value.to_string()
}

/// Writes a target in its unit, without trailing zeros either.
fn short(unit: Unit, value: f64) -> String {
    let shown = unit.show(value);
    match shown.split_once(' ') {
        Some((number, unit)) if number.contains('.') => {
            let number = number.trim_end_matches('0').trim_end_matches('.');
            format!("{number} {unit}")
        }
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Workload;

    #[test]
    fn each_row_shows_its_target_and_whether_it_is_met() {
        let mut measured = Measured::default();
        let warm = [Some(4e-6), Some(5e-6), Some(4.1e-6), Some(2e-6)];
        measured.put("warm-3", warm);
        measured.put("size", [Some(11.4e6), None, None, Some(40e3)]);
        measured.put("edit", [Some(4.0), None, None, None]);
        let table = markdown(&measured);
        let rows: Vec<_> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| warm call, 3 people | 4.00 µs | 5.00 µs | 4.10 µs | 2.00 µs \
                 | 2.00 × | ≤ 1.3 × | **missed** | 2.50 × | ≤ 1.5 × | **missed** |",
                "| size of the file | 11.4 MB |  |  | 40.0 kB | 285 × | ≤ 14 MB | met |  |  |  |",
                "| app edited, until the component is built | 4.00 s |  |  |  \
                 |  | ≤ 5 s | met |  |  |  |",
            ]
        );
    }

    #[test]
    fn python_ends_in_its_mean() {
        let mut measured = Measured::default();
        assert_eq!(markdown(&measured), "");
        measured.python.push(Workload {
            name: "fib",
            ours_s: 0.2,
            other_s: 0.1,
        });
        let table = markdown(&measured);
        let rows: Vec<_> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| fib | 200 ms | 100 ms | 2.00 × |  |  |",
                "| geometric mean | | | 2.00 × | ≤ 1.35 × | **missed** |",
            ]
        );
    }

    #[test]
    fn host_library_is_compared_with_wasmtime_alone() {
        let mut measured = Measured::default();
        measured.bare.push(Workload {
            name: "control",
            ours_s: 10.2e-6,
            other_s: 10e-6,
        });
        let table = markdown(&measured);
        assert_eq!(
            table.lines().last(),
            Some("| control | 10.2 µs | 10.0 µs | 1.02 × | ≤ 1.03 × | met |")
        );
    }

    #[test]
    fn command_has_a_table_of_its_own() {
        let mut measured = Measured::default();
        measured.command = Some(Workload {
            name: "`-c pass`",
            ours_s: 0.012,
            other_s: 0.01,
        });
        let table = markdown(&measured);
        assert_eq!(
            table.lines().last(),
            Some("| `-c pass` | 12.0 ms | 10.0 ms | 1.20 × | ≤ 1.5 × | met |")
        );
    }
}
