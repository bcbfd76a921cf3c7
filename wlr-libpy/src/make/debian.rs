//! Debian's archive, read through apt with lists of our own: another suite than the machine's, its configuration left
//! alone, signatures checked as usual. Where the archive is, the machine's own apt says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::MakeError;
use super::workshop::{Workshop, output};

/// A suite of the archive with fresh lists of its packages.
pub(super) struct Suite {
    dir: PathBuf,
}

impl Suite {
    /// Fetches the lists of `suite`; `kind` is `deb` or `deb-src`.
    pub(super) fn open(kind: &str, suite: &str, workshop: &Workshop) -> Result<Self, MakeError> {
        let targets = output(&mut index_targets())?;
        let archive = archive_url(&targets).ok_or_else(|| {
            MakeError::Debian(
                "apt knows no such archive here; perhaps `apt-get update` helps".to_owned(),
            )
        })?;
        let dir = workshop.dir(&format!("apt-{kind}-{suite}"))?;
        for name in ["lists/partial", "cache/archives/partial", "files"] {
            workshop.dir(&format!("apt-{kind}-{suite}/{name}"))?;
        }
        let sources = dir.join("sources.list");
        fs::write(&sources, format!("{kind} {archive} {suite} main\n"))
            .map_err(MakeError::file("write", &sources))?;
        let suite = Self { dir };
        workshop.run(
            &format!("apt update {kind}"),
            suite.apt("apt-get").arg("update"),
        )?;
        Ok(suite)
    }

    /// Downloads the newest `package` for the machine's architecture; the path of its file.
    pub(super) fn download(
        &self,
        package: &str,
        workshop: &Workshop,
    ) -> Result<PathBuf, MakeError> {
        let files = self.dir.join("files");
        let what = format!("download {package}");
        workshop.run(
            &what,
            self.apt("apt-get")
                .args(["download", package])
                .current_dir(&files),
        )?;
        let mut entries = fs::read_dir(&files).map_err(MakeError::file("read", &files))?;
        match entries.next() {
            Some(Ok(file)) => Ok(file.path()),
            _ => Err(MakeError::Debian(format!("`{package}` was not downloaded"))),
        }
    }

    /// Downloads the source of `package` in the upstream version given; the folder of its files.
    pub(super) fn download_source(
        &self,
        package: &str,
        version: &str,
        workshop: &Workshop,
    ) -> Result<PathBuf, MakeError> {
        let entries = output(
            self.apt("apt-cache")
                .args(["showsrc", "--only-source", package]),
        )?;
        let debian_version = matching_version(&entries, version).ok_or_else(|| {
            MakeError::Debian(format!("`{package}` is not there in version {version}"))
        })?;
        let files = self.dir.join("files");
        let mut apt = self.apt("apt-get");
        apt.args(["source", "--download-only", "--only-source"])
            .arg(format!("{package}={debian_version}"))
            .current_dir(&files);
        workshop.run(&format!("download source of {package}"), &mut apt)?;
        Ok(files)
    }

    /// `apt-get` or `apt-cache` on the lists of this suite.
    fn apt(&self, program: &str) -> Command {
        let mut apt = Command::new(program);
        let folder = |name: &str| self.dir.join(name).display().to_string();
        for (option, value) in [
            ("Dir::Etc::sourcelist", folder("sources.list")),
            ("Dir::Etc::sourceparts", "-".to_owned()),
            ("Dir::State::Lists", folder("lists")),
            ("Dir::Cache", folder("cache")),
            // The user `_apt` cannot enter a home folder.
            ("APT::Sandbox::User", "root".to_owned()),
            ("Acquire::Languages", "none".to_owned()),
            (
                "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled",
                "false".to_owned(),
            ),
        ] {
            apt.arg("-o").arg(format!("{option}={value}"));
        }
        apt
    }
}

fn index_targets() -> Command {
    let mut apt = Command::new("apt-get");
    apt.args([
        "indextargets",
        "--format",
        "$(REPO_URI) $(ORIGIN) $(CODENAME)",
    ]);
    apt
}

/// The archive that the machine itself uses, without those for security fixes.
fn archive_url(index_targets: &str) -> Option<&str> {
    index_targets.lines().find_map(|line| {
        let mut words = line.split(' ');
        let (url, origin, codename) = (words.next()?, words.next()?, words.next()?);
        (origin == "Debian" && !codename.ends_with("-security")).then_some(url)
    })
}

/// The Debian version with that upstream version, out of what `apt-cache showsrc` prints.
fn matching_version<'a>(entries: &'a str, upstream: &str) -> Option<&'a str> {
    entries
        .lines()
        .filter_map(|line| line.strip_prefix("Version: "))
        .find(|version| {
            version
                .rsplit_once('-')
                .is_some_and(|(found, _)| found == upstream)
        })
}

/// The version that a package file says it has.
pub(super) fn package_version(file: &Path) -> Result<String, MakeError> {
    output(
        Command::new("dpkg-deb")
            .arg("--field")
            .arg(file)
            .arg("Version"),
    )
}

/// Whether a Debian version is at least another.
pub(super) fn is_at_least(version: &str, least: &str) -> Result<bool, MakeError> {
    let mut dpkg = Command::new("dpkg");
    dpkg.args(["--compare-versions", version, "ge", least]);
    dpkg.status()
        .map(|status| status.success())
        .map_err(|source| MakeError::NoProgram {
            program: "dpkg".to_owned(),
            source,
        })
}
