//! The components that are compared, loaded.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use host_test::{
    Allocation, Capabilities, EngineOptions, Guest, Host, Instance, InstantiateError, Limits,
    People, Reset,
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
    /// The component behind one in Rust, composed, in a pool that resets the pages that were changed; none of
    /// some.
    pub(crate) composed: Option<Guest>,
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
        let subject = |name, path: &Path, composed: Option<&PathBuf>| -> anyhow::Result<Subject> {
            let compiled = scratch.join(name).with_extension("cwasm");
            let guest = host.load(path)?;
            guest.write_compiled(&compiled)?;
            let subject = Subject {
                name,
                path: path.to_owned(),
                whole: whole.load(&compiled)?,
                on_demand: on_demand.load(&compiled)?,
                composed: composed.map(|composed| host.load(composed)).transpose()?,
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
                Some(&arguments.people_composed),
            )?,
            subject("alone", &arguments.alone, None)?,
            subject("plain", &arguments.plain, Some(&arguments.plain_composed))?,
            subject(
                "control",
                &arguments.control,
                Some(&arguments.control_composed),
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
        for guest in alone.into_iter().chain(&self.composed) {
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
