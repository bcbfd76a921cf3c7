//! Symbols that an extension module takes from elsewhere: what a component has, and what the rest belongs to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use wasi_py_seal::defined_in;

use crate::NativeError;

/// Symbols that the linker itself defines.
const OF_THE_LINKER: [&str; 12] = [
    "__data_end",
    "__dso_handle",
    "__global_base",
    "__heap_base",
    "__heap_end",
    "__indirect_function_table",
    "__memory_base",
    "__stack_pointer",
    "__table_base",
    "__tls_base",
    "__wasm_call_ctors",
    "__wasm_first_page_end",
];

/// Returns the symbols that a component has: those of the archives in `lib`, and the linker's.
pub(crate) fn available(lib: &Path) -> Result<BTreeSet<String>, NativeError> {
    let mut names: BTreeSet<String> = OF_THE_LINKER.map(str::to_owned).into();
    let entries = fs::read_dir(lib).map_err(NativeError::file("read", lib))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "a") {
            let archive = fs::read(&path).map_err(NativeError::file("read", &path))?;
            names.extend(defined_in(&archive));
        }
    }
    Ok(names)
}

/// Lists symbols by what they belong to, a line for each kind.
pub(crate) fn described<'a>(symbols: impl IntoIterator<Item = &'a str>) -> String {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for symbol in symbols {
        kinds.entry(kind(symbol)).or_default().push(symbol);
    }
    let lines = kinds.iter().map(|(kind, symbols)| {
        let symbols: Vec<String> = symbols.iter().map(|symbol| format!("`{symbol}`")).collect();
        format!("\n- {kind}: {}", symbols.join(", "))
    });
    lines.collect()
}

/// Returns what a symbol belongs to.
fn kind(symbol: &str) -> &'static str {
    const KINDS: [(&str, &str); 12] = [
        (
            "__cxa_",
            "exceptions of C++, which a component cannot throw yet",
        ),
        (
            "_Unwind_",
            "exceptions of C++, which a component cannot throw yet",
        ),
        (
            "__cpp_exception",
            "exceptions of C++, which a component cannot throw yet",
        ),
        (
            "_Z",
            "C++: a library that the package expects on the machine",
        ),
        (
            "__wasm_setjmp",
            "jumps between functions of C, which a component cannot do yet",
        ),
        (
            "__wasm_longjmp",
            "jumps between functions of C, which a component cannot do yet",
        ),
        (
            "setjmp",
            "jumps between functions of C, which a component cannot do yet",
        ),
        (
            "longjmp",
            "jumps between functions of C, which a component cannot do yet",
        ),
        (
            "_Py",
            "private parts of CPython that this version does not have",
        ),
        ("Py", "parts of CPython that this version does not have"),
        ("pthread_", "threads, which WASI 0.2 does not have"),
        (
            "dl",
            "loading of native libraries, which WebAssembly does not have",
        ),
    ];
    let mut kinds = KINDS.iter();
    let found = kinds.find(|(beginning, _)| symbol.starts_with(beginning));
    found.map_or(
        "the system or a C library that is not part of the component",
        |(_, kind)| kind,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_listed_by_what_they_belong_to() {
        assert_eq!(
            described(["fork", "__cxa_throw", "execv", "__cxa_begin_catch"]),
            "\n- exceptions of C++, which a component cannot throw yet: `__cxa_throw`, `__cxa_begin_catch`\n\
             - the system or a C library that is not part of the component: `fork`, `execv`"
        );
    }
}
