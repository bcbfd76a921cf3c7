//! The comparison of two values to the bit. `Val` takes every NaN for every other, and 0 for -0.

use wasmtime::component::Val;

/// The bit that tells a quiet NaN from a signalling one. A Python float holds an f32 as an f64, and
/// conversion quiets.
const F32_QUIET: u32 = 1 << 22;

pub(super) fn same(one: &Val, other: &Val) -> bool {
    match (one, other) {
        (Val::Float32(one), Val::Float32(other)) => quiet(*one) == quiet(*other),
        (Val::Float64(one), Val::Float64(other)) => one.to_bits() == other.to_bits(),
        (Val::List(one), Val::List(other)) | (Val::Tuple(one), Val::Tuple(other)) => {
            all(one, other)
        }
        (Val::Record(one), Val::Record(other)) => {
            let pairs = one.iter().zip(other);
            one.len() == other.len() && { pairs }
                .all(|(one, other)| one.0 == other.0 && same(&one.1, &other.1))
        }
        (Val::Variant(one, payload), Val::Variant(other, other_payload)) => {
            one == other && same_payload(payload, other_payload)
        }
        (Val::Option(one), Val::Option(other))
        | (Val::Result(Ok(one)), Val::Result(Ok(other)))
        | (Val::Result(Err(one)), Val::Result(Err(other))) => same_payload(one, other),
        (one, other) => one == other,
    }
}

fn quiet(number: f32) -> u32 {
    if number.is_nan() {
        number.to_bits() | F32_QUIET
    } else {
        number.to_bits()
    }
}

fn all(one: &[Val], other: &[Val]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

fn same_payload(one: &Option<Box<Val>>, other: &Option<Box<Val>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(bits: u64) -> Val {
        let number = Val::Float64(f64::from_bits(bits));
        Val::Option(Some(Box::new(Val::List(vec![number]))))
    }

    #[test]
    fn floats_are_their_bits() {
        assert!(same(
            &nested(0x7ff8_0000_0000_0001),
            &nested(0x7ff8_0000_0000_0001)
        ));
        assert!(!same(
            &nested(0x7ff8_0000_0000_0001),
            &nested(0x7ff8_0000_0000_0000)
        ));
        assert!(!same(&nested(0), &nested(1 << 63)));
        let signalling = Val::Float32(f32::from_bits(0x7f80_0001));
        assert!(same(
            &signalling,
            &Val::Float32(f32::from_bits(0x7fc0_0001))
        ));
        assert!(!same(
            &signalling,
            &Val::Float32(f32::from_bits(0x7fc0_0002))
        ));
    }
}
