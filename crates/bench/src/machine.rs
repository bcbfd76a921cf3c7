//! The machine that the figures were taken on.

use std::path::Path;
use std::thread::available_parallelism;

/// Describes the processor, its cores, the kernel, and the versions that count.
pub(crate) fn describe() -> String {
    let cores = available_parallelism().map_or_else(|_| "?".to_owned(), |cores| cores.to_string());
    format!(
        "Taken on: {}, {cores} cores, Linux {}, wasmtime {}.\n",
        processor(),
        release_number(read("/proc/sys/kernel/osrelease").trim()),
        wasmtime()
    )
}

/// Returns a kernel's release without the suffix of whoever built it.
fn release_number(release: &str) -> &str {
    release.split('-').next().unwrap_or(release)
}

fn processor() -> String {
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == "model name").then(|| value.trim().to_owned())
    });
    model.unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

/// Returns the version that cargo has locked.
fn wasmtime() -> String {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = std::fs::read_to_string(lock).unwrap_or_default();
    locked(&lock, "wasmtime").unwrap_or("?").to_owned()
}

fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kernel_is_named_by_its_number_alone() {
        assert_eq!(release_number("6.1.0-28-cloud-amd64"), "6.1.0");
        assert_eq!(release_number("6.18.44"), "6.18.44");
    }

    #[test]
    fn the_locked_version_is_found() {
        let lock = "[[package]]\nname = \"wasmtime-wasi\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasmtime\"\nversion = \"48.0.2\"\nsource = \"x\"\n";
        assert_eq!(locked(lock, "wasmtime"), Some("48.0.2"));
        assert_eq!(locked(lock, "other"), None);
        assert_ne!(wasmtime(), "?");
    }
}
