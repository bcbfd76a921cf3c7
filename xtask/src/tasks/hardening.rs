//! `cargo xtask hardening`: runs all attacks in full, and writes the table of their results.

use std::fmt::Write as _;
use std::fs;

use anyhow::Context;

use crate::report::{self, Suite};
use crate::suites::run_of_components;
use crate::tasks::{endure, fuzz};
use crate::{figures, fixtures, shell};

const USES: &str = "\
Examples:
  cargo xtask hardening
  cargo xtask hardening --collect

Results: in `docs/reference/hardening.md`.";

/// Runs everything that attacks, and rewrites the table of the figures.
///
/// Half an hour. What `cargo xtask checked` has counted is taken as it is there.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Time for each target of fuzzing, in seconds
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// Runs nothing: takes the figures that earlier runs have left
    #[arg(long)]
    collect: bool,
}

/// The test files that leave figures.
const HOSTILE: [&str; 6] = [
    "--test",
    "hostile_python",
    "--test",
    "hostile_host",
    "--test",
    "isolation",
];

const PAGE: &str = "docs/reference/hardening.md";
const BEGIN: &str = "<!-- figures: written by `cargo xtask hardening` -->\n";
const END: &str = "<!-- end of the figures -->";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.collect {
        fuzz::run(&fuzz::Arguments::all(arguments.seconds))?;
        fuzz::run(&fuzz::Arguments::memcheck())?;
        endure::run(&endure::Arguments {
            quick: false,
            seed: 1,
        })?;
        fixtures::build(|_| true)?;
        run_of_components(&HOSTILE, &[])?;
    }
    let page = shell::repository().join(PAGE);
    let text = fs::read_to_string(&page).with_context(|| format!("cannot read `{PAGE}`"))?;
    fs::write(&page, with_figures(&text, &table(&collected()?))?)?;
    println!("{PAGE}");
    Ok(())
}

/// Reads the suites that have left figures, by name.
fn collected() -> anyhow::Result<Vec<Suite>> {
    let mut suites: Vec<Suite> = Vec::new();
    for entry in fs::read_dir(report::folder())? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let suite = serde_json::from_str(&fs::read_to_string(&path)?);
            suites.push(suite.with_context(|| format!("`{}` is not a report", path.display()))?);
        }
    }
    suites.sort_by(|one, other| one.suite.cmp(&other.suite));
    Ok(suites)
}

fn table(suites: &[Suite]) -> String {
    let mut table = "\n| suite | | |\n| --- | --- | ---: |\n".to_owned();
    for Suite { suite, rows } in suites {
        for (index, (name, count)) in rows.iter().enumerate() {
            let suite = if index == 0 { suite.as_str() } else { "" };
            let _ = writeln!(table, "| {suite} | {name} | {} |", grouped(*count));
        }
    }
    table + "\n"
}

/// Writes a number with a space before every third digit from the right.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Returns `page` with other figures between the marks.
fn with_figures(page: &str, figures: &str) -> anyhow::Result<String> {
    figures::put(page, (BEGIN, END), figures)
        .with_context(|| format!("`{PAGE}` has no marks for the figures"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_between_their_marks() {
        let mut suite = Suite::new("long");
        suite.push("calls", 1_000_000);
        suite.push("lost", 0);
        let page = format!("before\n{BEGIN}old\n{END}\nbehind\n");
        let expected = format!(
            "before\n{BEGIN}\n| suite | | |\n| --- | --- | ---: |\n| long | calls | 1 000 000 |\n|  | lost | 0 |\n\n{END}\nbehind\n"
        );
        let written = with_figures(&page, &table(&[suite])).expect("a page");
        assert_eq!(written, expected);
        assert!(with_figures("no marks", "").is_err());
    }

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(123), "123");
        assert_eq!(grouped(1234), "1 234");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }
}
