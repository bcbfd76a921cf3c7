//! The page with the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::pin::Pin;
use super::row::Row;
use crate::{figures, shell};

/// Between these lines of the page, everything is written by the task.
const MARKS: (&str, &str) = (
    "<!-- table: written by `cargo xtask packages` -->\n",
    "<!-- end of the table -->\n",
);

const HEAD: &str = "\
| package | version | imports | example works | why not |
| --- | --- | --- | --- | --- |
";

/// The table of packages and the text around it.
pub(super) struct Page {
    text: String,
    rows: BTreeMap<String, Row>,
}

impl Page {
    pub(super) fn path() -> PathBuf {
        shell::repository().join("docs/reference/packages.md")
    }

    /// Reads the one of this repository.
    pub(super) fn read() -> anyhow::Result<Self> {
        let path = Self::path();
        let text = fs::read_to_string(&path);
        let text = text.with_context(|| format!("cannot read `{}`", path.display()))?;
        Ok(Self::of(text))
    }

    fn of(text: String) -> Self {
        let rows = text.lines().filter_map(Row::parse);
        let rows = rows.map(|row| (row.requirement(), row)).collect();
        Self { text, rows }
    }

    /// Tells whether the table says the same.
    pub(super) fn has(&self, row: &Row) -> bool {
        self.rows.get(&row.requirement()) == Some(row)
    }

    pub(super) fn put(&mut self, row: Row) {
        self.rows.insert(row.requirement(), row);
    }

    /// Removes rows for anything but these packages at these versions.
    pub(super) fn retain<'a>(&mut self, pins: impl Iterator<Item = &'a Pin>) {
        let requirements: BTreeSet<String> = pins.map(Pin::requirement).collect();
        self.rows.retain(|row, _| requirements.contains(row));
    }

    pub(super) fn write(&self) -> anyhow::Result<()> {
        let path = Self::path();
        let text = figures::put(&self.text, MARKS, &self.table());
        let text = text.with_context(|| {
            format!(
                "`{}` has no place for the table\n= help: put the lines `{}` and `{}` around it",
                path.display(),
                MARKS.0.trim_end(),
                MARKS.1.trim_end()
            )
        })?;
        fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
    }

    fn table(&self) -> String {
        let mut text = format!("\n{}\n\n{HEAD}", self.sums());
        for row in self.rows.values() {
            let _ = writeln!(text, "{row}");
        }
        text + "\n"
    }

    fn sums(&self) -> String {
        let count = |is: &dyn Fn(&Row) -> bool| self.rows.values().filter(|row| is(row)).count();
        let all = self.rows.len();
        let native = count(&Row::needs_native_code);
        let others = all - native;
        let (imported, working) = (count(&Row::is_imported), count(&Row::works));
        let percent = |part: usize| part * 100 / others.max(1);
        format!(
            "Of {all} packages {native} need native code. Of the other {others}, **{imported} ({} %) can be imported** \
             and the examples\nof **{working} ({} %) work**.",
            percent(imported),
            percent(working)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::group::Group;
    use super::super::native;
    use super::*;

    fn row(package: &str) -> Row {
        Row::new(&Pin::of(&format!("{package}==1")).expect("a pin"))
    }

    #[test]
    fn table_is_sorted_and_counted() {
        let (begin, end) = MARKS;
        let mut page = Page::of(format!("# Title\n\n{begin}old\n{end}"));
        page.put(row("b").imported().working());
        page.put(row("c").native("c.whl"));
        page.put(row("a").imported().not_working("ValueError: no"));
        let table = page.table();
        assert!(
            table.contains("Of 3 packages 1 need native code."),
            "{table}"
        );
        assert!(
            table.contains("**2 (100 %)") && table.contains("**1 (50 %)"),
            "{table}"
        );
        assert!(table.find("| `a`") < table.find("| `b`"), "{table}");
        page.retain([Pin::of("a==1").expect("a pin")].iter());
        assert_eq!(page.rows.len(), 1);
    }

    #[test]
    fn page_of_this_repository_has_every_package_at_its_version() {
        let page = Page::read().expect("a page");
        assert!(figures::put(&page.text, MARKS, "").is_some());
        let (groups, native) = (
            Group::all().expect("groups"),
            native::read().expect("a list"),
        );
        let pins = groups.iter().flat_map(Group::pins).chain(native.pins());
        let pins: BTreeSet<String> = pins.map(Pin::requirement).collect();
        let rows: BTreeSet<String> = page.rows.into_keys().collect();
        let differences: Vec<&String> = rows.symmetric_difference(&pins).collect();
        assert!(differences.is_empty(), "{differences:?}");
    }
}
