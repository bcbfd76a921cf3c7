//! Tests that the headings of the page on troubleshooting are what programs say: each is in the code, or in
//! what a test has seen.

use std::fs;
use std::path::{Path, PathBuf};

use book_test::{pages, repository};

/// Below these, with these extensions, is what can print an error, and what tests expect of others.
const FOLDERS: [&str; 7] = [
    "book-test",
    "command-test",
    "crates",
    "host-test",
    "python-app",
    "wlr-libpy",
    "xtask",
];
const EXTENSIONS: [&str; 3] = ["py", "rs", "txt"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            sources(&path, found);
        } else if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
            found.push(path);
        }
    }
}

/// Tells whether a line has the parts of `heading`, in order. The text between them is `…` in the heading.
fn says(line: &str, heading: &str) -> bool {
    let mut rest = line;
    heading.split('…').all(|part| match rest.split_once(part) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

#[test]
fn every_heading_is_said_by_something() {
    let pages = pages().expect("the pages");
    let page = pages
        .iter()
        .find(|page| page.path.ends_with("troubleshooting.md"));
    let page = page.expect("the page");
    let mut files = Vec::new();
    for folder in FOLDERS {
        sources(&repository().join(folder), &mut files);
    }
    let this_file = Path::new(file!()).file_name().expect("a name");
    files.retain(|path| !path.ends_with(this_file));
    let texts: Vec<String> = files
        .iter()
        .map(|path| fs::read_to_string(path).expect("text"))
        .collect();
    let unsaid = |heading: &&str| {
        !texts
            .iter()
            .flat_map(|text| text.lines())
            .any(|line| says(line, heading))
    };
    let literal = page
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("### `"));
    let literal = literal.map(|heading| heading.trim_matches('`').trim());
    let unsaid: Vec<&str> = literal.filter(unsaid).collect();
    assert!(unsaid.is_empty(), "said by nothing:\n{}", unsaid.join("\n"));
}

#[test]
fn parts_of_a_heading_are_in_order() {
    assert!(says(
        "#[error(\"`{0}` is damaged: {1}\")]",
        "… is damaged: …"
    ));
    assert!(!says("damaged `{0}` is", "… is damaged: …"));
}
