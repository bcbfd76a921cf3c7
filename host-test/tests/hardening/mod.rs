//! Figures of the suites that attack: each writes its own, and `cargo xtask hardening` makes one table of
//! them.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fs;
use std::path::Path;

use host_test::footprint::Footprint;

/// Writes what a suite has counted to `target/hardening/<suite>.json`.
pub fn report(suite: &str, rows: &[(&str, u64)]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/hardening");
    let text = serde_json::json!({ "suite": suite, "rows": rows }).to_string() + "\n";
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(format!("{suite}.json")), text))
        .expect("writes");
}

/// Measures what this process holds of the machine. It is called while no other test of the process runs.
pub fn footprint() -> Footprint {
    Footprint::now().expect("Linux")
}

/// Checks that the process holds no more than `before`, but for what allocators keep.
pub fn assert_no_more_than(before: &Footprint) {
    const KEPT_BYTES: u64 = 64 << 20;
    let now = footprint();
    assert_eq!(now.files, before.files, "open files");
    let grown_bytes = now.growth_bytes(before);
    assert!(
        grown_bytes <= KEPT_BYTES,
        "memory grew by {grown_bytes} bytes from {}",
        before.memory_bytes
    );
}
