//! The number of tests, read from the last words of the programs that run them.

/// The counts of several runs together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) left_out: u64,
}

impl Count {
    /// Adds the count in a line of output, be it by cargo, pytest, node or CPython.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        let is_summary = line.starts_with("test result: ");
        if is_summary || line.starts_with(|first: char| first.is_ascii_digit()) {
            self.passed += before(line, " passed");
            self.left_out += before(line, " filtered out");
        } else if let Some(count) = line.strip_prefix("ℹ pass ") {
            self.passed += count.parse().unwrap_or(0);
        }
    }
}

/// Returns the number in front of a word.
fn before(line: &str, word: &str) -> u64 {
    let number = line
        .split_once(word)
        .and_then(|(text, _)| text.rsplit(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_is_understood() {
        let mut count = Count::default();
        for line in [
            "test result: ok. 63 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.57s",
            "25 passed in 0.12s",
            "1 passed, 2 skipped in 3.00s",
            "ℹ pass 10",
            "18 passed, 0 failed",
            "test slots::are_counted ... ok",
            "the parcel is passed on",
        ] {
            count.read(line);
        }
        let expected = Count {
            passed: 117,
            left_out: 2,
        };
        assert_eq!(count, expected);
    }
}
