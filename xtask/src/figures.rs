//! The pages of which a task writes a part.

/// Returns the page with `figures` between the marks `begin` and `end`; `None` if it does not have them.
pub(crate) fn put(page: &str, (begin, end): (&str, &str), figures: &str) -> Option<String> {
    let (before, rest) = page.split_once(begin)?;
    let (_, behind) = rest.split_once(end)?;
    Some(format!("{before}{begin}{figures}{end}{behind}"))
}
