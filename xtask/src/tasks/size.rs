//! `cargo xtask size`: prints the parts of a component.

use std::path::PathBuf;

use anyhow::Context;
use wasi_py_bundle::Bundle;
use wasmparser::{Parser, Payload};

use crate::guests::build_people;

const USES: &str = "\
Examples:
  cargo xtask size
  cargo xtask size other.wasm

Results: a table on standard output.";

/// Prints the size of a component and of its parts, in bytes.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// The component, built first unless given
    component: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let path = arguments.component.clone().map_or_else(build_people, Ok)?;
    let bytes =
        std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let parts =
        parts(&bytes).with_context(|| format!("`{}` is not a component", path.display()))?;
    println!("{:>12}  {}", bytes.len(), path.display());
    for (what, size_bytes) in parts {
        println!("{size_bytes:>12}  {what}");
    }
    Ok(())
}

/// Returns each part with its size. The parts add up to the whole.
fn parts(bytes: &[u8]) -> anyhow::Result<Vec<(String, usize)>> {
    let (mut code, mut data, mut names) = (0, 0, 0);
    let mut bundles = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::CodeSectionStart { size, .. } => code += size as usize,
            Payload::DataSection(section) => {
                let range = section.range();
                let section = usize::try_from(range.start)?..usize::try_from(range.end)?;
                data += section.len();
                bundles.extend(bundles_in(bytes.get(section).unwrap_or_default()));
            }
            Payload::CustomSection(section) if section.name() == "name" => {
                names += section.data().len();
            }
            _ => {}
        }
    }
    let bundled: usize = bundles.iter().map(|(_, size_bytes)| size_bytes).sum();
    let rest = bytes.len().saturating_sub(code + data + names);
    let mut parts = vec![(
        "machine code of CPython, C libraries and Rust".to_owned(),
        code,
    )];
    parts.append(&mut bundles);
    parts.push(("other data".to_owned(), data.saturating_sub(bundled)));
    parts.push(("function names".to_owned(), names));
    parts.push(("types, imports, exports, tables".to_owned(), rest));
    Ok(parts)
}

/// Finds the bundles in a data section, each with the number of its files.
fn bundles_in(data: &[u8]) -> Vec<(String, usize)> {
    let mut bundles = Vec::new();
    for start in memchr::memmem::find_iter(data, b"WPB1") {
        if let Ok(bundle) = Bundle::open(&data[start..])
            && bundle.iter().count() == bundle.len()
            && !bundle.is_empty()
        {
            let top = bundle.iter().last().map_or("", |entry| entry.name);
            let what = format!(
                "bundle of {} files, compressed, up to `{top}`",
                bundle.len()
            );
            bundles.push((what, bundle.packed_bytes()));
        }
    }
    bundles
}
