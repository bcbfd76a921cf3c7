//! The chart: requests a second, with a panel for each request.

use std::fmt::Write;

use super::outcome::{Outcome, Row};

const WIDTH: f64 = 900.0;
const LABEL_WIDTH: f64 = 310.0;
/// The room for the number behind the longest bar.
const NUMBER_WIDTH: f64 = 90.0;
const ROW_HEIGHT: f64 = 26.0;
const TITLE_HEIGHT: f64 = 44.0;

// No background, and colours of medium brightness: the chart is read on white and on black.
const TEXT: &str = "#7a828b";
const NATIVE: &str = "#9aa2ab";
const NEUTRAL: &str = "#4c8ed6";
const MET: &str = "#2da44e";
const MISSED: &str = "#d64933";
const TARGET: &str = "#bf8700";

/// Draws it as SVG.
pub(super) fn svg(outcomes: &[Outcome]) -> String {
    let mut panels = String::new();
    let mut top = 0.0;
    for outcome in outcomes {
        top = panel(&mut panels, outcome, top);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {top}\" width=\"{WIDTH}\" \
         height=\"{top}\" font-family=\"sans-serif\" font-size=\"14\" fill=\"{TEXT}\">\n{panels}</svg>\n"
    )
}

/// Draws the bars of a request, and returns where the next panel begins.
fn panel(text: &mut String, outcome: &Outcome, top: f64) -> f64 {
    let comparison = outcome.comparison;
    let title = format!(
        "{}: {}, requests/s",
        comparison.request.line, comparison.what
    );
    let (middle, baseline) = (WIDTH / 2.0, top + 28.0);
    let _ = writeln!(
        text,
        "<text x=\"{middle}\" y=\"{baseline}\" font-size=\"17\" text-anchor=\"middle\">{title}</text>"
    );
    let values = outcome.rows().flat_map(|row| {
        let target = row.least_per_s().unwrap_or_default();
        [row.measured.requests_per_s, target]
    });
    let most = values.fold(f64::MIN_POSITIVE, f64::max);
    let unit = (WIDTH - LABEL_WIDTH - NUMBER_WIDTH) / most;
    let mut y = top + TITLE_HEIGHT;
    for row in outcome.rows() {
        bar(text, &row, unit, y);
        y += ROW_HEIGHT;
    }
    y
}

/// Draws a bar, its name, its number, and its target.
fn bar(text: &mut String, row: &Row<'_>, unit: f64, y: f64) {
    let per_s = row.measured.requests_per_s;
    let (length, baseline) = (per_s * unit, y + 18.0);
    let (name, colour) = (row.contender.name, colour(row));
    let label = LABEL_WIDTH - 10.0;
    let _ = writeln!(
        text,
        "<text x=\"{label}\" y=\"{baseline}\" text-anchor=\"end\">{name}</text>\n\
         <rect x=\"{LABEL_WIDTH}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"{colour}\"/>",
        y + 5.0,
        ROW_HEIGHT - 10.0,
    );
    let target = row.least_per_s().map(|least| least * unit);
    if let Some(target) = target {
        let x = LABEL_WIDTH + target;
        let (from, to) = (y + 2.0, y + ROW_HEIGHT - 2.0);
        let _ = writeln!(
            text,
            "<path d=\"M{x:.1} {from:.1}V{to:.1}\" stroke=\"{TARGET}\" stroke-width=\"3\"/>"
        );
    }
    let end = LABEL_WIDTH + length.max(target.unwrap_or_default()) + 8.0;
    let _ = writeln!(
        text,
        "<text x=\"{end:.1}\" y=\"{baseline}\" font-size=\"13\">{per_s:.0}</text>"
    );
}

fn colour(row: &Row<'_>) -> &'static str {
    match (row.is_met(), row.contender.is_ours()) {
        (Some(true), _) => MET,
        (Some(false), _) => MISSED,
        (None, true) => NEUTRAL,
        (None, false) => NATIVE,
    }
}

#[cfg(test)]
mod tests {
    use super::super::outcome::of_flask;
    use super::*;

    #[test]
    fn bars_show_numbers_targets_and_whether_they_are_met() {
        let svg = svg(&[of_flask([1000.0, 1100.0, 400.0, 500.0, 900.0])]);
        for part in [
            "GET /: Flask, requests/s",
            "gunicorn, one worker</text>",
            ">1100</text>",
            "width=\"500.0\" height=\"16.0\" fill=\"#9aa2ab\"",
            "fill=\"#d64933\"",
            "fill=\"#2da44e\"",
        ] {
            assert!(svg.contains(part), "{part} is missing in {svg}");
        }
        assert_eq!(svg.matches("<path ").count(), 3, "{svg}");
        assert!(svg.contains("height=\"174\""), "{svg}");
    }
}
