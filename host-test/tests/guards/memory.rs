//! The memory that an instance changes, counted as the kernel sees it.

#![allow(unreachable_pub, reason = "a module of a test file")]

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use host_test::COMPILED_EXTENSION;

/// Of the pages that `/proc/self/pagemap` counts in.
const PAGE_BYTES: usize = 4096;
/// The name of an image that comes from no file.
const ANONYMOUS_IMAGE: &str = "memfd:wasm";

/// Pages of linear memories that instances have to themselves.
#[derive(Debug)]
pub struct Changed {
    /// Their addresses in ascending order.
    pub pages: Vec<usize>,
}

impl Changed {
    /// Finds those that `change` adds.
    pub fn by<T>(change: impl FnOnce() -> T) -> Self {
        let before = changed_pages();
        let alive = change();
        let mut pages = changed_pages();
        drop(alive);
        pages.retain(|page| !before.contains(page));
        Self { pages }
    }

    /// Returns the number of runs of pages side by side.
    pub fn runs(&self) -> usize {
        let runs = self.pages.chunk_by(|page, next| page + PAGE_BYTES == *next);
        runs.count()
    }
}

/// Returns the memory that this process shares with nobody and has written to, in bytes. What the kernel has
/// moved out of memory counts as well.
pub fn private_dirty_bytes() -> u64 {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").expect("sums");
    let kib = |name: &str| {
        let mut lines = rollup.lines();
        let sum = lines.find_map(|line| line.strip_prefix(name)?.strip_suffix(" kB"));
        sum.and_then(|kib| kib.trim().parse::<u64>().ok())
            .expect("a sum")
    };
    (kib("Private_Dirty:") + kib("Swap:")) << 10
}

/// Returns the addresses of the pages that instances have to themselves: those of their linear memories, in
/// ascending order.
fn changed_pages() -> Vec<usize> {
    /// Bits of an entry of the page map.
    const PRESENT: u64 = 1 << 63;
    const FILE: u64 = 1 << 61;
    let maps = fs::read_to_string("/proc/self/maps").expect("maps");
    let pagemap = File::open("/proc/self/pagemap").expect("a page map");
    let mut pages = Vec::new();
    let mut image_end = None;
    // Memory begins as a copy of the compiled file; behind that lies what is zero at first.
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').expect("a mapping");
        let (start, end) = range.split_once('-').expect("a range");
        let [start, end] = [start, end].map(|hex| usize::from_str_radix(hex, 16).expect("hex"));
        let is_image = line.contains(COMPILED_EXTENSION) || line.contains(ANONYMOUS_IMAGE);
        let is_memory = rest.starts_with("rw-p") && (is_image || image_end == Some(start));
        image_end = is_image.then_some(end);
        if !is_memory {
            continue;
        }
        let mut entries = vec![0; (end - start) / PAGE_BYTES * size_of::<u64>()];
        let at = start / PAGE_BYTES * size_of::<u64>();
        pagemap
            .read_exact_at(&mut entries, at as u64)
            .expect("entries");
        let entries = entries.chunks_exact(size_of::<u64>());
        for (page, entry) in (start..end).step_by(PAGE_BYTES).zip(entries) {
            let entry = u64::from_ne_bytes(entry.try_into().expect("eight bytes"));
            if entry & (PRESENT | FILE) == PRESENT {
                pages.push(page);
            }
        }
    }
    pages
}
