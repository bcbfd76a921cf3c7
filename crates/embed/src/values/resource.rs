//! Resources, by the side that implements them.

pub(crate) mod exported;
pub(crate) mod imported;
