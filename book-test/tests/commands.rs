//! Every command of every page: it ends as shown, and prints what is shown. `BLESS=1` writes what it prints into the page.
//!
//! One test a page, called as it is, so that `cargo xtask book --test how-to/errors` runs those of one.

use std::process::ExitCode;

use book_test::session::{follow, has_commands};
use book_test::{pages, repository};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // They build in the same folders.
    arguments.test_threads = Some(1);
    let pages = pages().expect("the pages can be read");
    let trial = |page: book_test::page::Page| {
        let name = page.path.display().to_string();
        Trial::test(name, move || {
            let bless = std::env::var_os("BLESS").is_some();
            match follow(&page, bless).map_err(Failed::from)? {
                Some(text) => Ok(std::fs::write(repository().join(&page.path), text)?),
                None => Ok(()),
            }
        })
    };
    let trials = pages.into_iter().filter(has_commands).map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
