//! `cargo xtask book`: the pages in `docs` as a book, and the commands in them.

use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, bail};

use crate::programs::MDBOOK;
use crate::shell;
use crate::suites::{Extent, cargo_test};

const USES: &str = "\
Examples:
  cargo xtask book
  cargo xtask book --test tutorial

Results: in `target/book`; the path of its first page is printed.";

/// Builds the book from the pages in `docs`, and prints where it begins.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Runs the commands of the pages whose path contains this, such as `tutorial`, instead; `BLESS=1` writes
    /// what they print into the page
    #[arg(long, value_name = "PAGE")]
    test: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(page) = &arguments.test {
        // Also runs a page that takes more programs than the others.
        let commands = ["--test", "commands"];
        let mut cargo = cargo_test(&["book-test"], "", &commands, Extent::Full)?;
        return shell::run(cargo.arg(page));
    }
    println!("{}", build()?.join("index.html").display());
    Ok(())
}

/// Builds the book, and returns the path of its first page.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    let root = shell::repository();
    let (pages, book) = (root.join("docs"), root.join("target/book"));
    let mut mdbook = Command::new(MDBOOK.ensure()?);
    mdbook.env("MDBOOK_LOG", "warn");
    shell::run(mdbook.arg("build").arg(&pages))?;
    for file in html(&book)? {
        let text = fs::read_to_string(&file)?;
        let page = pages.join(file.strip_prefix(&book)?);
        let linked = linked_to_checkout(&text, &page, &pages).with_context(|| {
            format!("cannot use the page that `{}` is made from", file.display())
        })?;
        fs::write(&file, linked)?;
    }
    Ok(book)
}

/// Lists all pages of the book as mdBook has written them.
fn html(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(html(&path)?);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            files.push(path);
        }
    }
    Ok(files)
}

/// Changes the links of `html` that lead out of the book, so that they lead to files of the checkout from one
/// folder deeper.
///
/// mdBook takes every `.md` for a page of the book. Outside of it, the link is to the file itself.
fn linked_to_checkout(html: &str, page: &Path, pages: &Path) -> anyhow::Result<String> {
    const LINK: &str = "href=\"../";
    let mut parts = html.split(LINK);
    let mut linked = parts.next().unwrap_or_default().to_owned();
    let folder = page.parent().unwrap_or(pages);
    for part in parts {
        let (to, rest) = part.split_once('"').context("a link without an end")?;
        let (file, anchor) = match to.split_once('#') {
            Some((file, anchor)) => (file, format!("#{anchor}")),
            None => (to, String::new()),
        };
        let path = normal(&folder.join("..").join(file));
        if path.starts_with(pages) {
            linked.push_str(&format!("{LINK}{to}\"{rest}"));
            continue;
        }
        let source = path.with_extension("md");
        let file = match (path.exists(), source.exists()) {
            (true, _) => file.to_owned(),
            (false, true) => Path::new(file).with_extension("md").display().to_string(),
            (false, false) => bail!("`{}` does not exist", path.display()),
        };
        linked.push_str(&format!("{LINK}../{file}{anchor}\"{rest}"));
    }
    Ok(linked)
}

/// Resolves `..` in a path.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(html: &str) -> anyhow::Result<String> {
        let pages = shell::repository().join("docs");
        linked_to_checkout(html, &pages.join("how-to/page.html"), &pages)
    }

    #[test]
    fn link_out_of_the_book_leads_to_the_checkout() {
        let html = r#"<a href="../../xtask">a</a> <a href="../../SECURITY.html#reporting">b</a>"#;
        let expected =
            r#"<a href="../../../xtask">a</a> <a href="../../../SECURITY.md#reporting">b</a>"#;
        assert_eq!(linked(html).expect("they are there"), expected);
    }

    #[test]
    fn link_within_the_book_stays() {
        let html = r#"<a href="../reference/bindings.html#types">a</a><a href="page.html">b</a>"#;
        assert_eq!(linked(html).expect("they are there"), html);
    }

    #[test]
    fn link_to_nothing_is_refused() {
        let error = linked(r#"<a href="../../missing.html">a</a>"#).expect_err("it is not there");
        assert!(
            error.to_string().ends_with("/missing.html` does not exist"),
            "{error}"
        );
    }
}
