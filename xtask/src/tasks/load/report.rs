//! The table, and the page that it is written into.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use anyhow::Context;

use super::wrk::{Load, Measured};
use crate::figures;

/// The line of the page after which everything is generated.
const BEGIN: &str = "<!-- figures: written by `cargo xtask load` -->\n";
const END: &str = "<!-- end of the figures -->\n";

/// Returns the load average of the last minute: how busy the machine is with other things.
pub(super) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// A row of the table: with Python, and without.
pub(super) struct Row {
    pub(super) request: &'static str,
    pub(super) settings: &'static str,
    pub(super) measured: [Measured; 2],
}

/// Writes the table as Markdown.
pub(super) fn table(rows: &[Row], load: &Load, (rounds, average): (usize, &str)) -> String {
    let mut text = format!(
        "{} requests at a time, {} s each, the median of {rounds}; `wrk` and the server share {} cores,\n\
         whose load average was {average} before.\n\n\
         | request, memory | Python: requests/s | p50 | p99 | Rust: requests/s | p50 | p99 |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        load.connections,
        load.seconds,
        available_parallelism().map_or(0, usize::from),
    );
    for row in rows {
        let cells = row.measured.iter().map(|one| {
            format!(
                "{:.0} | {:.2} ms | {:.2} ms",
                one.requests_per_s, one.p50_ms, one.p99_ms
            )
        });
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(
            text,
            "| `{}`, {} | {} |",
            row.request,
            row.settings,
            cells.join(" | ")
        );
    }
    text
}

/// Puts the table between the markers of the page.
pub(super) fn write(page: &Path, table: &str) -> anyhow::Result<()> {
    let old =
        fs::read_to_string(page).with_context(|| format!("cannot read `{}`", page.display()))?;
    let new = replaced(&old, table).with_context(|| {
        format!(
            "`{}` has no place for the figures\n= help: put the lines `{}` and `{}` around it",
            page.display(),
            BEGIN.trim_end(),
            END.trim_end()
        )
    })?;
    fs::write(page, new).with_context(|| format!("cannot write `{}`", page.display()))
}

fn replaced(page: &str, table: &str) -> Option<String> {
    figures::put(page, (BEGIN, END), &format!("\n{table}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_beside_each_other() {
        let measured = |requests_per_s| Measured {
            requests_per_s,
            p50_ms: 0.5,
            p99_ms: 2.25,
        };
        let row = Row {
            request: "GET /",
            settings: "by default",
            measured: [measured(1000.4), measured(3000.0)],
        };
        let load = Load {
            seconds: 1,
            connections: 2,
        };
        let text = table(&[row], &load, (3, "0.50"));
        assert!(text.contains("load average was 0.50 before"), "{text}");
        let last = text.lines().last();
        let expected =
            "| `GET /`, by default | 1000 | 0.50 ms | 2.25 ms | 3000 | 0.50 ms | 2.25 ms |";
        assert_eq!(last, Some(expected));
    }

    #[test]
    fn the_page_of_this_repository_takes_the_figures() {
        let page = fs::read_to_string(super::super::page()).expect("the page");
        let new = replaced(&page, "| table |").expect("markers");
        assert!(new.contains(&format!("{BEGIN}\n| table |\n{END}")));
    }
}
