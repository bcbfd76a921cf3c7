//! What the files of a project say of the crates that it uses.

use std::path::{Path, PathBuf};

use anyhow::Context;
use wasi_py_toolkit::checkout::Origin;

/// The versions of crates that are tested together. Cargo takes from the file what a project needs.
pub(super) const LOCK: &str = "Cargo.lock";

/// The place of the crates, as the files of a project name it.
pub(super) struct Crates {
    /// The dependency on `wasi-py-embed`, as `Cargo.toml` has it.
    pub(super) embed: String,
    /// The dependency on `wasi-py-build`.
    pub(super) build: String,
    /// A section for cargo's configuration, by which `cargo wasi-py` runs this command.
    pub(super) alias: String,
    /// The end of the project's `README.md`.
    pub(super) note: &'static str,
    /// The file with the versions of other crates, if there is one.
    pub(super) lock: Option<PathBuf>,
}

impl Crates {
    /// Returns what a project says that is made by a command from `origin`.
    ///
    /// # Errors
    /// When TOML cannot have the path of the checkout.
    pub(super) fn of(origin: &Origin) -> anyhow::Result<Self> {
        Ok(match origin {
            Origin::Checkout(root) => Self {
                embed: in_folder(&root.join("crates/embed"))?,
                build: in_folder(&root.join("crates/build"))?,
                alias: format!(
                    "[alias]\nwasi-py = [\"run\", \"--quiet\", \"--manifest-path\", {}, \"--package\", \"wasi-py\", \
                     \"--bin\", \"wasi-py\", \"--\"]\n\n",
                    quoted(&root.join("Cargo.toml"))?
                ),
                note: "\nThe paths in `Cargo.toml` and `.cargo/config.toml` are those of the checkout of wasi-py-rs that \
                       this project was made with.\n",
                lock: Some(root.join(LOCK)),
            },
            Origin::Registry(version) => Self {
                embed: format!("{version:?}"),
                build: format!("{version:?}"),
                alias: String::new(),
                note: "",
                lock: None,
            },
        })
    }
}

fn in_folder(path: &Path) -> anyhow::Result<String> {
    Ok(format!("{{ path = {} }}", quoted(path)?))
}

/// Writes a path as a string of TOML.
fn quoted(path: &Path) -> anyhow::Result<String> {
    let text = path.to_str().with_context(|| {
        format!(
            "`{}` is not UTF-8\n= help: move this checkout to a folder whose name is",
            path.display()
        )
    })?;
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        character if character.is_control() => format!("\\u{:04x}", u32::from(character)),
        character => character.to_string(),
    });
    Ok(format!("\"{}\"", escaped.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_strings_of_toml() {
        assert_eq!(quoted(Path::new("/a b/ü")).expect("UTF-8"), "\"/a b/ü\"");
        assert_eq!(
            quoted(Path::new("/a\"\\\n")).expect("UTF-8"),
            "\"/a\\\"\\\\\\u000a\""
        );
    }

    #[test]
    fn installed_command_names_versions_and_no_paths() {
        let crates = Crates::of(&Origin::Registry("1.2.3")).expect("no path");
        assert_eq!((&*crates.embed, &*crates.build), ("\"1.2.3\"", "\"1.2.3\""));
        assert_eq!((&*crates.alias, crates.note, crates.lock), ("", "", None));
    }
}
