//! The width of comments in Rust and of Markdown, which no formatter on stable Rust checks.

use std::fs;

use anyhow::{Context, ensure};

use crate::shell;

/// The last column that a line may reach.
const LAST_COLUMN: usize = 110;

/// Checks all files that git tracks.
pub(super) fn check() -> anyhow::Result<()> {
    let mut found = Vec::new();
    for name in shell::tracked()? {
        let wide: fn(&str) -> Vec<usize> = match name.rsplit_once('.') {
            Some((_, "rs")) => wide_comments,
            Some((_, "md")) => wide_markdown,
            _ => continue,
        };
        let text = fs::read_to_string(shell::repository().join(&name));
        let text = text.with_context(|| format!("cannot read `{name}`"))?;
        found.extend(wide(&text).into_iter().map(|line| format!("{name}:{line}")));
    }
    ensure!(
        found.is_empty(),
        "expected comments and Markdown to end at column {LAST_COLUMN}, found wider lines:\n{}\n\
         = help: wrap these lines",
        found.join("\n")
    );
    Ok(())
}

/// Returns the numbers of comment lines that are too wide.
fn wide_comments(text: &str) -> Vec<usize> {
    let lines = (1..).zip(text.lines());
    let comments = lines.filter(|(_, line)| line.trim_start().starts_with("//"));
    comments.filter_map(wide).collect()
}

/// Returns the numbers of lines that are too wide, outside of tables and fenced blocks.
fn wide_markdown(text: &str) -> Vec<usize> {
    let mut is_fenced = false;
    let lines = (1..).zip(text.lines());
    let prose = lines.filter(|(_, line)| {
        let line = line.trim_start();
        is_fenced ^= line.starts_with("```");
        !is_fenced && !line.starts_with('|')
    });
    prose.filter_map(wide).collect()
}

fn wide((number, line): (usize, &str)) -> Option<usize> {
    (line.chars().count() > LAST_COLUMN).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_measured_in_characters_and_code_is_not() {
        let fits = format!("    // {}", "é".repeat(LAST_COLUMN - 7));
        let wide = format!("{fits}é");
        let code = format!("let text = \"{}\";", "x".repeat(LAST_COLUMN));
        let text = [&*fits, &wide, &code, "/// short"].join("\n");
        assert_eq!(wide_comments(&text), [2]);
    }

    #[test]
    fn markdown_is_measured_outside_of_tables_and_blocks() {
        let wide = "word ".repeat(30);
        let text = format!("{wide}\n| {wide} |\n\n  ```text\n{wide}\n  ```\n{wide}\n");
        assert_eq!(wide_markdown(&text), [1, 7]);
    }
}
