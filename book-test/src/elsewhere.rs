//! Commands in pages that the test of the pages does not run as they are, each with the reason: those that
//! are run elsewhere, and those that another command stands for.

/// A command that is run elsewhere.
#[derive(Debug)]
pub struct Elsewhere {
    /// The command as the page has it, without the comment behind it.
    pub command: &'static str,
    /// The reason why it is not run here.
    pub reason: &'static str,
    /// The file of the repository that runs the same, and the line in it.
    pub run_by: Option<(&'static str, &'static str)>,
}

/// All such commands.
pub const ELSEWHERE: [Elsewhere; 19] = [
    Elsewhere {
        command: "cargo xtask fuzz",
        reason: "it takes minutes",
        run_by: Some((".ci/run", "cargo xtask fuzz")),
    },
    Elsewhere {
        command: "cargo xtask fuzz world --seconds 600",
        reason: "it takes ten minutes; a minute of it is part of the command without a target",
        run_by: Some((".ci/run", "cargo xtask fuzz")),
    },
    Elsewhere {
        command: "cargo xtask endure",
        reason: "it takes minutes",
        run_by: Some((".ci/run", "cargo xtask endure")),
    },
    Elsewhere {
        command: "cargo xtask checked",
        reason: "it makes another libpython and runs all tests",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask hardening",
        reason: "it takes more than half an hour and rewrites a page",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask test",
        reason: "it runs the test of the pages",
        run_by: Some((".ci/run", "cargo xtask test")),
    },
    Elsewhere {
        command: "cargo xtask reproduce",
        reason: "it builds everything twice",
        run_by: Some((".ci/run", "cargo xtask reproduce")),
    },
    Elsewhere {
        command: "cargo xtask cpython-tests",
        reason: "all of CPython's tests take half an hour; those that are quick are run",
        run_by: Some((".ci/run", "cargo xtask cpython-tests --quick")),
    },
    Elsewhere {
        command: "cargo xtask cpython-tests --quick",
        reason: "they take minutes",
        run_by: Some((".ci/run", "cargo xtask cpython-tests --quick")),
    },
    Elsewhere {
        command: "cargo xtask packages",
        reason: "it builds nine components; the smallest is built",
        run_by: Some((".ci/run", "cargo xtask packages --quick")),
    },
    Elsewhere {
        command: "cargo xtask packages requests jinja2",
        reason: "it takes a minute",
        run_by: Some((".ci/run", "cargo xtask packages --quick")),
    },
    Elsewhere {
        command: "cargo xtask packages --quick",
        reason: "it takes a minute",
        run_by: Some((".ci/run", "cargo xtask packages --quick")),
    },
    Elsewhere {
        command: "cargo component build --release",
        reason: "it writes `src/bindings.rs` into the checkout",
        run_by: Some(("xtask/src/fixtures/adapted.rs", "\"component\"")),
    },
    Elsewhere {
        command: "cargo xtask bench",
        reason: "it measures for an hour and rewrites a page",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask bench warm",
        reason: "what it measures is only of use on a machine that does nothing else",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask bench --quick",
        reason: "what it measures is only of use on a machine that does nothing else",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask load",
        reason: "it measures for a quarter of an hour and rewrites a page",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask load Flask",
        reason: "what it measures is only of use on a machine that does nothing else",
        run_by: None,
    },
    Elsewhere {
        command: "cargo xtask load --quick",
        reason: "what it measures is only of use on a machine that does nothing else",
        run_by: None,
    },
];

/// The beginning of a command, and the one that replaces it.
///
/// The host is compiled by `cargo xtask test`, together with other crates. Alone it would have `wasmtime`
/// compiled anew with other features, which takes minutes.
pub const INSTEAD: [(&str, &str); 1] =
    [("cargo run --quiet --package rust-host -- ", "rust-host ")];

/// Returns the command that is run for one of a page.
#[must_use]
pub fn run_instead(command: &str) -> String {
    let mut instead = INSTEAD.iter().filter_map(|(begin, other)| {
        let rest = command.strip_prefix(begin)?;
        Some(format!("{other}{rest}"))
    });
    instead.next().unwrap_or_else(|| command.to_owned())
}

/// Tells whether a command of a page is run elsewhere.
#[must_use]
pub fn is_elsewhere(command: &str) -> bool {
    let (command, _) = command.split_once(" #").unwrap_or((command, ""));
    ELSEWHERE
        .iter()
        .any(|known| known.command == command.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comment_behind_a_command_does_not_matter() {
        assert!(is_elsewhere("cargo xtask test    # all tests"));
        assert!(!is_elsewhere("cargo xtask test --build-only"));
    }

    #[test]
    fn another_command_has_the_same_arguments() {
        let run = run_instead("cargo run --quiet --package rust-host -- a 'b c'");
        assert_eq!(run, "rust-host a 'b c'");
        assert_eq!(run_instead("cargo run"), "cargo run");
    }

    #[test]
    fn each_is_in_a_page() {
        let pages = crate::pages().expect("the pages");
        let shown = |begin: &str| {
            let line = |line: &str| {
                line.strip_prefix("$ ")
                    .is_some_and(|text| text.starts_with(begin))
            };
            pages.iter().any(|page| page.text.lines().any(line))
        };
        let begins = ELSEWHERE.map(|known| known.command);
        for begin in begins.into_iter().chain(INSTEAD.map(|(begin, _)| begin)) {
            assert!(shown(begin), "no page has `{begin}`");
        }
    }

    #[test]
    fn each_is_run_where_it_says() {
        for known in ELSEWHERE {
            let Some((file, line)) = known.run_by else {
                continue;
            };
            let text = std::fs::read_to_string(crate::repository().join(file)).expect("the file");
            assert!(text.contains(line), "`{file}` does not run `{line}`");
        }
    }
}
