//! The C toolchain for WASI: wasi-sdk where `WASI_SDK_PATH` says, else Debian's clang with the wasi-libc of Debian testing.
//! It is found here, or fetched into the cache, but never installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::{Suite, is_at_least, package_version};
use super::workshop::{Workshop, output};
use super::{MakeError, Progress};
use crate::target::Target;

/// Environment variable that names the folder of a wasi-sdk.
pub const SDK_VARIABLE: &str = "WASI_SDK_PATH";

/// What the toolchain and the build need on Debian, beside what every Debian has.
pub const DEBIAN_PACKAGES: [&str; 9] = [
    "ca-certificates",
    "clang-19",
    "gcc",
    "libc6-dev",
    "libclang-rt-19-dev-wasm32",
    "lld-19",
    "llvm-19",
    "make",
    "xz-utils",
];

/// Older ones do files through preview 1 even on `wasm32-wasip2`, and their snapshots cannot be reset.
const OLDEST_LIBC: &str = "0.0~git20260423";

/// Programs and folders that compile C for one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Toolchain {
    pub(super) target: Target,
    /// The compiler's program.
    pub(super) clang: PathBuf,
    pub(super) ar: PathBuf,
    pub(super) ranlib: PathBuf,
    /// The folder with wasi-libc's `include` and `lib`.
    pub(super) sysroot: PathBuf,
    /// The compiler's own library, where clang does not find it by itself.
    pub(super) builtins: Option<PathBuf>,
    /// What the C library is called in the stamp.
    pub(super) libc: String,
}

impl Toolchain {
    /// Finds the one that the machine offers.
    pub(super) fn find(
        target: Target,
        workshop: &Workshop,
        progress: &mut dyn Progress,
    ) -> Result<Self, MakeError> {
        let toolchain = match std::env::var_os(SDK_VARIABLE).filter(|dir| !dir.is_empty()) {
            Some(dir) => Self::of_sdk(target, Path::new(&dir))?,
            None => Self::of_debian(target, workshop, progress)?,
        };
        toolchain.check()?;
        progress.note(&format!(
            "`{}`, {}",
            toolchain.clang.display(),
            toolchain.libc
        ));
        Ok(toolchain)
    }

    fn of_sdk(target: Target, dir: &Path) -> Result<Self, MakeError> {
        let version = fs::read_to_string(dir.join("VERSION")).unwrap_or_default();
        let version = version
            .lines()
            .next()
            .unwrap_or("without version")
            .to_owned();
        Ok(Self {
            target,
            clang: dir.join("bin/clang"),
            ar: dir.join("bin/llvm-ar"),
            ranlib: dir.join("bin/llvm-ranlib"),
            sysroot: dir.join("share/wasi-sysroot"),
            builtins: None,
            libc: format!("wasi-sdk {version}"),
        })
    }

    fn of_debian(
        target: Target,
        workshop: &Workshop,
        progress: &mut dyn Progress,
    ) -> Result<Self, MakeError> {
        let clang = PathBuf::from("clang-19");
        let resources =
            output(Command::new(&clang).arg("-print-resource-dir")).map_err(|error| {
                missing(target, error.to_string().lines().next().unwrap_or_default())
            })?;
        let (version, sysroot) = debian_libc(workshop, progress)?;
        Ok(Self {
            target,
            clang,
            ar: "llvm-ar-19".into(),
            ranlib: "llvm-ranlib-19".into(),
            sysroot,
            // Debian's clang looks for it elsewhere.
            builtins: Some(Path::new(&resources).join("lib/wasi/libclang_rt.builtins-wasm32.a")),
            libc: format!("Debian wasi-libc {version}"),
        })
    }

    fn check(&self) -> Result<(), MakeError> {
        let libc = self.libc_dir().join("libc.a");
        let files = [Some(&libc), self.builtins.as_ref()];
        for file in files.into_iter().flatten().filter(|file| !file.exists()) {
            return Err(missing(
                self.target,
                &format!("`{}` does not exist", file.display()),
            ));
        }
        self.version().map(drop).map_err(|error| {
            missing(
                self.target,
                error.to_string().lines().next().unwrap_or_default(),
            )
        })
    }

    /// What the compiler says of itself.
    pub(super) fn version(&self) -> Result<String, MakeError> {
        let text = output(Command::new(&self.clang).arg("--version"))?;
        Ok(text.lines().next().unwrap_or_default().to_owned())
    }

    /// The folder of the C library's archives.
    pub(super) fn libc_dir(&self) -> PathBuf {
        self.sysroot.join("lib").join(self.target.name())
    }

    /// The compiler with what it must know to compile for the target, as one word for `CC=`.
    pub(super) fn cc(&self) -> String {
        format!(
            "{} --target={} --sysroot={}",
            self.clang.display(),
            self.target,
            self.sysroot.display()
        )
    }

    /// What a test program is linked with.
    pub(super) fn link_flags(&self) -> String {
        self.builtins
            .as_ref()
            .map(|file| format!("{} -nodefaultlibs -lc", file.display()))
            .unwrap_or_default()
    }
}

fn missing(target: Target, reason: &str) -> MakeError {
    MakeError::NoToolchain {
        target,
        reason: reason.to_owned(),
    }
}

/// Version and sysroot of the wasi-libc in the cache, fetched when there is none.
fn debian_libc(
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<(String, PathBuf), MakeError> {
    let place = workshop.root().join("wasi-libc");
    if let Some(version) = newest(&place) {
        return Ok((version.clone(), place.join(version).join("usr")));
    }
    progress.note("fetching wasi-libc from Debian testing");
    let package = Suite::open("deb", "testing", workshop)?.download("wasi-libc", workshop)?;
    let version = package_version(&package)?;
    if !is_at_least(&version, OLDEST_LIBC)? {
        return Err(MakeError::Debian(format!(
            "expected `wasi-libc` {OLDEST_LIBC} or later, found {version}"
        )));
    }
    let unpacked = workshop.dir("wasi-libc")?;
    let mut dpkg = Command::new("dpkg");
    workshop.run(
        "unpack wasi-libc",
        dpkg.arg("--extract").arg(package).arg(&unpacked),
    )?;
    workshop.place(&unpacked, &place.join(&version))?;
    Ok((version.clone(), place.join(version).join("usr")))
}

fn newest(dir: &Path) -> Option<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .max()
}
