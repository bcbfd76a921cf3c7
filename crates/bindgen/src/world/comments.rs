//! Documentation among the comments of WIT. `wit-parser` takes every comment before an item for its docs.
//! Those that are not docs are blanked here before it sees them.

/// Returns the text with blanks in the place of comments that are not documentation: all but `///` and
/// `/** */`. Everything else stands where it stood.
pub(super) fn without_notes(text: &str) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['/', '"']) {
        let (before, from_here) = rest.split_at(start);
        let length = match from_here.as_bytes() {
            [b'"', ..] => string(from_here),
            [b'/', b'/', ..] => from_here.find('\n').unwrap_or(from_here.len()),
            [b'/', b'*', ..] => block(from_here),
            _ => 1,
        };
        let (token, after) = from_here.split_at(length);
        blanked.push_str(before);
        if is_note(token) {
            blanked.extend(token.chars().map(blank));
        } else {
            blanked.push_str(token);
        }
        rest = after;
    }
    blanked + rest
}

/// Rulers such as `////` and `/****` are notes as well, and `/**/` is empty.
fn is_note(token: &str) -> bool {
    let is_docs =
        |marker: &str, ruler: &str| token.starts_with(marker) && !token.starts_with(ruler);
    let is_comment = token.starts_with("//") || token.starts_with("/*");
    is_comment && !is_docs("///", "////") && (!is_docs("/**", "/***") || token == "/**/")
}

/// Returns the length of the string literal at the beginning.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, char)| {
        let is_end = *char == '"' && !is_escaped;
        is_escaped = *char == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(end, _)| end + 1)
}

/// Returns the length of the comment at the beginning, which may have others in it.
fn block(text: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(found) = text[at..].find(['/', '*']) {
        at += found;
        let step = match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        at += step;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// Returns a blank that is as long as the character, so that everything else keeps its place.
fn blank(char: char) -> &'static str {
    match char {
        '\n' => "\n",
        char => &"    "[..char.len_utf8()],
    }
}

#[cfg(test)]
mod tests {
    use super::without_notes;

    #[test]
    fn only_documentation_is_left() {
        for (text, expected) in [
            ("a // note\nb", "a        \nb"),
            ("/// docs\nf", "/// docs\nf"),
            ("//! bang\nf", "        \nf"),
            ("//// ruler\nf", "          \nf"),
            ("/* note */ f", "           f"),
            ("/** docs */ f", "/** docs */ f"),
            ("/*** ruler ***/ f", "                f"),
            ("/**/ f", "     f"),
            ("/* a /* b */ c */ f", "                  f"),
            ("/** a /* b */ // c */ f", "/** a /* b */ // c */ f"),
            ("/* ü\n→ */f", "     \n      f"),
            (
                "@a(b = \"// no \\\" note\") // note",
                "@a(b = \"// no \\\" note\")        ",
            ),
            ("use a:b/c; // note", "use a:b/c;        "),
            ("/// docs // still\nf", "/// docs // still\nf"),
            ("/* open", "       "),
            ("\"open", "\"open"),
        ] {
            assert_eq!(without_notes(text), expected, "{text:?}");
            assert_eq!(without_notes(text).len(), text.len());
        }
    }
}
