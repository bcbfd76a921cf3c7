//! The table that says which line a code unit comes from: entries of a first byte and what its code says that
//! follows.

/// The codes of entries; those below are the short form, which stays on its line.
const ONE_LINE_FORM: std::ops::RangeInclusive<u8> = 10..=12;
const WITHOUT_COLUMNS: u8 = 13;
const LONG_FORM: u8 = 14;
const WITHOUT_LOCATION: u8 = 15;

/// The line of the code unit `unit`; `None` for one that has no line, or that the table does not reach.
pub(super) fn line(table: &[u8], first_line: u32, unit: u32) -> Option<u32> {
    let mut line = i64::from(first_line);
    let mut end = 0;
    // The bytes of one entry: only the first of them has its highest bit set.
    for entry in table.chunk_by(|_, next| next & 0x80 == 0) {
        let (&first, rest) = entry.split_first()?;
        let code = first >> 3 & 0x0f;
        line = line.checked_add(line_delta(code, rest)?)?;
        end += u32::from(first & 7) + 1;
        if unit < end {
            let located = code != WITHOUT_LOCATION;
            return located.then(|| u32::try_from(line).ok()).flatten();
        }
    }
    None
}

fn line_delta(code: u8, rest: &[u8]) -> Option<i64> {
    match code {
        WITHOUT_COLUMNS | LONG_FORM => signed(rest),
        _ if ONE_LINE_FORM.contains(&code) => Some(i64::from(code - ONE_LINE_FORM.start())),
        _ => Some(0),
    }
}

/// A number in chunks of six bits, least first; each but the last has bit 6 set. Its lowest bit is the sign.
fn signed(bytes: &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for (index, byte) in bytes.iter().enumerate() {
        number |= u64::from(byte & 0x3f).checked_shl(6 * u32::try_from(index).ok()?)?;
        if byte & 0x40 == 0 {
            let magnitude = i64::try_from(number >> 1).ok()?;
            return Some(if number & 1 == 1 {
                -magnitude
            } else {
                magnitude
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries of each form: two units on line 7, one on 9, one without a place, three on 4.
    const TABLE: [u8; 9] = [
        0b1000_0001,
        0,
        0b1110_0000,
        1,
        2,
        0b1111_1000,
        0b1110_1010,
        0b0000_1011,
        0x80,
    ];

    #[test]
    fn every_form_of_entry_is_read() {
        let lines: Vec<_> = (0..8).map(|unit| line(&TABLE, 7, unit)).collect();
        let expected = [7, 7, 9, 0, 4, 4, 4].map(|line| (line > 0).then_some(line));
        assert_eq!(lines[..7], expected);
        assert_eq!(line(&TABLE[..8], 7, 7), None, "the table ends before");
    }

    #[test]
    fn numbers_are_read_with_their_sign() {
        assert_eq!(signed(&[0x48, 0x03]), Some(100));
        assert_eq!(signed(&[0b1011]), Some(-5));
        assert_eq!(signed(&[0x7f; 20]), None);
        assert_eq!(signed(&[]), None);
    }
}
