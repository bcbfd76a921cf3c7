//! Debian's archive, read through apt with package lists of our own: those of another suite, without touching
//! the machine's configuration, with signatures checked as usual. The machine's own apt says where the
//! archive is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::MakeError;
use super::workshop::{Workshop, output};

/// Tells whether this machine has apt.
pub(super) fn is_here() -> bool {
    output(Command::new("apt-get").arg("--version")).is_ok()
}

/// A suite of the archive with fresh lists of its packages.
pub(super) struct Suite {
    dir: PathBuf,
}

impl Suite {
    /// Fetches the lists of `suite`; `kind` is `deb` or `deb-src`.
    pub(super) fn open(kind: &str, suite: &str, workshop: &Workshop) -> Result<Self, MakeError> {
        let archive = archive(workshop)?;
        let dir = apt_dir(&format!("apt-{kind}-{suite}"), workshop)?;
        let sources = dir.join("sources.list");
        fs::write(&sources, format!("{kind} {archive} {suite} main\n"))
            .map_err(MakeError::file("write", &sources))?;
        let suite = Self { dir };
        let what = format!("apt update {kind}");
        workshop.run(&what, suite.apt("apt-get").arg("update"))?;
        Ok(suite)
    }

    /// Downloads the newest `package` for the machine's architecture, and returns the path of its file.
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
            _ => Err(MakeError::Debian(format!(
                "apt did not download `{package}`"
            ))),
        }
    }

    /// Downloads the source of `package` in that upstream version, and returns the folder of its files.
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
        let debian_version = matching_version(&entries, version)
            .ok_or_else(|| MakeError::Debian(format!("there is no `{package}` {version} in it")))?;
        let files = self.dir.join("files");
        let mut apt = self.apt("apt-get");
        apt.args(["source", "--download-only", "--only-source"])
            .arg(format!("{package}={debian_version}"))
            .current_dir(&files);
        workshop.run(&format!("download source of {package}"), &mut apt)?;
        Ok(files)
    }

    /// Prepares `apt-get` or `apt-cache` on the lists of this suite.
    fn apt(&self, program: &str) -> Command {
        let mut apt = apt_in(&self.dir, program);
        apt.arg("-o").arg(format!(
            "Dir::Etc::sourcelist={}/sources.list",
            self.dir.display()
        ));
        apt.args(["-o", "Dir::Etc::sourceparts=-"]);
        apt
    }
}

/// Makes a folder for apt's lists and downloads.
fn apt_dir(name: &str, workshop: &Workshop) -> Result<PathBuf, MakeError> {
    for part in ["lists/partial", "cache/archives/partial", "files"] {
        workshop.dir(&format!("{name}/{part}"))?;
    }
    workshop.dir(name)
}

/// Prepares a program of apt that keeps its lists and downloads in `dir`.
fn apt_in(dir: &Path, program: &str) -> Command {
    let mut apt = Command::new(program);
    apt.arg("-o")
        .arg(format!("Dir::State::Lists={}/lists", dir.display()));
    apt.arg("-o")
        .arg(format!("Dir::Cache={}/cache", dir.display()));
    // The user `_apt` cannot enter a home folder.
    apt.args(["-o", "APT::Sandbox::User=root"]);
    // By default apt counts an absent network as a success.
    apt.args(["-o", "APT::Update::Error-Mode=any"]);
    // No translations, and no metadata of applications.
    apt.args(["-o", "Acquire::Languages=none"]);
    apt.args([
        "-o",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
    ]);
    apt
}

/// Returns the address of the archive that the machine itself uses.
fn archive(workshop: &Workshop) -> Result<String, MakeError> {
    let targets = [
        "indextargets",
        "--format",
        "$(REPO_URI) $(ORIGIN) $(CODENAME)",
    ];
    if let Some(url) = archive_url(&output(Command::new("apt-get").args(targets))?) {
        return Ok(url.to_owned());
    }
    // Images of containers come without package lists.
    let dir = apt_dir("apt-machine", workshop)?;
    workshop.run("apt update", apt_in(&dir, "apt-get").arg("update"))?;
    let known = output(apt_in(&dir, "apt-get").args(targets))?;
    archive_url(&known).map(str::to_owned).ok_or_else(|| {
        MakeError::Debian("this machine's apt does not use Debian's archive".to_owned())
    })
}

/// Finds the address in the output of `apt-get indextargets`. The archive of security fixes is another one.
fn archive_url(index_targets: &str) -> Option<&str> {
    index_targets.lines().find_map(|line| {
        let mut words = line.split(' ');
        let (url, origin, codename) = (words.next()?, words.next()?, words.next()?);
        (origin == "Debian" && !codename.ends_with("-security")).then_some(url)
    })
}

/// Finds the Debian version with that upstream version in the output of `apt-cache showsrc`.
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

/// Returns the version of a package file.
pub(super) fn package_version(file: &Path) -> Result<String, MakeError> {
    output(
        Command::new("dpkg-deb")
            .arg("--field")
            .arg(file)
            .arg("Version"),
    )
}

/// Tells whether a Debian version is at least another.
pub(super) fn is_at_least(version: &str, least: &str) -> Result<bool, MakeError> {
    let mut dpkg = Command::new("dpkg");
    dpkg.args(["--compare-versions", version, "ge", least]);
    dpkg.status()
        .map(|status| status.success())
        .map_err(|reason| MakeError::NoProgram {
            program: "dpkg".to_owned(),
            reason,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archive_is_debians_own_and_not_that_of_security_fixes() {
        let targets = "https://cloud.example/apt Other cloud\n\
                       http://mirror.example/debian-security/ Debian bookworm-security\n\
                       http://mirror.example/debian/ Debian bookworm\n";
        assert_eq!(archive_url(targets), Some("http://mirror.example/debian/"));
    }

    #[test]
    fn other_distributions_have_no_archive_of_debian() {
        assert_eq!(
            archive_url("http://mirror.example/ubuntu/ Ubuntu noble\n"),
            None
        );
        assert_eq!(archive_url(""), None);
    }

    #[test]
    fn debian_version_is_found_by_its_upstream_version() {
        let entries = "Package: python3.13\nVersion: 3.13.15-1\n\nPackage: python3.13\nVersion: 3.13.5-2+deb13u1\n";
        assert_eq!(
            matching_version(entries, "3.13.5"),
            Some("3.13.5-2+deb13u1")
        );
        assert_eq!(matching_version(entries, "3.13.1"), None);
    }
}
