//! The texts of a project's crates for the person who builds it.

use std::path::Path;

use wasi_py_bundle::packer::files_below;

/// Whoever has a project has the command `cargo wasi-py`, and not the tasks of this repository.
#[test]
fn errors_name_commands_that_a_project_has() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let crates = [
        "bindgen", "build", "bundle", "cli", "embed", "finish", "toolkit",
    ];
    let crates = crates.map(|name| root.join("crates").join(name));
    let mut found = Vec::new();
    for folder in crates
        .into_iter()
        .chain(["wlr-libpy", "crates/embed/wasi_py"].map(|name| root.join(name)))
    {
        let parts = ["src", "standins", "template"].map(|part| folder.join(part));
        for part in parts.iter().filter(|part| part.exists()) {
            for (name, path) in files_below(part, &|_| true).expect("readable") {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let is_said = |line: &&str| {
                    line.contains("cargo xtask") && !line.trim_start().starts_with("//")
                };
                found.extend(
                    text.lines()
                        .filter(is_said)
                        .map(|line| format!("{name}: {line}")),
                );
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
