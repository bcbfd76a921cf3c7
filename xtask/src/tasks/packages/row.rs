//! A line of the table: the outcome for a package.

use std::fmt;

use super::pin::Pin;

const YES: &str = "yes";
const NO: &str = "no";
const NATIVE: &str = "needs native code";
const WITHOUT: &str = "works without its native code";

/// The outcome for a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    package: String,
    /// The path of its example, seen from the page.
    link: String,
    version: String,
    imports: &'static str,
    example: &'static str,
    note: String,
}

impl Row {
    /// The row of a package that nothing came of yet.
    pub(super) fn new(pin: &Pin) -> Self {
        Self {
            package: pin.package.clone(),
            link: String::new(),
            version: pin.version.clone(),
            imports: NO,
            example: NO,
            note: String::new(),
        }
    }

    pub(super) fn linked(self, link: &str) -> Self {
        let link = link.to_owned();
        Self { link, ..self }
    }

    pub(super) fn imported(self) -> Self {
        let imports = YES;
        Self { imports, ..self }
    }

    pub(super) fn not_imported(self, reason: &str) -> Self {
        let note = code(reason);
        Self { note, ..self }
    }

    pub(super) fn working(self) -> Self {
        let example = YES;
        Self { example, ..self }
    }

    pub(super) fn not_working(self, reason: &str) -> Self {
        let note = code(reason);
        Self { note, ..self }
    }

    pub(super) fn without_native_code(self) -> Self {
        let note = match &*self.note {
            "" => WITHOUT.to_owned(),
            note => format!("{note}, {WITHOUT}"),
        };
        Self { note, ..self }
    }

    /// Notes the wheel without which it, or what it needs, cannot be imported.
    pub(super) fn native(self, wheel: &str) -> Self {
        let note = format!("{NATIVE}: `{wheel}`");
        Self { note, ..self }
    }

    /// Returns the package and its version as a requirement.
    pub(super) fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.version)
    }

    pub(super) fn needs_native_code(&self) -> bool {
        self.note.starts_with(NATIVE)
    }

    pub(super) fn is_imported(&self) -> bool {
        self.imports == YES
    }

    pub(super) fn works(&self) -> bool {
        self.example == YES
    }

    /// Describes the outcome for whoever runs the task.
    pub(super) fn verdict(&self) -> String {
        let Self { package, note, .. } = self;
        match (self.is_imported(), self.works()) {
            (true, true) => format!("{package}: works"),
            (true, false) => format!("{package}: the example fails: {note}"),
            _ => format!("{package}: cannot be imported: {note}"),
        }
    }

    /// Reads a line of the table.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let cells = line.strip_prefix("| ")?.strip_suffix(" |")?;
        let [name, version, imports, example, note] = *cells.splitn(5, " | ").collect::<Vec<_>>()
        else {
            return None;
        };
        let (package, link) = match name.strip_prefix('[') {
            Some(name) => name.strip_suffix(')')?.split_once("](")?,
            None => (name, ""),
        };
        let answer = |cell| [YES, NO].into_iter().find(|&answer| answer == cell);
        Some(Self {
            package: package.trim_matches('`').to_owned(),
            link: link.to_owned(),
            version: version.to_owned(),
            imports: answer(imports)?,
            example: answer(example)?,
            note: note.trim_end().to_owned(),
        })
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            package,
            link,
            version,
            imports,
            example,
            note,
        } = self;
        match &**link {
            "" => write!(f, "| `{package}`")?,
            link => write!(f, "| [`{package}`]({link})")?,
        }
        write!(f, " | {version} | {imports} | {example} | {note} |")
    }
}

/// As code in a cell of a table, where a bar would end the cell.
fn code(reason: &str) -> String {
    format!("`{}`", reason.replace('`', "'").replace('|', "\\|").trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row::new(&Pin::of("some-package==1.2").expect("a pin"))
    }

    #[test]
    fn row_is_read_as_it_is_written() {
        for row in [
            row().linked("a/b.py").imported().working(),
            row()
                .linked("a/b.py")
                .imported()
                .not_working("TypeError: `int` | `str`"),
            row()
                .linked("a/b.py")
                .imported()
                .working()
                .without_native_code(),
            row().linked("a/b.py").not_imported("ImportError: no"),
            row().native("some.whl"),
        ] {
            assert_eq!(Row::parse(&row.to_string()), Some(row));
        }
        assert_eq!(
            Row::parse("| package | version | imports | example | note |"),
            None
        );
        assert_eq!(Row::parse("some text"), None);
    }

    #[test]
    fn bars_of_a_reason_do_not_end_the_cell() {
        let row = row().not_imported("TypeError: a | b").to_string();
        assert_eq!(
            row,
            "| `some-package` | 1.2 | no | no | `TypeError: a \\| b` |"
        );
    }
}
