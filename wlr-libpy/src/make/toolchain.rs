//! The C toolchain for WASI: the wasi-sdk that `WASI_SDK_PATH` names, else Debian's clang with the wasi-libc
//! of Debian testing. It is found here, or fetched into the cache, but never installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::{Suite, is_at_least, is_here, package_version};
use super::workshop::{Workshop, output};
use super::{MakeError, Progress};
use crate::environment::SDK_VARIABLE;
use crate::target::Target;

/// The archive that every sysroot has.
const LIBC: &str = "libc.a";

/// The oldest wasi-libc that will do. Older ones access files through preview 1 even on `wasm32-wasip2`, and
/// their snapshots cannot be reset.
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
    /// The compiler's own library, if clang does not find it by itself.
    pub(super) builtins: Option<PathBuf>,
    /// The name of the C library in the stamp.
    pub(super) libc: String,
    /// The folders above, with the names that stand for them in what is stored.
    pub(super) folders: Vec<(PathBuf, &'static str)>,
}

impl Toolchain {
    /// Finds the toolchain that the machine offers.
    pub(super) fn find(
        target: Target,
        workshop: &Workshop,
        progress: &mut dyn Progress,
    ) -> Result<Self, MakeError> {
        let toolchain = match std::env::var_os(SDK_VARIABLE).filter(|dir| !dir.is_empty()) {
            Some(dir) => Ok(Self::of_sdk(target, Path::new(&dir))),
            None => Self::of_debian(target, workshop, progress),
        };
        toolchain
            .and_then(Self::checked)
            .map_err(|error| MakeError::NoToolchain {
                target,
                reason: error.to_string(),
            })
    }

    /// Names the compiler and the C library, for people.
    pub(super) fn title(&self) -> String {
        format!("`{}`, {}", self.clang.display(), self.libc)
    }

    fn of_sdk(target: Target, dir: &Path) -> Self {
        let version = fs::read_to_string(dir.join("VERSION")).unwrap_or_default();
        let version = version.lines().next().unwrap_or("without a version");
        Self {
            target,
            clang: dir.join("bin/clang"),
            ar: dir.join("bin/llvm-ar"),
            ranlib: dir.join("bin/llvm-ranlib"),
            sysroot: dir.join("share/wasi-sysroot"),
            builtins: None,
            libc: format!("wasi-sdk {version}"),
            folders: vec![(dir.to_owned(), "/wasi-sdk")],
        }
    }

    fn of_debian(
        target: Target,
        workshop: &Workshop,
        progress: &mut dyn Progress,
    ) -> Result<Self, MakeError> {
        let clang = PathBuf::from("clang-19");
        let resources = output(Command::new(&clang).arg("-print-resource-dir"))?;
        // Debian's clang looks for its library in another folder.
        let builtins_dir = Path::new(&resources).join("lib/wasi");
        let (version, sysroot) = debian_libc(workshop, progress)?;
        Ok(Self {
            target,
            clang,
            ar: "llvm-ar-19".into(),
            ranlib: "llvm-ranlib-19".into(),
            builtins: Some(builtins_dir.join("libclang_rt.builtins-wasm32.a")),
            libc: format!("Debian wasi-libc {version}"),
            folders: vec![(sysroot.clone(), "/sysroot"), (builtins_dir, "/clang")],
            sysroot,
        })
    }

    /// Checks that nothing is missing, so that the error comes now and not from a script minutes later.
    fn checked(self) -> Result<Self, MakeError> {
        let libc = self.libc_dir().join(LIBC);
        for file in [Some(&libc), self.builtins.as_ref()].into_iter().flatten() {
            fs::metadata(file).map_err(MakeError::file("find", file))?;
        }
        for program in [&self.clang, &self.ar, &self.ranlib] {
            output(Command::new(program).arg("--version"))?;
        }
        Ok(self)
    }

    /// Returns the version of the compiler, in its own words.
    pub(super) fn version(&self) -> Result<String, MakeError> {
        let text = output(Command::new(&self.clang).arg("--version"))?;
        Ok(text.lines().next().unwrap_or_default().to_owned())
    }

    /// Returns the linker, which lies beside the compiler and has its version.
    pub(super) fn linker(&self) -> PathBuf {
        let clang = self.clang.file_name().unwrap_or_default().to_string_lossy();
        self.clang.with_file_name(clang.replace("clang", "wasm-ld"))
    }

    /// Returns the folders of the C++ library, of headers and of archives, whether it is there or not.
    pub(super) fn cxx_folders(&self) -> Option<(PathBuf, PathBuf)> {
        let of_sdk = || {
            let include = self.sysroot.join("include").join(self.target.name());
            (include.join("c++/v1"), self.libc_dir())
        };
        let Some(builtins) = &self.builtins else {
            return Some(of_sdk());
        };
        // Debian has it beside clang: `lib/llvm-19/lib/clang/19/lib/wasi` are the compiler's own files.
        let llvm = builtins.ancestors().nth(6)?;
        let include = llvm.join("include/wasm32-wasi/c++/v1");
        Some((include, llvm.join("lib/wasm32-wasi")))
    }

    /// Returns the folder of the C library's archives.
    pub(super) fn libc_dir(&self) -> PathBuf {
        self.sysroot.join("lib").join(self.target.name())
    }

    /// Returns the compiler with its options for the target, as one word for `CC=`.
    pub(super) fn cc(&self) -> String {
        format!(
            "{} --target={} --sysroot={}",
            self.clang.display(),
            self.target,
            self.sysroot.display()
        )
    }

    /// Prepares the linker to make one object out of many.
    pub(super) fn link_objects(&self) -> Command {
        let mut clang = Command::new(&self.clang);
        clang
            .arg(format!("--target={}", self.target))
            .args(["-fuse-ld=lld", "-nostdlib", "-r"]);
        clang
    }

    /// Returns the flags that a test program is linked with.
    pub(super) fn link_flags(&self) -> String {
        self.builtins
            .as_ref()
            .map(|file| format!("{} -nodefaultlibs -lc", file.display()))
            .unwrap_or_default()
    }
}

/// Returns version and sysroot of the wasi-libc in the cache, which is fetched first if there is none.
fn debian_libc(
    workshop: &Workshop,
    progress: &mut dyn Progress,
) -> Result<(String, PathBuf), MakeError> {
    let place = workshop.root().join("wasi-libc");
    if let Some(version) = newest(&place) {
        let sysroot = place.join(&version).join("usr");
        return Ok((version, sysroot));
    }
    if !is_here() {
        return Err(MakeError::Debian(format!(
            "`{SDK_VARIABLE}` is not set, and this machine has no `apt-get`"
        )));
    }
    progress.note("fetching wasi-libc from Debian testing");
    let package = Suite::open("deb", "testing", workshop)?.download("wasi-libc", workshop)?;
    let version = package_version(&package)?;
    if !is_at_least(&version, OLDEST_LIBC)? {
        return Err(MakeError::Debian(format!(
            "expected Debian's `wasi-libc` {OLDEST_LIBC} or later, found {version}"
        )));
    }
    let unpacked = workshop.dir("wasi-libc")?;
    let mut dpkg = Command::new("dpkg");
    workshop.run(
        "unpack wasi-libc",
        dpkg.arg("--extract").arg(package).arg(&unpacked),
    )?;
    let place = place.join(&version);
    workshop.place(&unpacked, &place)?;
    Ok((version, place.join("usr")))
}

/// Returns the newest complete version in the cache.
fn newest(dir: &Path) -> Option<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .filter(|entry| {
            let lib = entry.path().join("usr/lib");
            Target::ALL
                .iter()
                .all(|target| lib.join(target.name()).join(LIBC).exists())
        })
        .filter_map(|entry| entry.file_name().into_string().ok())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sdk_compiles_with_its_own_clang_and_sysroot() {
        let toolchain = Toolchain::of_sdk(Target::Wasip1, Path::new("/opt/sdk"));
        assert_eq!(
            toolchain.cc(),
            "/opt/sdk/bin/clang --target=wasm32-wasip1 --sysroot=/opt/sdk/share/wasi-sysroot"
        );
        assert_eq!(toolchain.link_flags(), "");
        assert_eq!(toolchain.link_objects().get_program(), "/opt/sdk/bin/clang");
        assert_eq!(toolchain.linker(), Path::new("/opt/sdk/bin/wasm-ld"));
        assert_eq!(toolchain.libc, "wasi-sdk without a version");
    }

    #[test]
    fn sdk_without_a_c_library_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let toolchain = Toolchain::of_sdk(Target::Wasip2, dir.path());
        let text = toolchain.checked().expect_err("empty").to_string();
        let libc = dir
            .path()
            .join("share/wasi-sysroot/lib/wasm32-wasip2/libc.a");
        assert!(
            text.starts_with(&format!("cannot find `{}`: ", libc.display())),
            "{text}"
        );
    }

    #[test]
    fn missing_toolchain_says_why_and_what_to_install() {
        let error = MakeError::NoToolchain {
            target: Target::Wasip2,
            reason: "cannot run `clang-19`: no such file\n= help: install `clang-19`".to_owned(),
        };
        assert_eq!(
            error.to_string(),
            "no C toolchain for `wasm32-wasip2`\n\
             - cannot run `clang-19`: no such file\n  \
             = help: install `clang-19`\n\
             = help: install wasi-sdk and set `WASI_SDK_PATH` to its folder\n\
             = help: or, on Debian, run `apt-get install clang-19 libclang-rt-19-dev-wasm32 lld-19 llvm-19`"
        );
    }

    #[test]
    fn newest_whole_c_library_is_taken() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(newest(dir.path()), None);
        for version in [
            "0.0~git20260423.1",
            "0.0~git20260601.2",
            "0.0~git20260801.3",
        ] {
            for target in Target::ALL {
                let lib = dir.path().join(version).join("usr/lib").join(target.name());
                fs::create_dir_all(&lib).expect("a folder");
                fs::write(lib.join(LIBC), "").expect("a file");
            }
        }
        fs::remove_dir_all(dir.path().join("0.0~git20260801.3/usr/lib/wasm32-wasip1"))
            .expect("there");
        assert_eq!(newest(dir.path()).as_deref(), Some("0.0~git20260601.2"));
    }
}
