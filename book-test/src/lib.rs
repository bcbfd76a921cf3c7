//! The pages of this repository, for their tests: the links, the files that a reader writes, and the commands
//! that a reader runs.
//!
//! A page begins in the root of the checkout. Of its fenced blocks, those marked `console` are run line by
//! line ([`transcript`]), and those below a paragraph that ends with the name of a file below `~` are written
//! to that file ([`page`]), in the order of the page ([`session`]).

pub mod elsewhere;
pub mod page;
pub mod session;
pub mod transcript;

use std::path::{Path, PathBuf};
use std::{fs, io};

use page::Page;

/// Returns the root of the repository.
///
/// # Panics
/// When it does not exist any more.
#[must_use]
pub fn repository() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the repository")
}

/// Reads every page: the book in `docs`, and those that a reader of the repository finds beside the code.
///
/// # Errors
/// When they cannot be read.
pub fn pages() -> io::Result<Vec<Page>> {
    const BESIDE_THE_CODE: [&str; 5] = [
        "CHANGELOG.md",
        "README.md",
        "SECURITY.md",
        "examples/README.md",
        "wlr-libpy/README.md",
    ];
    let root = repository();
    let mut paths = BESIDE_THE_CODE.map(PathBuf::from).to_vec();
    collect(&root, Path::new("docs"), &mut paths)?;
    paths.sort();
    let read = |path| Page::read(&root, path);
    paths.into_iter().map(read).collect()
}

/// Collects the pages in a folder and below it.
fn collect(root: &Path, folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(root, &path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
    Ok(())
}
