//! The documents that the figures are written into.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;
use wasi_py_fs::{NEW_FILE_MODE, replace};

const PAGE: &str = "benchmarks.md";
const CHART: &str = "benchmarks.svg";

/// The line of the page after which everything is generated.
const BEGIN: &str = "<!-- figures: written by `cargo xtask bench` -->\n";
const END: &str = "<!-- end of the figures -->\n";

/// Writes the figures into the page, and the chart beside it.
pub(crate) fn write(folder: &Path, tables: &str, machine: &str, chart: &str) -> anyhow::Result<()> {
    let page = folder.join(PAGE);
    let old =
        fs::read_to_string(&page).with_context(|| format!("cannot read `{}`", page.display()))?;
    let new = replaced(&old, &format!("\n{machine}\n{tables}\n")).with_context(|| {
        format!(
            "`{}` has no place for the figures\n= help: put the lines `{}` and `{}` around it",
            page.display(),
            BEGIN.trim_end(),
            END.trim_end()
        )
    })?;
    put(&folder.join(CHART), chart)?;
    put(&page, &new)
}

/// Returns `page` with `figures` between the markers; `None` without markers.
fn replaced(page: &str, figures: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{figures}{END}{after}"))
}

/// Writes a file whole or not at all.
fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    let permissions = Permissions::from_mode(NEW_FILE_MODE);
    replace(path, permissions, |to| to.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let page = format!("above\n{BEGIN}old\n{END}below\n");
        let new = replaced(&page, "new\n").expect("markers");
        assert_eq!(new, format!("above\n{BEGIN}new\n{END}below\n"));
        assert_eq!(replaced(&new, "new\n").as_ref(), Some(&new));
        assert_eq!(replaced("no markers\n", "new\n"), None);
    }

    #[test]
    fn the_page_of_this_repository_takes_the_figures() {
        let folder = tempfile::tempdir().expect("a folder");
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
        fs::copy(docs.join(PAGE), folder.path().join(PAGE)).expect("the page");
        write(folder.path(), "| tables |", "a machine", "<svg/>").expect("markers");
        let page = fs::read_to_string(folder.path().join(PAGE)).expect("the page");
        assert!(page.contains("\na machine\n| tables |\n"), "{page}");
        let chart = fs::read_to_string(folder.path().join(CHART)).expect("the chart");
        assert_eq!(chart, "<svg/>");
    }
}
