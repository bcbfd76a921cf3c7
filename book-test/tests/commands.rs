//! Runs every command of every page: it ends as shown, and prints what is shown. `BLESS=1` writes what it
//! prints into the page.
//!
//! Each page is one test of its name, so that `cargo xtask book --test how-to/errors` runs one page.

use std::process::ExitCode;

use book_test::session::{follow, has_commands};
use book_test::{pages, repository};
use libtest_mimic::{Arguments, Failed, Trial};

/// Pages that take programs which nothing else needs: Node, `wkg`, a registry, valgrind.
/// `cargo xtask test --full` runs them.
const TAKE_MORE: [&str; 4] = [
    "how-to/hosts.md",
    "how-to/registry.md",
    // Compiles `wasmtime` anew, for a wheel as users get it.
    "how-to/sandbox.md",
    "reference/hardening.md",
];

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Each builds one thing after another, mostly on one core. They build in the same folders, so that more
    // of them would wait for each other.
    arguments.test_threads = Some(arguments.test_threads.unwrap_or(2));
    let pages = pages().expect("the pages can be read");
    let trial = |page: book_test::page::Page| {
        let name = page.path.display().to_string();
        let takes_more = TAKE_MORE.iter().any(|path| page.path.ends_with(path));
        let trial = Trial::test(name, move || {
            let bless = std::env::var_os("BLESS").is_some();
            match follow(&page, bless).map_err(Failed::from)? {
                Some(text) => Ok(std::fs::write(repository().join(&page.path), text)?),
                None => Ok(()),
            }
        });
        trial.with_ignored_flag(takes_more)
    };
    let trials = pages.into_iter().filter(has_commands).map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
