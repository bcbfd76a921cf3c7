//! Every type of WIT through Python to the host and back. Values return as they were, floats by their bits.

mod compare;
mod session;
mod value;

use std::cell::RefCell;

use arbitrary::{Result, Unstructured};
use wasmtime::component::Val;

use crate::components::Warm;
use session::Session;

thread_local! {
    static WARM: RefCell<Warm<Session>> = const { RefCell::new(Warm::new(Session::start)) };
}

/// Calls a function of the component `everything` with values made from `data`.
///
/// # Panics
/// When the call fails, or returns anything but the answer of its host's function to these values.
pub fn check(data: &[u8]) {
    let _ = WARM.with_borrow_mut(|warm| check_in(warm.instance(), &mut Unstructured::new(data)));
}

fn check_in(session: &mut Session, input: &mut Unstructured<'_>) -> Result<()> {
    let index = input.choose_index(session.functions.len())?;
    let function = &session.functions[index];
    let types = function.parameters.iter();
    let arguments: Vec<Val> = types
        .map(|ty| value::any(ty, input))
        .collect::<Result<_>>()?;
    let (name, has_result) = (function.name.clone(), function.has_result);
    let expected = has_result.then(|| session::answer(&arguments));
    let returned = session.call(index, &arguments);
    match (&returned, &expected) {
        (None, None) => {}
        (Some(returned), Some(expected)) if compare::same(returned, expected) => {}
        _ => panic!("{name}: {returned:?}, expected {expected:?}"),
    }
    Ok(())
}
