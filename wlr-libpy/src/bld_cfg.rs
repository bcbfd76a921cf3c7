//! The side of build scripts: finds the libpython of the target, describes it and links it. It uses no
//! network and writes only into the folder that the caller names. `make` is the module that makes libpython.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::assertions::Assertions;
use crate::cache::{absolute, cache_root_in, libpython_dir};
use crate::environment::{ASSERTIONS_VARIABLE, DIR_VARIABLE, VERSION_VARIABLE};
use crate::error::LibpyError;
use crate::recipe;
use crate::release::Release;
use crate::stamp::{self, Stamp};
use crate::target::Target;

/// The libraries that are linked with libpython: CPython's own helper libraries, the C libraries of its
/// extension modules and the parts of wasi-libc that are linked on demand.
const LIBRARIES: [&str; 11] = [
    "mpdec",
    "Hacl_Hash_SHA2",
    "expat",
    "z",
    "bz2",
    "lzma",
    "sqlite3",
    "dl",
    "wasi-emulated-signal",
    "wasi-emulated-getpid",
    "wasi-emulated-process-clocks",
];

/// The size of the stack. CPython's recursion limits are measured for 8 MiB; rustc gives 1 MiB.
///
/// It is a little more, so that the stack's top and the constants behind it lie in one block of 2 MiB: when
/// an instance ends, the kernel is asked about changed pages block by block.
const STACK_SIZE_BYTES: u32 = (8 << 20) + (64 << 10);

/// Finds the libpython for the target that cargo builds for, and tells cargo to run the build script again
/// when it changes.
///
/// # Errors
/// A [`LibpyError`], whose text says what to do.
pub fn configure_static_libs() -> Result<LibsConfig, LibpyError> {
    let target = std::env::var("TARGET").map_err(|_| LibpyError::NoTarget)?;
    let mut script = BuildScript {
        environment: |name: &str| std::env::var_os(name),
        out: io::stdout(),
    };
    find(&mut script, target.parse()?)
}

fn find<E, W>(script: &mut BuildScript<E, W>, target: Target) -> Result<LibsConfig, LibpyError>
where
    E: Fn(&str) -> Option<OsString>,
    W: Write,
{
    let release = Release::wanted_by(script.variable(VERSION_VARIABLE))?;
    let assertions = Assertions::wanted_by(script.variable(ASSERTIONS_VARIABLE));
    let dir = match script.variable(DIR_VARIABLE) {
        Some(dir) => absolute(DIR_VARIABLE, dir.into())?,
        None => libpython_dir(
            &cache_root_in(|name| script.variable(name))?,
            release,
            target,
            assertions,
        ),
    };
    script.depend_on(&dir.join(stamp::FILE_NAME));
    let config = LibsConfig::open(dir, release, target, assertions)?;
    for archive in &config.stamp.archives {
        script.depend_on(&config.lib_dir().join(&archive.name));
    }
    Ok(config)
}

/// The inputs of a build script. Each is registered with cargo when it is read.
struct BuildScript<E, W> {
    environment: E,
    out: W,
}

impl<E: Fn(&str) -> Option<OsString>, W: Write> BuildScript<E, W> {
    fn variable(&mut self, name: &str) -> Option<OsString> {
        self.say(format_args!("rerun-if-env-changed={name}"));
        (self.environment)(name).filter(|value| !value.is_empty())
    }

    fn depend_on(&mut self, path: &Path) {
        self.say(format_args!("rerun-if-changed={}", path.display()));
    }

    /// Writes a directive. If cargo does not listen any more, nobody is left to be told.
    fn say(&mut self, directive: fmt::Arguments<'_>) {
        let _ = writeln!(self.out, "cargo::{directive}");
    }
}

/// A libpython that was found and checked.
#[derive(Clone, Debug)]
pub struct LibsConfig {
    dir: PathBuf,
    release: &'static Release,
    target: Target,
    stamp: Stamp,
}

impl LibsConfig {
    /// Opens the libpython in `dir`. It must be the one that is asked for, and its archives must have the
    /// right sizes.
    ///
    /// # Errors
    /// [`LibpyError::Missing`], [`LibpyError::Another`] or [`LibpyError::Damaged`].
    pub fn open(
        dir: PathBuf,
        release: &'static Release,
        target: Target,
        assertions: Assertions,
    ) -> Result<Self, LibpyError> {
        let stamp = read_stamp(&dir, release, target)?;
        let config = Self {
            dir,
            release,
            target,
            stamp,
        };
        config.check_identity(assertions)?;
        config.check_sizes()?;
        Ok(config)
    }

    /// Checks that it is the one that is asked for, and was made of the pinned source as this crate would
    /// make it.
    fn check_identity(&self, assertions: Assertions) -> Result<(), LibpyError> {
        let (release, stamp) = (self.release, &self.stamp);
        let asked = [
            describe(
                release.version,
                self.target.name(),
                assertions == Assertions::On,
            ),
            format!("of source {}", release.sha256),
            format!(
                "by recipe {}",
                recipe::key(release, self.target, assertions)
            ),
        ];
        let there = [
            describe(&stamp.version, &stamp.target, stamp.assertions),
            format!("of source {}", stamp.source_sha256),
            format!("by recipe {}", stamp.recipe),
        ];
        match asked
            .into_iter()
            .zip(there)
            .find(|(asked, there)| asked != there)
        {
            None => Ok(()),
            Some((expected, found)) => Err(LibpyError::Another {
                dir: self.dir.clone(),
                expected,
                found,
            }),
        }
    }

    fn check_sizes(&self) -> Result<(), LibpyError> {
        for archive in &self.stamp.archives {
            let path = self.lib_dir().join(&archive.name);
            let found = fs::metadata(&path).map(|found| found.len());
            if found.as_ref().ok() != Some(&archive.size_bytes) {
                let found =
                    found.map_or_else(|error| error.to_string(), |size| format!("{size} bytes"));
                return Err(self.damaged(path, format!("{} bytes", archive.size_bytes), found));
            }
        }
        Ok(())
    }

    /// Reads all files and compares them with the stamp, which [`LibsConfig::open`] leaves out to be quick.
    ///
    /// # Errors
    /// [`LibpyError::Damaged`] with the first file that differs.
    pub fn verify(&self) -> Result<(), LibpyError> {
        for expected in &self.stamp.archives {
            let path = self.lib_dir().join(&expected.name);
            let found = stamp::sha256_of(&path).unwrap_or_else(|error| error.to_string());
            if found != expected.sha256 {
                return Err(self.damaged(path, format!("sha256 {}", expected.sha256), found));
            }
        }
        let path = self.stdlib_dir();
        match stamp::Tree::of(&path) {
            Ok(found) if found == self.stamp.stdlib => Ok(()),
            Ok(found) => Err(self.damaged(path, self.stamp.stdlib.to_string(), found.to_string())),
            Err(error) => Err(self.damaged(path, self.stamp.stdlib.to_string(), error.to_string())),
        }
    }

    fn damaged(&self, path: PathBuf, expected: String, found: String) -> LibpyError {
        LibpyError::Damaged {
            version: self.release.version,
            target: self.target.name(),
            path,
            expected,
            found,
        }
    }

    /// Returns the version of CPython: `3.13.15`.
    #[must_use]
    pub fn version(&self) -> &'static str {
        self.release.version
    }

    /// Returns the target that it is built for.
    #[must_use]
    pub fn target(&self) -> Target {
        self.target
    }

    /// Returns the stamp: its sources and tools.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Returns the folder that everything is in.
    #[cfg(feature = "make")]
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the folder of the static libraries.
    #[must_use]
    pub fn lib_dir(&self) -> PathBuf {
        self.dir.join("lib")
    }

    /// Returns the folder of the standard library: CPython's `Lib` without its own tests and without
    /// bytecode, with the `_sysconfigdata` module of the WASI build.
    #[must_use]
    pub fn stdlib_dir(&self) -> PathBuf {
        self.lib_dir()
            .join(format!("python{}", self.release.minor()))
    }

    /// Prepares a native Python of the same version, on [`LibsConfig::stdlib_dir`] and undisturbed by the
    /// user's settings. It compiles bytecode, and has none of the optional extension modules.
    #[must_use]
    pub fn native_python(&self) -> Command {
        let program = format!("python{}", self.release.minor());
        let mut python = Command::new(self.dir.join("bin").join(program));
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PYTHON") {
                python.env_remove(name);
            }
        }
        python
            .args(["-s", "-S", "-P", "-B"])
            .env("PYTHONHOME", &self.dir)
            .env("PYTHONHASHSEED", "0");
        python
    }

    /// Returns the configuration of pyo3's build script, as the content of a `PYO3_CONFIG_FILE`.
    #[must_use]
    pub fn pyo3_config(&self) -> String {
        pyo3_config(self.release)
    }

    /// Writes [`LibsConfig::pyo3_config`] to a file.
    ///
    /// # Errors
    /// [`LibpyError::Write`].
    pub fn write_pyo3_config(&self, path: &Path) -> Result<(), LibpyError> {
        fs::write(path, self.pyo3_config()).map_err(|reason| LibpyError::Write {
            path: path.to_owned(),
            reason,
        })
    }

    /// Tells cargo, on standard output, how to link libpython. Link arguments count for the package of the
    /// build script that calls this and do not travel to dependents.
    pub fn emit_link_flags(&self) {
        // If cargo does not listen any more, nobody is left to be told.
        let _ = self.write_link_flags(&mut io::stdout());
    }

    /// Writes to any writer, like [`LibsConfig::emit_link_flags`].
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_link_flags(&self, out: &mut impl Write) -> io::Result<()> {
        // This folder is searched before the toolchain's own, so that `-lc` is the C library that CPython was
        // compiled against.
        writeln!(
            out,
            "cargo::rustc-link-search=native={}",
            self.lib_dir().display()
        )?;
        writeln!(
            out,
            "cargo::rustc-link-lib=static=python{}",
            self.release.minor()
        )?;
        for library in LIBRARIES {
            writeln!(out, "cargo::rustc-link-lib=static={library}")?;
        }
        writeln!(out, "cargo::rustc-link-arg=-zstack-size={STACK_SIZE_BYTES}")
    }
}

impl fmt::Display for LibsConfig {
    /// Writes seven lines: the libpython, its place, source, recipe and tools, and its size.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size_bytes: u64 = self
            .stamp
            .archives
            .iter()
            .map(|archive| archive.size_bytes)
            .sum();
        let assertions = if self.stamp.assertions {
            ", with assertions"
        } else {
            ""
        };
        let (version, target) = (self.release.version, self.target);
        writeln!(f, "libpython {version} for {target}{assertions}")?;
        writeln!(f, "  folder:   {}", self.dir.display())?;
        writeln!(f, "  source:   sha256 {}", self.stamp.source_sha256)?;
        writeln!(f, "  recipe:   {}", self.stamp.recipe)?;
        writeln!(f, "  compiler: {}", self.stamp.compiler)?;
        writeln!(f, "  libc:     {}", self.stamp.libc)?;
        let archive_count = self.stamp.archives.len();
        let file_count = self.stamp.stdlib.file_count;
        let size_mb = size_bytes as f64 / 1e6;
        write!(
            f,
            "  size:     {size_mb:.1} MB in {archive_count} archives, {file_count} files of standard library"
        )
    }
}

/// Describes a libpython in a few words that tell it from others.
fn describe(version: &str, target: &str, assertions: bool) -> String {
    let with = if assertions { " with assertions" } else { "" };
    format!("{version} for `{target}`{with}")
}

fn read_stamp(dir: &Path, release: &'static Release, target: Target) -> Result<Stamp, LibpyError> {
    let (version, target) = (release.version, target.name());
    let path = dir.join(stamp::FILE_NAME);
    let Ok(text) = fs::read(&path) else {
        return Err(LibpyError::Missing {
            version,
            target,
            stamp: path,
        });
    };
    serde_json::from_slice(&text).map_err(|error| LibpyError::Damaged {
        version,
        target,
        path,
        expected: "a stamp".to_owned(),
        found: error.to_string(),
    })
}

/// Returns the configuration of pyo3's build script for the libpython of a release, as the content of a
/// `PYO3_CONFIG_FILE`.
#[must_use]
pub fn pyo3_config(release: &Release) -> String {
    format!(
        "implementation=CPython\nversion={}\nshared=false\nabi3=false\npointer_width=32\n\
         suppress_build_script_link_lines=true\n",
        release.minor()
    )
}

#[cfg(test)]
pub(crate) mod tests;
