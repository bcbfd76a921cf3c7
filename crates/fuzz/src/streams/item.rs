//! Items of every kind, made from bytes.

use std::fmt::Debug;

use arbitrary::{Arbitrary, Result, Unstructured};
use wasmtime::component::{ComponentType, Lift, Lower};

use super::bindings::exports::wasi_py::streams::kinds::{Access, Sample, Shape, Suit};

/// Something that streams and futures carry.
pub(super) trait Item:
    for<'a> Arbitrary<'a> + ComponentType + Lift + Lower + Clone + Debug + Send + Sync + Unpin + 'static
{
}

impl<T> Item for T where
    T: for<'a> Arbitrary<'a>
        + ComponentType
        + Lift
        + Lower
        + Clone
        + Debug
        + Send
        + Sync
        + Unpin
        + 'static
{
}

impl Arbitrary<'_> for Suit {
    fn arbitrary(input: &mut Unstructured<'_>) -> Result<Self> {
        input.choose(&[Self::Hearts, Self::Spades]).copied()
    }
}

impl Arbitrary<'_> for Access {
    fn arbitrary(input: &mut Unstructured<'_>) -> Result<Self> {
        let sets = [
            Self::default(),
            Self::READ,
            Self::WRITE,
            Self::READ | Self::WRITE,
        ];
        input.choose(&sets).copied()
    }
}

impl Arbitrary<'_> for Shape {
    fn arbitrary(input: &mut Unstructured<'_>) -> Result<Self> {
        Ok(match input.int_in_range(0..=2)? {
            0 => Self::Point,
            1 => Self::Circle(input.arbitrary()?),
            _ => Self::Named(input.arbitrary()?),
        })
    }
}

impl Arbitrary<'_> for Sample {
    fn arbitrary(input: &mut Unstructured<'_>) -> Result<Self> {
        Ok(Self {
            small: input.arbitrary()?,
            maybe: input.arbitrary()?,
            pair: input.arbitrary()?,
            suit: input.arbitrary()?,
            access: input.arbitrary()?,
            shape: input.arbitrary()?,
            either: input.arbitrary()?,
            letters: input.arbitrary()?,
            text: input.arbitrary()?,
        })
    }
}
