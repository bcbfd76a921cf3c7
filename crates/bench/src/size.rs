//! Sizes of the files.

use anyhow::Context;

use crate::figures::{Measured, SUBJECTS};
use crate::plan::Plan;
use crate::subjects::{Subject, Subjects};

/// The level that a publisher of components might choose.
const ZSTD_LEVEL: i32 = 19;

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    if !plan.wants("size") && !plan.wants("size-zstd") {
        return Ok(());
    }
    let (mut raw, mut packed) = ([None; SUBJECTS], [None; SUBJECTS]);
    for (column, subject) in subjects.all.iter().enumerate() {
        let bytes = read(subject)?;
        raw[column] = Some(bytes.len() as f64);
        packed[column] = Some(zstd::bulk::compress(&bytes, ZSTD_LEVEL)?.len() as f64);
    }
    measured.put("size", raw);
    measured.put("size-zstd", packed);
    Ok(())
}

fn read(subject: &Subject) -> anyhow::Result<Vec<u8>> {
    std::fs::read(&subject.path)
        .with_context(|| format!("cannot read `{}`", subject.path.display()))
}
