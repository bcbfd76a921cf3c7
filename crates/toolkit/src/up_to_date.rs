//! Results that are kept as long as their inputs stay the same. Contents decide, not times.

use std::fs;
use std::path::Path;

use anyhow::Context;
use sha2::{Digest, Sha256};
use wlr_libpy::stamp::hex;

use crate::checkout;

/// Runs `make`, unless `outputs` are what it left when it last ran with these inputs. The folder `records`
/// keeps a note of that.
///
/// # Errors
/// When `make` fails, or a file cannot be read or written.
pub fn unless_up_to_date(
    records: &Path,
    (inputs, settings): (&[&Path], &str),
    outputs: &[&Path],
    make: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let record = records.join(name_of(outputs));
    let wanted = digest(inputs, settings)?;
    let is_made = || {
        let left = digest(outputs, &wanted).ok()?;
        (fs::read_to_string(&record).ok()? == left).then_some(())
    };
    if is_made().is_some() {
        return Ok(());
    }
    make()?;
    let failed = || format!("cannot write `{}`", record.display());
    fs::create_dir_all(records).with_context(failed)?;
    fs::write(&record, digest(outputs, &wanted)?).with_context(failed)
}

/// Returns the name of the note for these outputs. It is the same in every checkout.
fn name_of(outputs: &[&Path]) -> String {
    let (mut hash, root) = (Sha256::new(), checkout::root());
    for path in outputs {
        let path = path.strip_prefix(&root).unwrap_or(path);
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize())
}

fn digest(files: &[&Path], settings: &str) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    hash.update(settings);
    for path in files {
        let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        hash.update(Sha256::digest(bytes));
    }
    Ok(hex(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_again_when_input_setting_or_output_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, output) = (folder.path().join("in"), folder.path().join("out"));
        let mut runs = 0;
        let mut make = |settings: &str| {
            let inputs = [input.as_path()];
            let records = folder.path().join("made");
            let made = unless_up_to_date(&records, (&inputs, settings), &[&output], || {
                runs += 1;
                Ok(fs::copy(&input, &output).map(drop)?)
            });
            made.expect("is made");
            runs
        };
        fs::write(&input, "one").expect("writes");
        assert_eq!(make("a"), 1);
        assert_eq!(make("a"), 1, "nothing has changed");
        fs::write(&input, "two").expect("writes");
        assert_eq!(make("a"), 2, "the input has changed");
        assert_eq!(make("b"), 3, "the settings have changed");
        fs::write(&output, "damaged").expect("writes");
        assert_eq!(make("b"), 4, "the output has changed");
        fs::remove_file(&output).expect("removes");
        assert_eq!(make("b"), 5, "the output is gone");
    }

    #[test]
    fn a_failure_leaves_nothing_recorded() {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, output) = (folder.path().join("in"), folder.path().join("out"));
        fs::write(&input, "one").expect("writes");
        let fail = || {
            fs::write(&output, "half")?;
            anyhow::bail!("no luck")
        };
        let (records, inputs) = (folder.path().join("made"), [input.as_path()]);
        assert!(unless_up_to_date(&records, (&inputs, ""), &[&output], fail).is_err());
        let mut ran = false;
        let made = unless_up_to_date(&records, (&inputs, ""), &[&output], || {
            ran = true;
            Ok(())
        });
        assert!(made.is_ok() && ran);
    }
}
