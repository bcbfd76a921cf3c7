//! The world `people-component` for the host library: its types, its one function, and how a component of it
//! is told from others.

use wasi_py_host::Mismatch;
use wasmtime::component::types::{Component, ComponentItem};
use wasmtime::error::Context;
use wasmtime::{Engine, bail};

use crate::bindings::exports::wasi_py::people::people::{Exception, Person};
use crate::bindings::{PeopleComponent, PeopleComponentIndices};

/// The interface that a guest exports.
pub const INTERFACE: &str = "wasi-py:people/people@0.1.0";
/// The interface of the types that it uses, exported beside it.
const TYPES: &str = "wasi-py:people/python@0.1.0";
/// The function of [`INTERFACE`].
const FUNCTION: &str = "filter-by-tag";

/// A component of the world `people-component`.
pub type Guest = wasi_py_host::Guest<PeopleComponent>;
/// A running one.
pub type Instance = wasi_py_host::Instance<PeopleComponent>;
/// Reasons for which a call of it has no result.
pub type CallError = wasi_py_host::CallError<Exception>;

wasi_py_host::world!(PeopleComponent, PeopleComponentIndices, check: check);
wasi_py_host::exception!(Exception);

/// Calls of the interface `people`.
pub trait People {
    /// Returns the people who carry `tag`, in the order they were given, as the guest sees it.
    ///
    /// # Errors
    /// When Python raises, when the guest stops without returning, and ever after that.
    ///
    /// # Panics
    /// On a thread that drives asynchronous tasks: go through `spawn_blocking` there.
    fn filter_by_tag(&mut self, people: &[Person], tag: &str) -> Result<Vec<Person>, CallError>;

    /// Does the same, without blocking the thread.
    ///
    /// # Errors
    /// As [`People::filter_by_tag`].
    fn filter_by_tag_async(
        &mut self,
        people: &[Person],
        tag: &str,
    ) -> impl Future<Output = Result<Vec<Person>, CallError>>;
}

impl People for Instance {
    fn filter_by_tag(&mut self, people: &[Person], tag: &str) -> Result<Vec<Person>, CallError> {
        self.try_call(FUNCTION, async |world, store| {
            let interface = world.wasi_py_people_people();
            interface.call_filter_by_tag(store, people, tag).await
        })
    }

    async fn filter_by_tag_async(
        &mut self,
        people: &[Person],
        tag: &str,
    ) -> Result<Vec<Person>, CallError> {
        let call = self.try_call_async(FUNCTION, async |world, store| {
            let interface = world.wasi_py_people_people();
            interface.call_filter_by_tag(store, people, tag).await
        });
        call.await
    }
}

fn check(component: &Component, engine: &Engine) -> Result<(), Mismatch> {
    let find = |export| {
        let found = component.get_export(engine, export);
        found.ok_or(Mismatch::Missing { export })
    };
    let people = find(INTERFACE)?;
    find(TYPES)?;
    check_function(component, &people.ty, engine).map_err(|reason| Mismatch::Types {
        export: INTERFACE,
        reason,
    })
}

/// Checks what `wasmtime` itself would check only when the component is instantiated.
fn check_function(
    component: &Component,
    people: &ComponentItem,
    engine: &Engine,
) -> wasmtime::Result<()> {
    let ComponentItem::ComponentInstance(people) = people else {
        bail!("it is not an interface");
    };
    let function = people.get_export(engine, FUNCTION).map(|export| export.ty);
    let Some(ComponentItem::ComponentFunc(function)) = function else {
        bail!("there is no function `{FUNCTION}` in it");
    };
    function
        .typecheck::<(&[Person], &str), (Result<Vec<Person>, Exception>,)>(
            &component.instance_type(),
        )
        .with_context(|| format!("`{FUNCTION}`"))
}
