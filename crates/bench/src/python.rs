//! The same Python code inside the component and on a native Python, in turns.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use host_test::{Guest, Host, People};

use crate::arguments::Arguments;
use crate::figures::{Measured, Workload};
use crate::plan::{Plan, in_turns};
use crate::processes::output;
use crate::subjects::start;

/// Code that defines `run`, which returns a number that only the same work gives.
struct Source {
    name: &'static str,
    code: &'static str,
}

const SOURCES: [Source; 6] = [
    Source {
        name: "fib",
        code: include_str!("../python/fib.py"),
    },
    Source {
        name: "nbody",
        code: include_str!("../python/nbody.py"),
    },
    Source {
        name: "text",
        code: include_str!("../python/text.py"),
    },
    Source {
        name: "objects",
        code: include_str!("../python/objects.py"),
    },
    Source {
        name: "json round trip",
        code: include_str!("../python/json_round_trip.py"),
    },
    Source {
        name: "regex",
        code: include_str!("../python/regex.py"),
    },
];

/// Measures the second run: the first one lets the interpreter specialise its bytecode.
const MEASURE: &str = "
import sys
import time

run()
begun_ns = time.perf_counter_ns()
checksum = run()
took_ns = time.perf_counter_ns() - begun_ns
answer = [sys.version.split()[0], str(checksum), str(took_ns)]
";

/// The code that returns the answer from the component: as the only person in the result.
const RETURN: &str = "
import person

result = [person.Person(' '.join(answer), 0)]
";

/// The code that prints the answer of a native Python.
const PRINT: &str = "print(*answer)\n";

pub(crate) fn measure(
    plan: &Plan,
    arguments: &Arguments,
    host: &Host,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    if !plan.wants("python") {
        return Ok(());
    }
    let lab = host.load(&arguments.lab)?;
    let (inside, native) = (Place::Inside(&lab), Place::Native(&arguments.native_python));
    for source in &SOURCES {
        eprintln!("measuring python, {}", source.name);
        let (expected, same) = (inside.run(source)?, native.run(source)?);
        ensure!(
            expected.checksum == same.checksum,
            "`{}` gives {} inside and {} on a native Python",
            source.name,
            expected.checksum,
            same.checksum
        );
        ensure!(
            expected.version == same.version,
            "cannot compare Python {} inside with a native {}",
            expected.version,
            same.version
        );
        let medians = in_turns(plan.python_rounds, [&inside, &native], |place| {
            Ok(place.run(source)?.took_s)
        })?;
        if let [Some(ours_s), Some(other_s)] = medians {
            measured.python.push(Workload {
                name: source.name,
                ours_s,
                other_s,
            });
        }
    }
    Ok(())
}

/// The Python that runs the code.
enum Place<'a> {
    Inside(&'a Guest),
    Native(&'a Path),
}

/// The answer of the code.
struct Answer {
    version: String,
    checksum: String,
    took_s: f64,
}

impl Place<'_> {
    /// Runs the code in a fresh interpreter.
    fn run(&self, source: &Source) -> anyhow::Result<Answer> {
        let answer = match self {
            Self::Inside(lab) => {
                let code = [source.code, MEASURE, RETURN].concat();
                let people = start(lab)?.filter_by_tag(&[], &code)?;
                people.into_iter().map(|person| person.name).collect()
            }
            Self::Native(python) => {
                let code = [source.code, MEASURE, PRINT].concat();
                output(Command::new(python).args(["-I", "-c", &code]))?
            }
        };
        Answer::read(&answer)
            .with_context(|| format!("expected an answer of `{}`, found {answer}", source.name))
    }
}

impl Answer {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace().map(str::to_owned);
        Some(Self {
            version: words.next()?,
            checksum: words.next()?,
            took_s: words.next()?.parse::<f64>().ok()? * 1e-9,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_three_words() {
        let answer = Answer::read("3.13.15 -42 1500000000\n").expect("three words");
        assert_eq!(
            (answer.version.as_str(), answer.checksum.as_str()),
            ("3.13.15", "-42")
        );
        assert!((answer.took_s - 1.5).abs() < 1e-12);
        assert!(Answer::read("3.13.15 -42").is_none());
        assert!(Answer::read("3.13.15 -42 soon").is_none());
    }
}
