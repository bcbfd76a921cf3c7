//! The choice of how memory of an ended instance is made ready for the next one, and the watch over it.
//!
//! `wasmtime` can ask the kernel which pages were changed, and reset only these. Up to 49 it asks for those
//! that are *present*. A page in swap is not, nor is one that the kernel is just moving: it keeps what is in
//! it, and the next instance gets that. 50.0.1 asks for both.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use semver::Version;
use wasmtime::PoolingAllocationConfig;

use crate::options::Reset;
use crate::reset_error::{Obstacle, SwapError};
use crate::telemetry::Telemetry;
use crate::ticker::Ticker;

/// The time from one look for swap to the next, while memory is reset by a scan that does not see it.
pub const SWAP_CHECK_INTERVAL: Duration = Duration::from_secs(1);
/// The first versions, one a line of versions, whose scan sees pages that are not present. Later lines see
/// them as well.
const SEES_ALL: [Version; 1] = [Version::new(50, 0, 1)];
/// Folders where the second version of control groups is mounted: alone, and beside the first.
const CONTROL_GROUPS: [&str; 2] = ["sys/fs/cgroup", "sys/fs/cgroup/unified"];

/// The part of the system that says what can become of a page.
#[derive(Clone, Debug)]
pub(crate) struct System {
    root: PathBuf,
    lists_changed_pages: bool,
    scan_sees_all: bool,
}

impl System {
    /// The machine that this process runs on, and the `wasmtime` in it.
    pub(crate) fn here() -> Self {
        Self {
            root: "/".into(),
            lists_changed_pages: PoolingAllocationConfig::is_pagemap_scan_available(),
            scan_sees_all: Version::parse(wasmtime_environ::VERSION)
                .is_ok_and(|version| sees_all(&version)),
        }
    }

    /// Decides between the two ways: `Ok` has the one that was asked for, `Err` what stands against it.
    pub(crate) fn choose(&self, asked: Reset) -> Result<Reset, Obstacle> {
        match asked {
            Reset::Whole => Ok(Reset::Whole),
            Reset::Scan | Reset::Safe if !self.lists_changed_pages => Err(Obstacle::NoList),
            Reset::Scan | Reset::Safe if self.scan_sees_all => Ok(Reset::Scan),
            Reset::Scan | Reset::Safe if self.may_swap() => Err(Obstacle::Swap),
            Reset::Safe if self.may_move() => Err(Obstacle::Moves),
            Reset::Scan | Reset::Safe => Ok(Reset::Scan),
        }
    }

    /// False only where the kernel says that it has no swap, or that this process may use none.
    fn may_swap(&self) -> bool {
        let swaps = fs::read_to_string(self.root.join("proc/swaps")).unwrap_or_default();
        let mut lines = swaps.lines();
        let is_list = lines
            .next()
            .is_some_and(|head| head.starts_with("Filename"));
        let is_empty = is_list && lines.next().is_none();
        !is_empty && !self.is_swap_forbidden()
    }

    /// True if the control group of this process, or one above it, may have nothing in swap. Groups of the
    /// first version cannot say so.
    fn is_swap_forbidden(&self) -> bool {
        let groups = fs::read_to_string(self.root.join("proc/self/cgroup")).unwrap_or_default();
        let Some(group) = groups.lines().find_map(|line| line.strip_prefix("0::/")) else {
            return false;
        };
        let group = Path::new(group);
        // One outside of what this process sees begins with `..`.
        let is_seen = group
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        is_seen
            && CONTROL_GROUPS.iter().any(|mount| {
                group.ancestors().any(|group| {
                    let limit = self.root.join(mount).join(group).join("memory.swap.max");
                    fs::read_to_string(limit).is_ok_and(|limit| limit.trim() == "0")
                })
            })
    }

    /// False only where the kernel says that it never moves a page: it counts the moves if it can make any.
    fn may_move(&self) -> bool {
        let counts = fs::read_to_string(self.root.join("proc/vmstat"));
        counts.map_or(true, |counts| {
            counts.is_empty() || counts.lines().any(|line| line.starts_with("pgmigrate_"))
        })
    }
}

fn sees_all(version: &Version) -> bool {
    let is_later = |first: &Version| version.major > first.major;
    let is_of_its_line = |first: &Version| version.major == first.major && version >= first;
    SEES_ALL.iter().any(is_of_its_line) || SEES_ALL.iter().all(is_later)
}

/// The watch over a pool whose scan does not see what is in swap.
#[derive(Debug)]
pub(crate) struct SwapWatch {
    may_swap: Arc<AtomicBool>,
    _ticker: Ticker,
}

impl SwapWatch {
    /// Looks for swap at every `interval`; `None` where it would change nothing.
    pub(crate) fn over(
        reset: Reset,
        system: System,
        interval: Duration,
        telemetry: Telemetry,
    ) -> io::Result<Option<Self>> {
        let is_needed = reset == Reset::Scan && !system.scan_sees_all;
        is_needed
            .then(|| Self::start(system, interval, telemetry))
            .transpose()
    }

    fn start(system: System, interval: Duration, telemetry: Telemetry) -> io::Result<Self> {
        let may_swap = Arc::new(AtomicBool::new(false));
        let found = may_swap.clone();
        let look = move || {
            // What was in swap once may have been missed: there is no way back.
            if !found.load(Ordering::Relaxed) && system.may_swap() {
                found.store(true, Ordering::Relaxed);
                telemetry.no_instances(SwapError);
            }
        };
        Ok(Self {
            may_swap,
            _ticker: Ticker::every("swap", interval, look)?,
        })
    }

    /// Refuses once there was swap.
    pub(crate) fn check(&self) -> Result<(), SwapError> {
        if self.may_swap.load(Ordering::Relaxed) {
            return Err(SwapError);
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const NO_SWAP: &str = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
    const SWAP_FILE: &str = "/swap\tfile\t1024\t0\t-2\n";

    /// Makes a system up, of files below a folder.
    fn system(folder: &Path, files: &[(&str, &str)]) -> System {
        for (path, text) in files {
            put(folder, path, text);
        }
        System {
            root: folder.to_owned(),
            lists_changed_pages: true,
            scan_sees_all: false,
        }
    }

    fn put(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("writes");
    }

    /// Adds swap to a system that was made up.
    pub(crate) fn add_swap(folder: &Path) {
        put(folder, "proc/swaps", &[NO_SWAP, SWAP_FILE].concat());
    }

    /// Makes a system up that neither swaps nor moves pages.
    pub(crate) fn still(folder: &Path) -> System {
        system(
            folder,
            &[
                ("proc/swaps", NO_SWAP),
                ("proc/vmstat", "nr_free_pages 1\n"),
            ],
        )
    }

    /// Returns what is decided on a system of `files`, for each of the ways that can be asked for.
    fn decided(files: &[(&str, &str)]) -> [Result<Reset, Obstacle>; 3] {
        let folder = tempfile::tempdir().expect("a folder");
        let system = system(folder.path(), files);
        [Reset::Safe, Reset::Scan, Reset::Whole].map(|asked| system.choose(asked))
    }

    const SCAN: Result<Reset, Obstacle> = Ok(Reset::Scan);
    const WHOLE: Result<Reset, Obstacle> = Ok(Reset::Whole);
    const SWAP: Result<Reset, Obstacle> = Err(Obstacle::Swap);
    const MOVES: Result<Reset, Obstacle> = Err(Obstacle::Moves);

    #[test]
    fn scan_is_safe_where_pages_stay() {
        let files = [
            ("proc/swaps", NO_SWAP),
            ("proc/vmstat", "nr_free_pages 1\n"),
        ];
        assert_eq!(decided(&files), [SCAN, SCAN, WHOLE]);
    }

    #[test]
    fn kernel_that_moves_pages_is_left_to_those_who_ask() {
        let vmstat = "nr_free_pages 1\npgmigrate_success 0\n";
        let files = [("proc/swaps", NO_SWAP), ("proc/vmstat", vmstat)];
        assert_eq!(decided(&files), [MOVES, SCAN, WHOLE]);
        assert_eq!(decided(&files[..1]), [MOVES, SCAN, WHOLE]);
    }

    #[test]
    fn swap_is_never_scanned() {
        let swaps = [NO_SWAP, SWAP_FILE].concat();
        assert_eq!(decided(&[("proc/swaps", &swaps)]), [SWAP, SWAP, WHOLE]);
    }

    #[test]
    fn unknown_swap_counts_as_swap() {
        assert_eq!(decided(&[]), [SWAP, SWAP, WHOLE]);
        assert_eq!(decided(&[("proc/swaps", "")]), [SWAP, SWAP, WHOLE]);
    }

    #[test]
    fn swap_that_a_control_group_may_not_use_does_not_count() {
        let swaps = [NO_SWAP, SWAP_FILE].concat();
        let with = |group, limit_of, limit| {
            decided(&[
                ("proc/swaps", &swaps),
                ("proc/self/cgroup", group),
                (limit_of, limit),
            ])[1]
        };
        let own = "sys/fs/cgroup/app/worker/memory.swap.max";
        let above = "sys/fs/cgroup/app/memory.swap.max";
        let beside = "sys/fs/cgroup/unified/app/worker/memory.swap.max";
        for limited in [own, above, beside] {
            assert_eq!(with("4:memory:/x\n0::/app/worker\n", limited, "0\n"), SCAN);
            assert_eq!(with("0::/app/worker\n", limited, "max\n"), SWAP);
            assert_eq!(with("0::/app/worker\n", limited, "4096\n"), SWAP);
        }
        assert_eq!(with("0::/other\n", own, "0\n"), SWAP);
        assert_eq!(with("0::/../app/worker\n", own, "0\n"), SWAP);
        let first_version = "sys/fs/cgroup/memory/app/memory.swap.max";
        assert_eq!(with("4:memory:/app\n", first_version, "0\n"), SWAP);
    }

    #[test]
    fn kernel_without_a_list_is_never_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let system = System {
            lists_changed_pages: false,
            ..still(folder.path())
        };
        assert_eq!(system.choose(Reset::Scan), Err(Obstacle::NoList));
        assert_eq!(system.choose(Reset::Whole), WHOLE);
    }

    #[test]
    fn scan_that_sees_all_needs_no_guard() {
        let folder = tempfile::tempdir().expect("a folder");
        let system = System {
            scan_sees_all: true,
            ..system(folder.path(), &[])
        };
        assert_eq!(system.choose(Reset::Safe), SCAN);
    }

    #[test]
    fn versions_that_see_all_are_known() {
        let sees = |version| sees_all(&Version::parse(version).expect("a version"));
        assert!(["50.0.1", "50.1.0", "51.0.0"].into_iter().all(sees));
        assert!(!["48.0.8", "49.9.9", "50.0.0"].into_iter().any(sees));
    }

    #[test]
    fn version_of_wasmtime_is_known() {
        let version = Version::parse(wasmtime_environ::VERSION).expect("a version");
        assert!(version.major >= 48, "{version}");
    }
}
