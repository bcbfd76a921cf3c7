//! `cargo xtask packages`: packages from PyPI, imported and used inside components without folders.

mod group;
mod native;
mod page;
mod pin;
mod row;
mod run;

use std::env::var_os;

use anyhow::{Context, bail, ensure};
use wasi_py_toolkit::guest::GuestCrate;

use group::Group;
use page::Page;
use pin::Pin;
use row::Row;

const USES: &str = "\
Examples:
  cargo xtask packages requests jinja2
  BLESS=1 cargo xtask packages

Results: printed; with `BLESS=1` in `docs/reference/packages.md`.";

/// Tries packages from PyPI inside components that have neither folders nor network.
///
/// Each is imported, and used as its first page does. The outcome is compared with the table in
/// `docs/reference/packages.md`. `BLESS=1` writes it there.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Packages, such as `requests`; all of them unless given
    packages: Vec<String>,
    /// Only those of one component, which takes seconds
    #[arg(long, conflicts_with = "packages")]
    quick: bool,
}

/// The group that `--quick` tries. It is the app that `Cargo.toml` of the components names.
const QUICK: &str = "common";

/// Environment variable: writes what is found instead of comparing with what the page says.
const BLESS: &str = "BLESS";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let groups = Group::all()?;
    let native = native::read()?;
    let pins = || groups.iter().flat_map(Group::pins).chain(native.pins());
    arguments.ensure_known(&pins().collect::<Vec<_>>())?;
    let mut page = Page::read()?;
    page.retain(pins());
    let mut report = Report::new(&mut page);
    for group in &groups {
        let pins = group.pins().iter();
        let wanted: Vec<&Pin> = pins.filter(|pin| arguments.want(group, pin)).collect();
        group.try_each(&wanted, |row| report.add(row))?;
    }
    if !arguments.quick {
        native.try_each(&arguments.packages, |row| report.add(row))?;
    }
    report.close()
}

impl Arguments {
    fn ensure_known(&self, pins: &[&Pin]) -> anyhow::Result<()> {
        for package in &self.packages {
            ensure!(
                pins.iter().any(|pin| pin.package == *package),
                "there is no example of `{package}`\n= help: write one, as `examples/packages/README.md` describes"
            );
        }
        Ok(())
    }

    fn want(&self, group: &Group, pin: &Pin) -> bool {
        if self.packages.is_empty() {
            !self.quick || group.name == QUICK
        } else {
            self.packages.contains(&pin.package)
        }
    }
}

/// Returns the component that `--quick` tries.
pub(crate) fn guest() -> anyhow::Result<GuestCrate> {
    let groups = Group::all()?;
    let quick = groups.iter().find(|group| group.name == QUICK);
    Ok(quick
        .with_context(|| format!("there is no group `{QUICK}`"))?
        .guest())
}

/// Outcomes beside what the page says.
struct Report<'a> {
    page: &'a mut Page,
    blesses: bool,
    tried: usize,
    differ: usize,
}

impl<'a> Report<'a> {
    fn new(page: &'a mut Page) -> Self {
        Self {
            page,
            blesses: var_os(BLESS).is_some(),
            tried: 0,
            differ: 0,
        }
    }

    fn add(&mut self, row: Row) {
        self.tried += 1;
        let verdict = row.verdict();
        if self.blesses || self.page.has(&row) {
            println!("{verdict}");
        } else {
            self.differ += 1;
            println!("{verdict}, and the page says otherwise");
        }
        self.page.put(row);
    }

    /// Writes the page, or fails when it says otherwise.
    fn close(self) -> anyhow::Result<()> {
        if self.blesses {
            return self.page.write();
        }
        // In words that readers of test results know.
        println!(
            "{} passed, {} failed",
            self.tried - self.differ,
            self.differ
        );
        if self.differ > 0 {
            bail!(
                "not as `{}` says\n= help: mend it, or run this again with `{BLESS}=1`",
                Page::path().display()
            );
        }
        Ok(())
    }
}
