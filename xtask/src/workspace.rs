//! The crates of this repository: the side of each, and the crates of ours that each depends on.

use cargo_metadata::Package;
use wasi_py_toolkit::metadata;

use crate::shell;

/// The side of the component's border that a crate is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Compiled for the machine of the build.
    Host,
    /// Compiled into components: `package.metadata.side = "guest"`.
    Guest,
}

/// The crates of this repository.
#[derive(Debug)]
pub(crate) struct Workspace {
    crates: Vec<Package>,
}

impl Workspace {
    /// Asks cargo for the crates.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let metadata = metadata::of_workspace(&shell::repository().join("Cargo.toml"))?;
        Ok(Self {
            crates: metadata.packages,
        })
    }

    /// Returns the names of the crates on a side.
    pub(crate) fn names(&self, side: Side) -> Vec<&str> {
        let crates = self
            .crates
            .iter()
            .filter(|package| side_of(package) == side);
        crates.map(|package| package.name.as_str()).collect()
    }
}

fn side_of(package: &Package) -> Side {
    match package.metadata.get("side").and_then(|side| side.as_str()) {
        Some("guest") => Side::Guest,
        _ => Side::Host,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;

    use cargo_metadata::DependencyKind;

    use super::*;

    /// The page with a table of crates and those that each may depend on.
    const PAGE: &str = "docs/contributing/architecture.md";
    /// The row for all crates in that folder. Some depend on less.
    const EXAMPLES: &str = "examples";

    type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

    /// Returns the crates of this repository that each crate depends on outside of its tests.
    fn dependencies(workspace: &Workspace) -> Graph<'_> {
        let examples = shell::repository().join(EXAMPLES);
        let mut graph = Graph::new();
        for package in &workspace.crates {
            let name = if package.manifest_path.starts_with(&examples) {
                EXAMPLES
            } else {
                &package.name
            };
            let of_repository = package.dependencies.iter().filter(|dependency| {
                dependency.path.is_some() && dependency.kind != DependencyKind::Development
            });
            let names = of_repository.map(|dependency| dependency.name.as_str());
            graph.entry(name).or_default().extend(names);
        }
        graph
    }

    /// Reads the rows of the page's table: a crate, and in the second column those that it may depend on.
    fn allowed(page: &str) -> Graph<'_> {
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let rows = rows.filter_map(|row| {
            let (name, rest) = row.split_once("` |")?;
            let (dependencies, _) = rest.split_once('|')?;
            Some((name, dependencies.split('`').skip(1).step_by(2).collect()))
        });
        rows.collect()
    }

    #[test]
    fn crates_depend_only_on_those_that_the_page_names() {
        let workspace = Workspace::read().expect("cargo answers");
        let page = fs::read_to_string(shell::repository().join(PAGE)).expect("the page");
        assert_eq!(dependencies(&workspace), allowed(&page), "see `{PAGE}`");
    }

    /// Pages that say where something is.
    const FOR_CONTRIBUTORS: [&str; 4] = [
        "CONTRIBUTING.md",
        PAGE,
        "docs/contributing/checks.md",
        "docs/contributing/new-cpython.md",
    ];

    /// Returns what stands in backticks and looks like a path, but for patterns.
    fn paths(page: &str) -> impl Iterator<Item = &str> {
        let quoted = page.split('`').skip(1).step_by(2);
        quoted.filter(|text| {
            text.contains('/') && !text.contains([' ', '\n']) && !text.contains("NAME")
        })
    }

    #[test]
    fn paths_on_pages_for_contributors_exist() {
        let root = shell::repository();
        for page in FOR_CONTRIBUTORS {
            let text = fs::read_to_string(root.join(page)).expect("the page");
            let missing: Vec<&str> = paths(&text)
                .filter(|path| !root.join(path).exists())
                .collect();
            assert!(missing.is_empty(), "`{page}`: {missing:?}");
        }
        let architecture = fs::read_to_string(root.join(PAGE)).expect("the page");
        assert!(paths(&architecture).count() > 20);
    }

    #[test]
    fn every_crate_is_on_one_side() {
        let workspace = Workspace::read().expect("cargo answers");
        let (host, guest) = (workspace.names(Side::Host), workspace.names(Side::Guest));
        assert!(host.contains(&"xtask") && guest.contains(&"wasi-py-embed"));
        assert_eq!(host.len() + guest.len(), workspace.crates.len());
    }
}
