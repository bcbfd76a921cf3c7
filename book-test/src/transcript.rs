//! The content of a `console` block: commands and their output.
//!
//! A line that begins with `$ ` is a command. A backslash at its end continues it on the next line. The lines
//! below it are its output, standard error included: all of it, or nothing if the output does not matter. In
//! it a line `...` stands for any number of lines, and `…` for any text within a line. A command must
//! succeed, unless a shown line below it begins with `error`.

/// A command and what is shown of its output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The text for the shell.
    pub text: String,
    /// The output that is shown; empty if none is.
    pub shown: String,
}

/// Reads the commands in a block.
///
/// # Errors
/// A line that stands before the first command.
pub fn commands(block: &str) -> Result<Vec<Command>, String> {
    let mut commands: Vec<Command> = Vec::new();
    let mut lines = block.lines();
    while let Some(line) = lines.next() {
        if let Some(begin) = line.strip_prefix("$ ") {
            let mut text = begin.to_owned();
            while text.ends_with('\\') {
                text.push('\n');
                text.push_str(lines.next().unwrap_or_default());
            }
            let shown = String::new();
            commands.push(Command { text, shown });
        } else {
            let command = commands.last_mut().ok_or_else(|| line.to_owned())?;
            command.shown.push_str(line);
            command.shown.push('\n');
        }
    }
    Ok(commands)
}

/// Writes a block that shows these commands.
#[must_use]
pub fn block(commands: &[Command]) -> String {
    let shown = |command: &Command| format!("$ {}\n{}", command.text, command.shown);
    commands.iter().map(shown).collect()
}

impl Command {
    /// Tells whether it is shown to fail.
    #[must_use]
    pub fn fails(&self) -> bool {
        let begins = |line: &str| {
            line.get(..5)
                .is_some_and(|begin| begin.eq_ignore_ascii_case("error"))
        };
        self.shown.lines().any(begins)
    }

    /// Tells whether `printed` is what is shown.
    #[must_use]
    pub fn shows(&self, printed: &str) -> bool {
        let lines = |text| str::lines(text).map(str::trim_end).collect::<Vec<_>>();
        self.shown.is_empty() || lines_match(&lines(&self.shown), &lines(printed.trim_end()))
    }
}

fn lines_match(shown: &[&str], printed: &[&str]) -> bool {
    match shown {
        [] => printed.is_empty(),
        ["...", rest @ ..] => {
            (0..=printed.len()).any(|skipped| lines_match(rest, &printed[skipped..]))
        }
        [line, rest @ ..] => printed
            .split_first()
            .is_some_and(|(first, others)| line_matches(line, first) && lines_match(rest, others)),
    }
}

fn line_matches(shown: &str, printed: &str) -> bool {
    match shown.split_once('…') {
        None => shown == printed,
        Some((begin, rest)) => printed.strip_prefix(begin).is_some_and(|left| {
            let ends = left.char_indices().map(|(at, _)| at);
            ends.chain([left.len()])
                .any(|at| line_matches(rest, &left[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(shown: &str) -> Command {
        Command {
            text: "true".to_owned(),
            shown: shown.to_owned(),
        }
    }

    #[test]
    fn block_is_taken_apart_and_put_together() {
        let text = "$ one \\\n    more\nprinted\n\nprinted too\n$ two\n";
        let parts = commands(text).expect("commands");
        let texts: Vec<_> = parts.iter().map(|command| &*command.text).collect();
        assert_eq!(texts, ["one \\\n    more", "two"]);
        assert_eq!(parts[0].shown, "printed\n\nprinted too\n");
        assert_eq!(block(&parts), text);
    }

    #[test]
    fn line_before_the_first_command_is_refused() {
        assert_eq!(
            commands("cargo build\n$ true\n"),
            Err("cargo build".to_owned())
        );
    }

    #[test]
    fn nothing_shown_is_nothing_compared() {
        assert!(command("").shows("anything\n"));
    }

    #[test]
    fn wildcards_stand_for_lines_and_for_text() {
        let shown = command("begin\n...\nin … s, …\n");
        assert!(shown.shows("begin\na\nb\nin 3 s, built\n\n"));
        assert!(shown.shows("begin\nin  s, on\n"));
        assert!(!shown.shows("begin\na\nin 3 m, built\n"));
        assert!(!shown.shows("begin\nin 3 s, built\nmore\n"));
    }

    #[test]
    fn command_fails_if_shown_to() {
        assert!(command("a\nerror: b\n").fails());
        assert!(command("Error: b\n").fails());
        assert!(!command("no error: b\n").fails());
    }
}
