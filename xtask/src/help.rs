//! The text of `cargo xtask --help`: the tasks in groups, examples, and the cost of a first run.

use std::fmt::Write;

use clap::Command;

/// The tasks, grouped by what a reader wants.
const GROUPS: [(&str, &[&str]); 5] = [
    (
        "Make and run the component",
        &["run", "build", "size", "hosts", "serve"],
    ),
    ("Begin something of your own", &["new", "compose"]),
    (
        "Check this repository",
        &[
            "test",
            "lint",
            "cpython-tests",
            "packages",
            "web-tests",
            "reproduce",
            "installed",
            "findings",
        ],
    ),
    ("Attack it", &["fuzz", "endure", "checked", "hardening"]),
    (
        "Measure, read and prepare",
        &[
            "bench",
            "load",
            "book",
            "libpython",
            "dist",
            "release",
            "wheel",
            "pin",
        ],
    ),
];

const TEMPLATE: &str =
    "{about-with-newline}\n{usage-heading} {usage}{after-help}\n\nOptions:\n{options}";

const USES: &str = "\
Examples:
  cargo xtask run                                     filters a few people
  cargo xtask run -- --tag student people.json        filters yours
  cargo xtask build --app ../my-app --out my.wasm     has another Python package inside
  cargo xtask new ../hello                            starts a project of your own
  cargo xtask TASK --help                             says what a task does, with examples

The first run on a machine makes libpython and compiles the host: about ten minutes on two cores.
The first test installs tools as well. All of it is kept, in `target` and in the cache
(`$WASI_PY_CACHE`, else `~/.cache/wasi-py-rs`): later runs take seconds.";

/// Arranges the tasks of the command in groups.
pub(crate) fn grouped(command: Command) -> Command {
    let listed = listed(&command);
    command
        .help_template(TEMPLATE)
        .after_help(format!("{listed}\n{USES}"))
}

fn listed(command: &Command) -> String {
    let mut text = String::new();
    for (heading, names) in GROUPS {
        let _ = writeln!(text, "\n{heading}:");
        for name in names {
            let task = command.find_subcommand(name);
            let about = task.and_then(Command::get_about).map(ToString::to_string);
            let _ = writeln!(text, "  {name:<15}{}", about.unwrap_or_default());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::Arguments;

    fn command() -> Command {
        grouped(Arguments::command())
    }

    #[test]
    fn every_task_is_in_one_group() {
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        grouped.sort_unstable();
        let command = command();
        let mut tasks: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        tasks.sort_unstable();
        assert_eq!(grouped, tasks);
    }

    #[test]
    fn help_lists_tasks_with_what_they_do() {
        let help = command().render_help().to_string();
        assert!(help.contains("\nCheck this repository:\n  test "), "{help}");
        assert!(help.contains("--quiet"), "{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 120),
            "{help}"
        );
    }

    #[test]
    fn help_of_every_task_has_an_example_and_says_where_results_go() {
        for task in command().get_subcommands_mut() {
            let help = task.render_long_help().to_string();
            let name = task.get_name();
            assert!(help.contains(&format!("  cargo xtask {name}")), "{help}");
            assert!(help.contains("\nResults: "), "{help}");
        }
    }
}
