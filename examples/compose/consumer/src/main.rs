//! A command that imports `people`. It prints those who carry the tag that it is given, or `student` without
//! one.

#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    reason = "generated"
)]
mod bindings {
    wit_bindgen::generate!({
        world: "wasi-py:consumer/consumer",
        path: ["../../../wit", "wit"],
        generate_all,
    });
}

use std::process::ExitCode;

use bindings::wasi_py::people::people::{Person, filter_by_tag};

fn main() -> ExitCode {
    let tag = std::env::args().nth(1);
    let tag = tag.as_deref().unwrap_or("student");
    match filter_by_tag(&everybody(), tag) {
        Ok(people) => {
            for person in people {
                println!(
                    "{}, {}: {}",
                    person.name,
                    person.age,
                    person.tags.join(", ")
                );
            }
            ExitCode::SUCCESS
        }
        Err(exception) => {
            eprintln!("error: {}: {}", exception.type_name, exception.message);
            ExitCode::FAILURE
        }
    }
}

fn everybody() -> Vec<Person> {
    let person = |name: &str, age, tags: [&str; 2]| Person {
        name: name.to_owned(),
        age,
        tags: tags.map(str::to_owned).into(),
    };
    vec![
        person("John", 21, ["funny", "student"]),
        person("Jane", 22, ["thoughtful", "student"]),
        person("George", 75, ["wise", "retired"]),
        person("Jim", 17, ["young", "student"]),
    ]
}
