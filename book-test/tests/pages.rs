//! Tests of the pages: links lead somewhere, the book has every page, and everything that looks like a
//! command is run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use book_test::page::Page;
use book_test::{pages, repository};

/// Resolves `..` in a path, as far as there is something to go back from.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                assert!(normal.pop(), "`{}` leaves the repository", path.display());
            }
            part => normal.push(part),
        }
    }
    normal
}

/// Returns the fault of a link in `page`, if it has one.
fn fault(pages: &[Page], page: &Page, link: &str) -> Option<String> {
    if link.contains("://") {
        return None;
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let folder = page.path.parent().unwrap_or(Path::new(""));
    let path = match file {
        "" => page.path.clone(),
        _ => normal(&folder.join(file)),
    };
    if !repository().join(&path).exists() {
        return Some(format!("`{}` does not exist", path.display()));
    }
    if anchor.is_empty() {
        return None;
    }
    let to = pages.iter().find(|page| page.path == path);
    if to.is_some_and(|page| page.anchors().contains(&anchor.to_owned())) {
        None
    } else {
        Some(format!("`{}` has no heading `#{anchor}`", path.display()))
    }
}

#[test]
fn links_lead_somewhere() {
    let pages = pages().expect("the pages");
    let mut faults = Vec::new();
    for page in &pages {
        for link in page.links() {
            if let Some(fault) = fault(&pages, page, &link.to) {
                faults.push(format!("{}:{}: {fault}", page.path.display(), link.line));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn broken_links_are_seen() {
    let pages = pages().expect("the pages");
    let readme = pages
        .iter()
        .find(|page| page.path == Path::new("README.md"));
    let fault = |link| fault(&pages, readme.expect("it is a page"), link);
    assert_eq!(fault("https://example.org/nowhere"), None);
    assert_eq!(fault("SECURITY.md#reporting"), None);
    assert_eq!(
        fault("missing.md").as_deref(),
        Some("`missing.md` does not exist")
    );
    assert_eq!(
        fault("SECURITY.md#missing").as_deref(),
        Some("`SECURITY.md` has no heading `#missing`")
    );
}

#[test]
fn book_has_every_page() {
    let pages = pages().expect("the pages");
    let summary = pages
        .iter()
        .find(|page| page.path == Path::new("docs/SUMMARY.md"));
    let listed = summary.expect("the summary").links().into_iter();
    let listed: BTreeSet<PathBuf> = listed.map(|link| Path::new("docs").join(link.to)).collect();
    let there = pages.iter().map(|page| page.path.clone());
    let there: BTreeSet<PathBuf> = there
        .filter(|path| path.starts_with("docs") && !path.ends_with("SUMMARY.md"))
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn commands_are_in_blocks_that_are_run() {
    /// The languages of blocks that show no commands.
    const LANGUAGES: [&str; 13] = [
        "console",
        "javascript",
        "js",
        "json",
        "python",
        "rust",
        "svg",
        "text",
        "toml",
        "typescript",
        "wac",
        "wit",
        "yaml",
    ];
    let mut faults = Vec::new();
    for page in pages().expect("the pages") {
        for block in page.blocks() {
            let known = LANGUAGES.contains(&&*block.language);
            let command = |line: &str| line.starts_with("$ ") || line.starts_with("cargo ");
            if !known || (block.language == "text" && block.content.lines().any(command)) {
                let line = page.line(block.range.start);
                faults.push(format!(
                    "{}:{line}: a block `{}`\n= help: mark what the reader types `console`, and begin it with `$ `",
                    page.path.display(),
                    block.language
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn index_of_the_examples_has_every_folder() {
    let root = repository().join("examples");
    let index = fs::read_to_string(root.join("README.md")).expect("the index");
    for entry in fs::read_dir(root).expect("the examples") {
        let entry = entry.expect("an example");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            assert!(
                index.contains(&format!("[`{name}`]({name})")),
                "`{name}` is missing"
            );
        }
    }
}
