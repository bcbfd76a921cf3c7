//! The world `mixed`: the interface `numbers` and one function in Rust, everything else in Python.

use std::collections::HashSet;

use bindings::exports::wasi_py::mixed::numbers::{Fraction, Guest};

wasi_py_embed::component!();

impl Guest for Component {
    fn add(a: Fraction, b: Fraction) -> Option<Fraction> {
        let (a_over, b_over) = (i128::from(a.over), i128::from(b.over));
        let (a_under, b_under) = (i128::from(a.under), i128::from(b.under));
        let over = a_over
            .checked_mul(b_under)?
            .checked_add(b_over.checked_mul(a_under)?)?;
        let under = a_under.checked_mul(b_under)?;
        let divisor = greatest_common_divisor(over.unsigned_abs(), under.unsigned_abs()).max(1);
        Some(Fraction {
            over: i64::try_from(over / i128::try_from(divisor).ok()?).ok()?,
            under: u64::try_from(under / i128::try_from(divisor).ok()?).ok()?,
        })
    }
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    match b {
        0 => a,
        b => greatest_common_divisor(b, a % b),
    }
}

/// The function `count-characters` of the interface `texts`.
#[allow(clippy::needless_pass_by_value, reason = "as the world passes it")]
pub(crate) fn count_characters(text: String) -> u32 {
    let different: HashSet<char> = text.chars().collect();
    u32::try_from(different.len()).unwrap_or(u32::MAX)
}
