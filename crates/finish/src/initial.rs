//! The initial data of a component's memory that its code may change. Linkers put them behind the constants.

use wasi_py_bundle::INITIAL_DATA;
use wasi_py_bundle::packer::Packer;
use wasmparser::{DataKind, Operator, Parser, Payload};

use crate::SnapshotError;

/// An address and the bytes that lie there, packed as a bundle of one file.
pub(crate) struct InitialData {
    pub(crate) address: u32,
    pub(crate) bundle: Vec<u8>,
}

/// Finds the last data segment of the module that has most data: constants come before what can be changed.
pub(crate) fn data(component: &[u8]) -> Result<Option<InitialData>, SnapshotError> {
    let failed = |error: &dyn std::fmt::Display| {
        SnapshotError::Component(wasmtime::format_err!("cannot read its data: {error}"))
    };
    let mut largest = 0;
    let mut last = None;
    for payload in Parser::new(0).parse_all(component) {
        let Payload::DataSection(section) = payload.map_err(|error| failed(&error))? else {
            continue;
        };
        if section.range().len() < largest {
            continue;
        }
        largest = section.range().len();
        for segment in section {
            let segment = segment.map_err(|error| failed(&error))?;
            last = address(&segment.kind).map(|address| (address, segment.data));
        }
    }
    let Some((address, data)) = last else {
        return Ok(None);
    };
    let mut packer = Packer::new();
    packer
        .add(INITIAL_DATA.to_owned(), data.to_vec())
        .map_err(|error| failed(&error))?;
    let bundle = packer.finish().map_err(|error| failed(&error))?;
    Ok(Some(InitialData { address, bundle }))
}

/// Returns the address of a segment that is in place from the start.
fn address(kind: &DataKind<'_>) -> Option<u32> {
    let DataKind::Active { offset_expr, .. } = kind else {
        return None;
    };
    match offset_expr.get_operators_reader().read() {
        Ok(Operator::I32Const { value }) => Some(value.cast_unsigned()),
        _ => None,
    }
}
