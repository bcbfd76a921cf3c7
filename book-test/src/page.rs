//! A page: its fenced blocks, headings and links.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A Markdown file of the repository.
#[derive(Debug)]
pub struct Page {
    /// The path from the root of the repository.
    pub path: PathBuf,
    /// The text.
    pub text: String,
}

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    /// The words behind the opening fence.
    pub language: String,
    /// The content, without the indentation of the fence.
    pub content: String,
    /// The file below `~` that the paragraph before it names at its end, as in ``The world,
    /// `~/hello/wit/world.wit`:``.
    pub file: Option<String>,
    /// The place in the page, fences included.
    pub range: Range<usize>,
}

/// A link, or an image.
#[derive(Debug)]
pub struct Link {
    /// The target as it is written.
    pub to: String,
    /// The number of its line, from 1.
    pub line: usize,
}

impl Page {
    /// Reads the file at `path` below `root`.
    ///
    /// # Errors
    /// When there is no such file, or it is not text.
    pub fn read(root: &Path, path: PathBuf) -> io::Result<Self> {
        let text = fs::read_to_string(root.join(&path))?;
        Ok(Self { path, text })
    }

    fn events(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        Parser::new_ext(&self.text, Options::ENABLE_TABLES).into_offset_iter()
    }

    /// Returns the number of the line at `offset` bytes into the text, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    /// Returns its fenced blocks.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut file = None;
        let mut inside = false;
        for (event, range) in self.events() {
            match event {
                Event::Start(Tag::Paragraph) => file = named_at_end(&self.text[range]),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    inside = true;
                    blocks.push(Block {
                        language: language.into_string(),
                        content: String::new(),
                        file: file.take(),
                        range,
                    });
                }
                Event::Text(text) if inside => {
                    let block = blocks.last_mut();
                    block.expect("inside of one").content.push_str(&text);
                }
                Event::End(TagEnd::CodeBlock) => inside = false,
                Event::Start(_) => file = None,
                _ => (),
            }
        }
        blocks
    }

    /// Returns the texts of its headings, without the targets of links in them.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        let mut headings = Vec::new();
        let mut inside = false;
        for (event, _) in self.events() {
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    inside = true;
                    headings.push(String::new());
                }
                Event::End(TagEnd::Heading(_)) => inside = false,
                Event::Text(text) | Event::Code(text) if inside => {
                    headings.last_mut().expect("inside of one").push_str(&text);
                }
                _ => (),
            }
        }
        headings
    }

    /// Returns the anchors that a link to this page can have behind its `#`, by the rule of mdBook.
    #[must_use]
    pub fn anchors(&self) -> Vec<String> {
        let mut used: HashMap<String, usize> = HashMap::new();
        let unique = |heading: String| {
            let anchor = anchor(&heading);
            let count = used.entry(anchor.clone()).or_default();
            *count += 1;
            match *count {
                1 => anchor,
                more => format!("{anchor}-{}", more - 1),
            }
        };
        self.headings().into_iter().map(unique).collect()
    }

    /// Returns its links and images.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let link = |(event, range): (Event<'_>, Range<usize>)| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(Link {
                to: dest_url.into_string(),
                line: self.line(range.start),
            }),
            _ => None,
        };
        self.events().filter_map(link).collect()
    }
}

/// Returns the file below `~` that a paragraph ends with, between backticks and before a colon.
fn named_at_end(paragraph: &str) -> Option<String> {
    let (_, name) = paragraph.trim_end().strip_suffix("`:")?.rsplit_once('`')?;
    name.starts_with("~/").then(|| name.to_owned())
}

fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter_map(|character| match character {
        '_' | '-' => Some(character),
        letter if letter.is_alphanumeric() => Some(letter),
        space if space.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page {
            path: "page.md".into(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn block_belongs_to_file_that_paragraph_before_ends_with() {
        let page = page(
            "Write `~/other`, then `~/a/b.wit`:\n\n```wit\nworld w;\n```\n\n```console\n$ true\n```\n\n`c.toml`:\n\n```toml\n```\n",
        );
        let blocks = page.blocks();
        let files: Vec<_> = blocks.iter().map(|block| block.file.as_deref()).collect();
        assert_eq!(files, [Some("~/a/b.wit"), None, None]);
        assert_eq!(blocks[0].content, "world w;\n");
        assert_eq!(
            &page.text[blocks[1].range.clone()],
            "```console\n$ true\n```"
        );
    }

    #[test]
    fn anchors_are_those_of_mdbook() {
        let page = page("# `no room`: 1 of 2_3\n## Same\n## Same\n");
        assert_eq!(page.anchors(), ["no-room-1-of-2_3", "same", "same-1"]);
    }

    #[test]
    fn links_are_found_with_their_lines() {
        let page = page("a\n\n[b](c.md#d) ![e](f.svg) `[g](h)`\n");
        let links: Vec<_> = page
            .links()
            .into_iter()
            .map(|link| (link.to, link.line))
            .collect();
        assert_eq!(links, [("c.md#d".to_owned(), 3), ("f.svg".to_owned(), 3)]);
    }
}
