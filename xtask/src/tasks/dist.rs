//! `cargo xtask dist`: packs what users would have to make: libpython, for machines of this kind.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use wasi_py_fs::{NEW_FILE_MODE, replace};
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::libpython;
use wlr_libpy::environment::PREBUILT_VARIABLE;
use wlr_libpy::make;
use wlr_libpy::prebuilt::{archive_name, recorded_sha256};
use wlr_libpy::stamp::sha256_of;
use wlr_libpy::target::Target;

use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask dist
  cargo xtask dist --record

Results: in `dist/release`.";

/// Packs libpython into an archive that others take instead of making it.
///
/// They take it if its hash is on record in `wlr-libpy/prebuilt.sha256`.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Targets to pack it for; may be given more than once
    #[arg(long = "target", value_name = "TARGET", default_values_t = [Target::Wasip2])]
    targets: Vec<Target>,
    /// Puts the hashes on record, in place of those of before
    #[arg(long)]
    record: bool,
}

/// The file that has the hashes, in the form of `sha256sum`.
const RECORD: &str = "wlr-libpy/prebuilt.sha256";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = shell::repository().join("dist/release");
    let mut archives = Vec::new();
    for &target in &arguments.targets {
        archives.push(pack(target, &folder)?);
    }
    let lines: String = archives.iter().map(Archive::line).collect();
    let sums = folder.join("SHA256SUMS");
    fs::write(&sums, &lines).with_context(|| format!("cannot write `{}`", sums.display()))?;
    if arguments.record {
        let record = shell::repository().join(RECORD);
        fs::write(&record, &lines).with_context(|| format!("cannot write `{RECORD}`"))?;
    } else {
        archives.iter().try_for_each(Archive::check_record)?;
    }
    print!("{lines}");
    eprintln!(
        "= help: others set `{PREBUILT_VARIABLE}` to this folder, or to an address that has its files"
    );
    Ok(())
}

/// A packed libpython.
pub(crate) struct Archive {
    name: String,
    sha256: String,
}

/// Packs the libpython of a target into a folder.
pub(crate) fn pack(target: Target, folder: &Path) -> anyhow::Result<Archive> {
    let order = libpython::order(target)?;
    let config = libpython::ensure(&order)?;
    let name = archive_name(order.release, order.target, order.assertions);
    let out = folder.join(&name);
    let step = Step::begin(format!("packing libpython for {target}"));
    let permissions = Permissions::from_mode(NEW_FILE_MODE);
    let failed = || format!("cannot write `{}`", out.display());
    fs::create_dir_all(folder).with_context(failed)?;
    replace(&out, permissions, |file| make::pack(&config, file)).with_context(failed)?;
    drop(step);
    let sha256 = sha256_of(&out).with_context(|| format!("cannot read `{}`", out.display()))?;
    Ok(Archive { name, sha256 })
}

impl Archive {
    fn line(&self) -> String {
        format!("{}  {}\n", self.sha256, self.name)
    }

    /// Fails if another archive of this name is on record: another compiler or C library made it by the same
    /// recipe.
    pub(crate) fn check_record(&self) -> anyhow::Result<()> {
        match recorded_sha256(&self.name) {
            Some(recorded) if recorded == self.sha256 => Ok(()),
            Some(recorded) => bail!(
                "`{}` has sha256 {}, and {recorded} is on record\n\
                 = help: put this one on record with `--record`, if it is the one that will be released",
                self.name,
                self.sha256
            ),
            None => bail!(
                "no hash of `{}` is on record, so nobody will take it\n\
                 = help: run `cargo xtask dist --record`",
                self.name
            ),
        }
    }
}
