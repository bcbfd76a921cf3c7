//! Circles among modules that stand beside each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The path of a module from the root of its crate or folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ModulePath(pub(crate) Vec<String>, pub(crate) &'static str);

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.join(self.1))
    }
}

impl ModulePath {
    /// Returns the module or package of that name below this one.
    pub(crate) fn child(&self, name: &str) -> Self {
        let names = self.0.iter().cloned().chain([name.to_owned()]);
        Self(names.collect(), self.1)
    }

    /// Returns the module that this one is directly below, or the root.
    pub(crate) fn parent(&self) -> Self {
        let names = &self.0[..self.0.len().saturating_sub(1)];
        Self(names.to_vec(), self.1)
    }

    /// Returns the first `count` names.
    fn first(&self, count: usize) -> Self {
        Self(self.0[..count].to_vec(), self.1)
    }
}

/// An import: the module that imports, and the one that has what is imported.
pub(crate) type Import = (ModulePath, ModulePath);

/// Returns the modules that stand beside each other and that an import concerns, unless one module is below
/// the other.
fn beside_each_other((from, to): &Import) -> Option<Import> {
    let shared = from.0.iter().zip(&to.0).take_while(|(a, b)| a == b).count();
    let count = shared + 1;
    let both_go_on = from.0.len() >= count && to.0.len() >= count;
    both_go_on.then(|| (from.first(count), to.first(count)))
}

/// Finds a circle and names the modules on it, the first one again at the end.
pub(crate) fn circle(imports: &[Import]) -> Option<String> {
    let mut edges: BTreeMap<ModulePath, BTreeSet<ModulePath>> = BTreeMap::new();
    for (from, to) in imports.iter().filter_map(beside_each_other) {
        edges.entry(from).or_default().insert(to);
    }
    let mut finished = BTreeSet::new();
    edges
        .keys()
        .find_map(|start| circle_from(start, &edges, &mut Vec::new(), &mut finished))
}

/// Looks for a circle behind `module`, which was reached on `way`.
fn circle_from(
    module: &ModulePath,
    edges: &BTreeMap<ModulePath, BTreeSet<ModulePath>>,
    way: &mut Vec<ModulePath>,
    finished: &mut BTreeSet<ModulePath>,
) -> Option<String> {
    if let Some(start) = way.iter().position(|passed| passed == module) {
        let names = way[start..].iter().chain([module]);
        let names: Vec<String> = names.map(ToString::to_string).collect();
        return Some(names.join(" → "));
    }
    if finished.contains(module) {
        return None;
    }
    way.push(module.clone());
    let mut next = edges.get(module).into_iter().flatten();
    let found = next.find_map(|next| circle_from(next, edges, way, finished));
    way.pop();
    finished.insert(module.clone());
    found
}
