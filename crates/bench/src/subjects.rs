//! The components that are compared, loaded.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use host_test::{
    Allocation, Capabilities, EngineOptions, Guest, Host, Instance, InstantiateError, Limits,
    People, Reset, with_random,
};

use crate::arguments::Arguments;
use crate::figures::SUBJECTS;
use crate::people;

/// A component that is compared.
pub(crate) struct Subject {
    /// The name, for criterion and for messages.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) path: PathBuf,
    /// The file of the same component, compiled in advance.
    pub(crate) compiled: PathBuf,
    /// The component in a pool that resets the pages that were changed.
    pub(crate) guest: Guest,
    /// The component in a pool that resets memory whole.
    pub(crate) whole: Guest,
    /// The component in a host that maps memory on demand.
    pub(crate) on_demand: Guest,
    /// The component without imports of WASI; the control itself, and none of others.
    pub(crate) minimal: Option<Guest>,
    /// The file of that.
    pub(crate) minimal_path: Option<PathBuf>,
    /// The component behind one in Rust, composed, in a pool that resets the pages that were changed; none of
    /// some.
    pub(crate) composed: Option<Guest>,
}

/// Other files of a compared component.
#[derive(Clone, Copy, Default)]
struct Others<'a> {
    /// The component behind one in Rust, composed.
    composed: Option<&'a Path>,
    /// The component without imports of WASI.
    minimal: Option<&'a Path>,
}

/// The compared components in the order of the table's columns.
pub(crate) struct Subjects {
    host: Host,
    pub(crate) all: [Subject; SUBJECTS],
}

impl Subjects {
    /// Loads the components and calls each once, so that later only a broken machine can make a call fail.
    pub(crate) fn load(arguments: &Arguments, scratch: &Path) -> anyhow::Result<Self> {
        let host = resetting(Reset::Scan)?;
        let whole = resetting(Reset::Whole)?;
        let on_demand = Host::new(EngineOptions {
            allocation: Allocation::OnDemand,
            ..EngineOptions::default()
        })?;
        let without_wasi = with_random(&host)?;
        let subject = |name, path: &Path, others: Others<'_>| -> anyhow::Result<Subject> {
            let compiled = scratch.join(name).with_extension("cwasm");
            let guest = host.load(path)?;
            guest.write_compiled(&compiled)?;
            let subject = Subject {
                name,
                path: path.to_owned(),
                whole: whole.load(&compiled)?,
                on_demand: on_demand.load(&compiled)?,
                minimal: load(&without_wasi, others.minimal)?,
                minimal_path: others.minimal.map(Path::to_owned),
                composed: load(&host, others.composed)?,
                compiled,
                guest,
            };
            subject.check()?;
            Ok(subject)
        };
        let all = [
            subject(
                "people",
                &arguments.people,
                Others {
                    composed: Some(&arguments.people_composed),
                    minimal: Some(&arguments.people_minimal),
                },
            )?,
            subject("alone", &arguments.alone, Others::default())?,
            subject(
                "plain",
                &arguments.plain,
                Others {
                    composed: Some(&arguments.plain_composed),
                    minimal: None,
                },
            )?,
            subject(
                "control",
                &arguments.control,
                Others {
                    composed: Some(&arguments.control_composed),
                    minimal: Some(&arguments.control),
                },
            )?,
        ];
        Ok(Self { host, all })
    }

    /// Returns the host whose pool resets the pages that were changed.
    pub(crate) fn host(&self) -> &Host {
        &self.host
    }

    /// Returns the components, to let them take turns.
    pub(crate) fn each(&self) -> [&Subject; SUBJECTS] {
        self.all.each_ref()
    }
}

impl Subject {
    fn check(&self) -> anyhow::Result<()> {
        let failed = || format!("cannot measure `{}`", self.path.display());
        let alone = [&self.guest, &self.whole, &self.on_demand];
        let others = self.composed.iter().chain(&self.minimal);
        for guest in alone.into_iter().chain(others) {
            let mut instance = start(guest).with_context(failed)?;
            let students = instance
                .filter_by_tag(&people(3), "student")
                .with_context(failed)?;
            let names: Vec<_> = students.iter().map(|person| person.name.as_str()).collect();
            ensure!(
                names == ["John", "Jane"],
                "{}: expected John and Jane, found {names:?}",
                failed()
            );
        }
        Ok(())
    }
}

/// Loads the component of a file, if there is one.
fn load(host: &Host, path: Option<&Path>) -> anyhow::Result<Option<Guest>> {
    Ok(path.map(|path| host.load(path)).transpose()?)
}

/// Starts an engine with a pool that is reset in that way.
fn resetting(reset: Reset) -> anyhow::Result<Host> {
    let host = Host::new(EngineOptions {
        reset,
        ..EngineOptions::default()
    })?;
    let options = host.options();
    ensure!(
        matches!(options.allocation, Allocation::Pooling { .. }),
        "the pooling allocator cannot reserve its memory\n= help: raise the limit of address space, `ulimit -v`"
    );
    ensure!(
        options.reset == reset,
        "the pages that were changed cannot be told on this machine\n= help: turn swap off, on Linux 6.7 or later"
    );
    Ok(host)
}

/// Starts a fresh instance with the defaults.
pub(crate) fn start(guest: &Guest) -> Result<Instance, InstantiateError> {
    guest.instantiate(&Limits::default(), &Capabilities::none())
}
