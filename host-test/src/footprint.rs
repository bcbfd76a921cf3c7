//! Resources that this process holds: long runs and attacks must not make them grow.

use std::{fs, io};

/// Open files and memory at one moment.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// The files and sockets that are open, sorted.
    pub files: Vec<String>,
    /// Resident memory that no file backs.
    pub memory_bytes: u64,
}

impl Footprint {
    /// Looks at `/proc`.
    ///
    /// # Errors
    /// When there is no `/proc`, or not as Linux has it.
    pub fn now() -> io::Result<Self> {
        let entries = fs::read_dir("/proc/self/fd")?;
        let targets = entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
        let mut files: Vec<String> = targets
            .map(|target| target.display().to_string())
            // Reading the folder opens it.
            .filter(|target| !target.ends_with("/fd"))
            .collect();
        files.sort();
        let status = fs::read_to_string("/proc/self/status")?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:")?.trim().strip_suffix(" kB"))
            .and_then(|number| number.parse::<u64>().ok())
            .ok_or_else(|| io::Error::other("`/proc/self/status` has no `RssAnon`"))?;
        Ok(Self {
            files,
            memory_bytes: kib << 10,
        })
    }

    /// Returns by how many bytes memory has grown since `earlier`.
    #[must_use]
    pub fn growth_bytes(&self, earlier: &Self) -> u64 {
        self.memory_bytes.saturating_sub(earlier.memory_bytes)
    }
}
