//! Exceptions with any text. Type name, message and traceback arrive as Python has them, and the instance
//! goes on.

use std::cell::RefCell;

use arbitrary::{Result, Unstructured};
use host_test::{CallError, Exception, Instance, People, Person};

use crate::components::{self, Warm};
use crate::input;

thread_local! {
    static WARM: RefCell<Warm<Instance>> = const { RefCell::new(Warm::new(components::lab)) };
}

/// The code that raises an exception. Its type has the name of the first person, its message and note are
/// that person's tags.
const RAISE: &str = r#"
name, (message, note) = people[0].name, people[0].tags
error = type(name, (Exception,), {"__module__": "builtins"})(message)
error.add_note(note)
raise error
"#;

/// Raises an exception with texts made from `data`.
///
/// # Panics
/// When the host gets anything but that exception.
pub fn check(data: &[u8]) {
    let Ok([name, message, note]) = texts(&mut Unstructured::new(data)) else {
        return;
    };
    let arguments = [Person {
        name: name.clone(),
        age: 0,
        tags: vec![message.clone(), note.clone()],
    }];
    let returned = WARM.with_borrow_mut(|warm| warm.instance().filter_by_tag(&arguments, RAISE));
    let Err(CallError::Python { exception, .. }) = &returned else {
        panic!("{returned:?}");
    };
    let Exception {
        type_name,
        message: found,
        traceback,
    } = exception;
    assert_eq!((type_name, found), (&name, &message));
    assert!(
        traceback.starts_with("Traceback (most recent call last):\n"),
        "{traceback}"
    );
    for part in [name, message, note] {
        assert!(
            traceback.contains(&part),
            "{part:?} is not in {traceback:?}"
        );
    }
}

fn texts(input: &mut Unstructured<'_>) -> Result<[String; 3]> {
    // The name of a type is the one text in which Python does not allow a zero.
    let name = input::text(input)?.replace('\0', "_");
    Ok([name, input::text(input)?, input::text(input)?])
}
