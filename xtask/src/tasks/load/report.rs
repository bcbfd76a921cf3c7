//! The table, and the page that it is written into with the chart.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use anyhow::Context;

use super::chart;
use super::outcome::{Outcome, Row};
use super::wrk::Load;
use crate::figures;

/// The page with the tables.
pub(super) const PAGE: &str = "benchmarks.md";
const CHART: &str = "load.svg";

/// The line of the page after which everything is generated.
const BEGIN: &str = "<!-- requests: written by `cargo xtask load` -->\n";
const END: &str = "<!-- end of the requests -->\n";

/// How it was measured.
pub(super) struct Circumstances<'a> {
    pub(super) load: &'a Load,
    pub(super) rounds: usize,
    /// The load average before.
    pub(super) average: String,
    /// The programs with their versions.
    pub(super) versions: String,
}

/// Returns the load average of the last minute: how busy the machine is with other things.
pub(super) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// Writes the tables as Markdown.
pub(super) fn tables(outcomes: &[Outcome], circumstances: &Circumstances<'_>) -> String {
    let Circumstances {
        load,
        rounds,
        average,
        versions,
    } = circumstances;
    let mut text = format!(
        "{} requests at a time, {} s each, the median of {rounds}. `wrk` and the server share {} cores, whose\n\
         load average was {average} before.\n{versions}.\n",
        load.connections,
        load.seconds,
        available_parallelism().map_or(0, usize::from),
    );
    for outcome in outcomes {
        text.push_str(&table(outcome));
    }
    text
}

fn table(outcome: &Outcome) -> String {
    let comparison = outcome.comparison;
    let mut text = format!(
        "\n| `{}`, {} | requests/s | share | target | | p50 | p99 | processor time a request | memory |\n\
         | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |\n",
        comparison.request.line, comparison.what
    );
    for row in outcome.rows() {
        text.push_str(&line(&row));
    }
    text
}

fn line(row: &Row<'_>) -> String {
    let times = |share: Option<f64>| {
        share
            .map(|share| format!("{share:.2} ×"))
            .unwrap_or_default()
    };
    let target = row
        .least()
        .map(|least| format!("≥ {least} ×"))
        .unwrap_or_default();
    let mark = match row.is_met() {
        Some(true) => "met",
        Some(false) => "**missed**",
        None => "",
    };
    let measured = row.measured;
    let mut text = format!(
        "| {} | {:.0} | {} ",
        row.contender.name,
        measured.requests_per_s,
        times(row.share())
    );
    let _ = writeln!(
        text,
        "| {target} | {mark} | {:.2} ms | {:.2} ms | {:.0} µs | {:.0} MiB |",
        measured.p50_ms, measured.p99_ms, measured.cpu_us, measured.memory_mib
    );
    text
}

/// Puts the tables between the markers of the page in that folder, and the chart beside it.
pub(super) fn write(folder: &Path, tables: &str, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let page = folder.join(PAGE);
    let old = fs::read_to_string(&page);
    let old = old.with_context(|| format!("cannot read `{}`", page.display()))?;
    let new = replaced(&old, tables).with_context(|| {
        format!(
            "`{}` has no place for the figures\n= help: put the lines `{}` and `{}` around it",
            page.display(),
            BEGIN.trim_end(),
            END.trim_end()
        )
    })?;
    for (path, text) in [(folder.join(CHART), chart::svg(outcomes)), (page, new)] {
        fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

fn replaced(page: &str, tables: &str) -> Option<String> {
    let figures = format!("\n{tables}\n![Requests a second of each]({CHART})\n\n");
    figures::put(page, (BEGIN, END), &figures)
}

#[cfg(test)]
mod tests {
    use super::super::outcome::of_flask;
    use super::*;

    #[test]
    fn rows_say_what_was_measured_and_whether_it_is_enough() {
        let outcome = of_flask([1000.4, 1100.0, 400.0, 500.4, 900.0]);
        let circumstances = Circumstances {
            load: &Load {
                seconds: 1,
                connections: 2,
            },
            rounds: 3,
            average: "0.50".to_owned(),
            versions: "wasmtime 1".to_owned(),
        };
        let text = tables(&[outcome], &circumstances);
        assert!(
            text.contains("load average was 0.50 before.\nwasmtime 1.\n"),
            "{text}"
        );
        for line in [
            "| gunicorn, one worker | 1000 |  |  |  | 0.50 ms | 2.25 ms | 512 µs | 61 MiB |",
            "| component, an instance a request | 400 | 0.40 × | ≥ 0.5 × | **missed** | 0.50 ms | 2.25 ms | 512 µs | 61 MiB |",
            "| component, kept resident | 500 | 0.50 × | ≥ 0.5 × | met | 0.50 ms | 2.25 ms | 512 µs | 61 MiB |",
        ] {
            assert!(
                text.lines().any(|found| found == line),
                "{line} is missing in {text}"
            );
        }
    }

    #[test]
    fn page_of_this_repository_takes_tables_and_chart() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::copy(super::super::pages().join(PAGE), folder.path().join(PAGE)).expect("the page");
        write(folder.path(), "| table |\n", &[]).expect("markers");
        let page = fs::read_to_string(folder.path().join(PAGE)).expect("the page");
        assert!(
            page.contains(&format!("{BEGIN}\n| table |\n\n![")),
            "{page}"
        );
        assert!(page.contains("<!-- figures: written by `cargo xtask bench` -->"));
        let chart = fs::read_to_string(folder.path().join(CHART)).expect("the chart");
        assert!(chart.starts_with("<svg "), "{chart}");
    }
}
