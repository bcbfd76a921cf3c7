//! The benchmark: the people component beside the same world without Python, and its Python beside a native
//! one.
//!
//! Everything goes through the library `host-test` with its defaults. Criterion measures what happens inside
//! this process; memory, whole processes and Python are measured by hand, in turns.

#![forbid(unsafe_code)]

mod arguments;
mod bare;
mod calls;
mod chart;
mod command;
mod document;
mod figures;
mod loading;
mod machine;
mod parts;
mod plan;
mod processes;
mod python;
mod rates;
mod size;
mod subjects;
mod table;

use std::path::Path;

use anyhow::Context;
use clap::Parser;
use host_test::Person;

use arguments::Arguments;
use figures::Measured;
use plan::Plan;
use subjects::Subjects;

/// Makes `count` people: the classic three, over and over.
#[must_use]
pub fn people(count: usize) -> Vec<Person> {
    let person = |name: &str, age, tags: [&str; 2]| Person {
        name: name.into(),
        age,
        tags: tags.map(Into::into).into(),
    };
    let classic = [
        person("John", 21, ["funny", "student"]),
        person("Jane", 22, ["thoughtful", "student"]),
        person("George", 75, ["wise", "retired"]),
    ];
    classic.into_iter().cycle().take(count).collect()
}

/// Measures what the command line asks for, prints the table and writes the documents that it names.
///
/// `child` is the program of `src/bin/child.rs`.
///
/// # Errors
/// When a component cannot be loaded or answers wrongly, a program cannot be run, or a document cannot be
/// written.
pub fn run(child: &Path) -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let plan = Plan::new(&arguments);
    let scratch = tempfile::tempdir().context("cannot create a temporary folder")?;
    let measured = measure(&arguments, &plan, child, scratch.path())?;
    let tables = table::markdown(&measured);
    println!("\n{tables}");
    if let Some(folder) = &arguments.docs {
        let chart = chart::svg(&measured)?;
        document::write(folder, &tables, &machine::describe(), &chart)?;
    }
    Ok(())
}

fn measure(
    arguments: &Arguments,
    plan: &Plan,
    child: &Path,
    scratch: &Path,
) -> anyhow::Result<Measured> {
    let mut measured = Measured::default();
    let subjects = Subjects::load(arguments, scratch)?;
    calls::measure(plan, &subjects, scratch, &mut measured)?;
    parts::measure(plan, &subjects, &mut measured)?;
    rates::measure(plan, &subjects, &mut measured)?;
    bare::measure(plan, arguments, &subjects, &mut measured)?;
    loading::measure(plan, &subjects, &mut measured)?;
    processes::measure(plan, &subjects, child, &mut measured)?;
    size::measure(plan, &subjects, &mut measured)?;
    python::measure(plan, arguments, subjects.host(), &mut measured)?;
    command::measure(plan, arguments, &mut measured)?;
    if let Some(edit_s) = arguments.edit_seconds {
        measured.put("edit", [Some(edit_s), None, None, None]);
    }
    Ok(measured)
}
