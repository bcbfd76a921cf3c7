//! Names of WIT as Python has them.

use pyo3::prelude::*;

/// Words that are no names in Python.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The name of a function, parameter or field: `first-name` is `first_name`, and `class` is `class_`.
#[pyfunction]
pub(crate) fn python_name(name: &str) -> String {
    let name = name.replace('-', "_");
    if KEYWORDS.contains(&&*name) {
        return name + "_";
    }
    name
}
