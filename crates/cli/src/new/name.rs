//! The name of a component. It is a name in WIT, the name of a crate, and part of one in Python.

/// Keywords of WIT and of Rust, and crates that are always there.
const TAKEN: [&str; 83] = [
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "bool",
    "borrow",
    "box",
    "break",
    "char",
    "const",
    "constructor",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "export",
    "extern",
    "f32",
    "f64",
    "false",
    "final",
    "flags",
    "fn",
    "for",
    "from",
    "func",
    "future",
    "gen",
    "if",
    "impl",
    "import",
    "in",
    "include",
    "interface",
    "let",
    "list",
    "loop",
    "macro",
    "map",
    "match",
    "mod",
    "move",
    "mut",
    "option",
    "override",
    "own",
    "package",
    "priv",
    "pub",
    "record",
    "ref",
    "resource",
    "result",
    "return",
    "s16",
    "s32",
    "s64",
    "s8",
    "self",
    "static",
    "std",
    "stream",
    "string",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "tuple",
    "type",
    "u16",
    "u32",
    "u64",
    "u8",
    "union",
    "use",
    "world",
];

/// A name that is valid in all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name(String);

impl Name {
    /// # Errors
    /// When it is not valid in one of them.
    pub(crate) fn new(name: &str) -> anyhow::Result<Self> {
        if !name.split('-').all(is_word) {
            anyhow::bail!(
                "`{name}` is not a name for a component: expected words of lower-case letters and digits, each beginning \
                 with a letter, with `-` between them\n= help: give another with `--name`"
            );
        }
        if TAKEN.contains(&name) {
            anyhow::bail!(
                "`{name}` is not a name for a component: WIT or Rust has it for something else\n\
                 = help: give another with `--name`"
            );
        }
        Ok(Self(name.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name of the Python package. It is not the bare name, which could be that of a module of
    /// the standard library.
    pub(crate) fn module(&self) -> String {
        self.0.replace('-', "_") + "_app"
    }
}

fn is_word(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    word.starts_with(|first: char| first.is_ascii_lowercase()) && word.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_hyphens_are_good() {
        for (name, module) in [
            ("words", "words_app"),
            ("my-words2", "my_words2_app"),
            ("json", "json_app"),
        ] {
            assert_eq!(Name::new(name).expect("is good").module(), module);
        }
    }

    #[test]
    fn what_wit_or_rust_cannot_read_is_refused() {
        for name in [
            "", "My-App", "my_app", "my app", "2words", "a-2", "a--b", "-a", "a-", "ä", ".", "..",
        ] {
            let error = Name::new(name).expect_err("is refused").to_string();
            assert!(
                error.starts_with(&format!(
                    "`{name}` is not a name for a component: expected words"
                )),
                "{error}"
            );
        }
    }

    #[test]
    fn reserved_words_are_refused() {
        for name in ["world", "fn", "test"] {
            let error = Name::new(name).expect_err("is refused").to_string();
            assert!(
                error.contains("= help: give another with `--name`"),
                "{error}"
            );
        }
        assert!(TAKEN.is_sorted());
    }
}
