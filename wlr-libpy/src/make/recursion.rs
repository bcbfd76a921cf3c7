//! The limits of recursion in C. CPython may recurse no deeper than the stack of a host with defaults allows.

use std::fs;
use std::path::Path;

use super::MakeError;

/// A limit in CPython's source, for WASI.
struct Limit {
    file: &'static str,
    name: &'static str,
    /// The value in the source, measured for a stack of 16 MiB.
    theirs: u32,
    /// The value for 512 KiB, the default of `wasmtime`.
    ours: u32,
}

const LIMITS: [Limit; 3] = [
    // A level takes up to 420 bytes: `json.loads` of nested objects.
    Limit {
        file: "Include/cpython/pystate.h",
        name: "Py_C_RECURSION_LIMIT",
        theirs: 5000,
        ours: 1000,
    },
    // The levels that a call from C into Python counts as. It takes up to 2000 bytes: an `__add__` that calls
    // `sum`.
    Limit {
        file: "Python/ceval.c",
        name: "PY_EVAL_C_STACK_UNITS",
        theirs: 2,
        ours: 5,
    },
    // A level takes up to 230 bytes: `not not not`. Brackets take 29 levels each.
    Limit {
        file: "Parser/parser.c",
        name: "MAXSTACK",
        theirs: 4000,
        ours: 2000,
    },
];

/// Writes the limits into the unpacked source.
pub(super) fn limit(source_dir: &Path) -> Result<(), MakeError> {
    for limit in LIMITS {
        let path = source_dir.join(limit.file);
        let source = fs::read_to_string(&path).map_err(MakeError::file("read", &path))?;
        let lowered = limit.lower(&source).ok_or_else(|| MakeError::NoLimit {
            file: limit.file,
            line: limit.line(limit.theirs),
        })?;
        fs::write(&path, lowered).map_err(MakeError::file("write", &path))?;
    }
    Ok(())
}

impl Limit {
    fn line(&self, value: u32) -> String {
        format!("define {} {value}", self.name)
    }

    /// Returns the source with our limit, if it has theirs exactly once.
    fn lower(&self, source: &str) -> Option<String> {
        let theirs = self.line(self.theirs) + "\n";
        let (before, after) = source.split_once(&theirs)?;
        let once = !after.contains(&theirs);
        once.then(|| format!("{before}{}\n{after}", self.line(self.ours)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_limit_of_wasi_is_lowered() {
        let [limit, ..] = LIMITS;
        let source =
            "#  define Py_C_RECURSION_LIMIT 5000\n#else\n#  define Py_C_RECURSION_LIMIT 10000\n";
        assert_eq!(
            limit.lower(source).as_deref(),
            Some(
                "#  define Py_C_RECURSION_LIMIT 1000\n#else\n#  define Py_C_RECURSION_LIMIT 10000\n"
            )
        );
    }

    #[test]
    fn another_limit_than_the_known_one_is_not_touched() {
        let [limit, ..] = LIMITS;
        assert_eq!(limit.lower("# define Py_C_RECURSION_LIMIT 6000\n"), None);
        assert_eq!(
            limit.lower(&"# define Py_C_RECURSION_LIMIT 5000\n".repeat(2)),
            None
        );
    }
}
