//! Figures of the suites that attack: each writes its own, and `cargo xtask hardening` makes one table of them.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fs;
use std::path::Path;

/// Writes what a suite has counted to `target/hardening/<suite>.json`.
pub fn report(suite: &str, rows: &[(&str, u64)]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/hardening");
    let text = serde_json::json!({ "suite": suite, "rows": rows }).to_string() + "\n";
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(format!("{suite}.json")), text))
        .expect("writes");
}

/// What this process holds of the machine; counted while no other test of the process runs.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// Where the open file descriptors lead.
    pub files: Vec<String>,
    /// Memory that is not backed by a file, in bytes.
    pub memory_bytes: u64,
}

impl Footprint {
    pub fn now() -> Self {
        let entries = fs::read_dir("/proc/self/fd").expect("Linux");
        let targets = entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
        let mut files: Vec<String> = targets
            .map(|target| target.display().to_string())
            // Reading the folder opens it.
            .filter(|target| !target.ends_with("/fd"))
            .collect();
        files.sort();
        let status = fs::read_to_string("/proc/self/status").expect("Linux");
        let anonymous = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:")?.trim().strip_suffix(" kB"))
            .and_then(|kib| kib.parse::<u64>().ok())
            .expect("RssAnon");
        Self {
            files,
            memory_bytes: anonymous << 10,
        }
    }

    /// Checks that the process holds no more than `before`, but for what allocators keep.
    pub fn assert_no_more_than(&self, before: &Self) {
        const KEPT_BYTES: u64 = 64 << 20;
        assert_eq!(self.files, before.files, "open files");
        let grown_bytes = self.memory_bytes.saturating_sub(before.memory_bytes);
        assert!(
            grown_bytes <= KEPT_BYTES,
            "memory grew by {grown_bytes} bytes from {}",
            before.memory_bytes
        );
    }
}
