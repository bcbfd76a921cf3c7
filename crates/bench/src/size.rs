//! Sizes of the files.

use std::path::Path;

use anyhow::Context;

use crate::figures::{Measured, SUBJECTS};
use crate::plan::Plan;
use crate::subjects::Subjects;

/// The level that a publisher of components might choose.
const ZSTD_LEVEL: i32 = 19;

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    let ids = ["size", "size-zstd", "size-minimal"];
    if !ids.iter().any(|id| plan.wants(id)) {
        return Ok(());
    }
    let (mut raw, mut packed) = ([None; SUBJECTS], [None; SUBJECTS]);
    let mut minimal = [None; SUBJECTS];
    for (column, subject) in subjects.all.iter().enumerate() {
        let bytes = read(&subject.path)?;
        raw[column] = Some(bytes.len() as f64);
        packed[column] = Some(zstd::bulk::compress(&bytes, ZSTD_LEVEL)?.len() as f64);
        if let Some(path) = &subject.minimal_path {
            minimal[column] = Some(read(path)?.len() as f64);
        }
    }
    for (id, values) in ids.into_iter().zip([raw, packed, minimal]) {
        measured.put(id, values);
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))
}
