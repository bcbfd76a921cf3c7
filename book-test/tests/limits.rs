//! The page of limits says what the code says.

use std::fs;

use book_test::{pages, repository};

#[test]
fn page_of_limits_has_the_numbers_of_the_code() {
    let pages = pages().expect("the pages");
    let page = pages
        .iter()
        .find(|page| page.path.ends_with("reference/limits.md"));
    let page = page.expect("the page");
    let rows = page.text.lines().filter(|line| line.contains("](../../"));
    let mut compared = 0;
    for row in rows.filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, _, value, constant, _] = cells[..] else {
            panic!("expected three cells: {row}");
        };
        let (name, file) = constant.split_once("](../../").expect("a link");
        let source = fs::read_to_string(repository().join(file.trim_end_matches(')')));
        let source = source.expect("the source");
        let declared = format!("const {}: ", name.trim_matches(['[', '`']));
        let line = source.lines().find(|line| line.contains(&declared));
        let (_, now) = line
            .and_then(|line| line.split_once(" = "))
            .expect("the constant");
        assert_eq!(value.trim_matches('`'), now.trim_end_matches(';'), "{row}");
        compared += 1;
    }
    assert_eq!(compared, 10, "rows");
}
