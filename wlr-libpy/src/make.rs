//! The making of libpython: it gets the source and a toolchain, builds, and puts the result into the cache in
//! one move. It is for tasks that a person starts, never for build scripts.

mod artifact;
mod clibs;
mod cpython;
mod debian;
mod development;
mod error;
mod optimise;
mod packages;
mod prebuilt;
mod progress;
mod recursion;
mod reference;
mod source;
mod suite;
mod toolchain;
mod workshop;

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use crate::assertions::Assertions;
use crate::bld_cfg::LibsConfig;
use crate::cache::libpython_dir;
use crate::error::LibpyError;
use crate::release::Release;
use crate::target::Target;

pub use development::{CTools, CxxLibrary, DEBIAN_CXX_PACKAGES, Development, development};
pub use error::MakeError;
pub use packages::{DEBIAN_BUILD_PACKAGES, DEBIAN_CLANG_PACKAGES};
pub use prebuilt::{Place, pack};
pub use progress::Progress;
pub use reference::reference;
pub use source::{PYTHON_ORG, Source};
pub use suite::suite;

use toolchain::Toolchain;
use workshop::Workshop;

/// The description of the libpython to make.
#[derive(Clone, Debug)]
pub struct Order {
    /// The release of CPython.
    pub release: &'static Release,
    /// The target to build it for.
    pub target: Target,
    /// The choice whether it checks itself while it runs.
    pub assertions: Assertions,
    /// The places that CPython's source may come from.
    pub source: Source,
    /// True makes it anew even if it is in the cache.
    pub force: bool,
}

/// Returns the libpython of an order, from the cache `root` or made now. Two runs at a time wait for each
/// other.
///
/// # Errors
/// A [`MakeError`], whose text says what to do. Nothing is left that a later run would mistake for complete.
pub fn make(
    order: &Order,
    root: &Path,
    progress: &mut dyn Progress,
) -> Result<LibsConfig, MakeError> {
    if !order.force
        && let Ok(config) = find(order, root)
    {
        return Ok(config);
    }
    let workshop = Workshop::open(root, order, progress)?;
    // Somebody else may have made it while this run waited for the lock.
    match cached(order, root, progress) {
        Some(config) => Ok(config),
        None => build(order, &workshop, progress),
    }
}

/// Returns the libpython of an order from the cache `root`, where an archive of `place` is unpacked first if
/// there is none. Returns nothing if the place has no such archive, or no hash is on record for it.
///
/// # Errors
/// [`MakeError::Prebuilt`] when the archive is not the one on record, or another [`MakeError`] when it cannot
/// be stored.
pub fn fetch(
    order: &Order,
    place: &Place,
    root: &Path,
    progress: &mut dyn Progress,
) -> Result<Option<LibsConfig>, MakeError> {
    let workshop = Workshop::open(root, order, progress)?;
    match cached(order, root, progress) {
        Some(config) => Ok(Some(config)),
        None => prebuilt::take(order, place, &workshop, progress),
    }
}

/// Finds the libpython of an order in the cache `root`, and checks every byte of it.
///
/// # Errors
/// Those of [`LibsConfig::open`] and [`LibsConfig::verify`].
pub fn find(order: &Order, root: &Path) -> Result<LibsConfig, LibpyError> {
    let config = order.open(root)?;
    config.verify()?;
    Ok(config)
}

impl Order {
    /// Returns the folder of the order's result in the cache `root`, whether it is there yet or not.
    fn folder(&self, root: &Path) -> PathBuf {
        libpython_dir(root, self.release, self.target, self.assertions)
    }

    fn open(&self, root: &Path) -> Result<LibsConfig, LibpyError> {
        LibsConfig::open(
            self.folder(root),
            self.release,
            self.target,
            self.assertions,
        )
    }
}

/// Makes the changes to an unpacked source that [`make`] makes before it builds.
///
/// # Errors
/// When something to be changed is not as this crate knows it; the error names it.
pub fn change_source(source_dir: &Path) -> Result<(), MakeError> {
    recursion::limit(source_dir)
}

fn cached(order: &Order, root: &Path, progress: &mut dyn Progress) -> Option<LibsConfig> {
    if order.force {
        return None;
    }
    match find(order, root) {
        Ok(config) => Some(config),
        Err(LibpyError::Missing { .. }) => None,
        Err(damage) => {
            let damage = damage.to_string();
            let (fact, _help) = damage.split_once('\n').unwrap_or((&damage, ""));
            progress.note(&format!("making it anew: {fact}"));
            None
        }
    }
}

fn build(
    order: &Order,
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<LibsConfig, MakeError> {
    let mut step = Steps::new(progress, 6);
    step.begin("source of CPython");
    let source_dir = source::unpack(order, workshop, step.progress)?;
    step.begin("C toolchain for WASI");
    let toolchain = Toolchain::find(order.target, workshop, step.progress)?;
    step.progress.note(&toolchain.title());
    step.begin("native helper python; zlib, bzip2, xz and sqlite");
    // Configure scripts, and sqlite in its one file, leave a core idle.
    let (python, clibs_dir) = thread::scope(|scope| {
        let python = scope.spawn(|| cpython::native(order.release, &source_dir, workshop));
        let clibs_dir = clibs::build(&toolchain, workshop);
        let python = python.join().unwrap_or_else(|panic| resume_unwind(panic));
        (python, clibs_dir)
    });
    let (python, clibs_dir) = (python?, clibs_dir?);
    step.begin("libpython");
    recursion::limit(&source_dir)?;
    let build_dir = cpython::wasi(order, &python, &toolchain, workshop)?;
    step.begin("optimise libpython as a whole");
    optimise::whole(order.release, &toolchain, &build_dir, workshop)?;
    step.begin("check and store");
    artifact::Parts {
        order,
        source_dir,
        clibs_dir,
        build_dir,
        python,
        toolchain: &toolchain,
    }
    .assemble(workshop)
}

/// The steps of a build, counted.
struct Steps<'a> {
    progress: &'a mut dyn Progress,
    number: usize,
    count: usize,
}

impl<'a> Steps<'a> {
    fn new(progress: &'a mut dyn Progress, count: usize) -> Self {
        Self {
            progress,
            number: 0,
            count,
        }
    }

    fn begin(&mut self, what: &str) {
        self.number += 1;
        self.progress.step(self.number, self.count, what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bld_cfg::tests::write_libpython;
    use workshop::tests::{Notes, order};

    #[test]
    fn what_is_in_the_cache_is_not_made_again() {
        let root = tempfile::tempdir().expect("a folder");
        let order = order();
        let dir = order.folder(root.path());
        write_libpython(&dir);
        let mut notes = Notes::default();
        let config = make(&order, root.path(), &mut notes).expect("whole");
        assert_eq!(config.lib_dir(), dir.join("lib"));
        assert!(notes.0.is_empty(), "{:?}", notes.0);
    }

    #[test]
    fn damaged_libpython_is_said_and_not_taken() {
        let root = tempfile::tempdir().expect("a folder");
        let order = order();
        let dir = order.folder(root.path());
        write_libpython(&dir);
        std::fs::write(dir.join("lib/libpython3.13.a"), "!<arch>?").expect("a file");
        let mut notes = Notes::default();
        assert!(cached(&order, root.path(), &mut notes).is_none());
        assert!(notes.0[0].starts_with("making it anew: `"), "{:?}", notes.0);
        assert!(
            notes.0[0].contains("libpython3.13.a` is damaged"),
            "{:?}",
            notes.0
        );
        assert!(!notes.0[0].contains("help"), "{:?}", notes.0);
    }

    #[test]
    fn forced_order_does_not_look_into_the_cache() {
        let root = tempfile::tempdir().expect("a folder");
        let mut order = order();
        order.force = true;
        write_libpython(&order.folder(root.path()));
        assert!(cached(&order, root.path(), &mut Notes::default()).is_none());
        assert!(find(&order, root.path()).is_ok());
    }

    #[test]
    fn steps_are_counted_from_one() {
        let mut notes = Notes::default();
        let mut steps = Steps::new(&mut notes, 7);
        steps.begin("a");
        steps.begin("b");
        assert_eq!(notes.0, ["1/7 a", "2/7 b"]);
    }
}
