//! What goes into an instance that runs sources, and what it leaves.

use std::mem;
use std::sync::Arc;

use wasi_py_host::{Instance, State};
use wasmtime::component::ResourceAny;
use wasmtime::{Store, bail};

use crate::bindings::SandboxHost;
use crate::bindings::exports::wasi_py::sandbox::sandbox as wit;
use crate::failure::{Failure, FailureKind};
use crate::image::{Changes, Original, Transfer};
use crate::outcome::{Outcome, is_cut};
use crate::tools::Tools;
use crate::value::Value;

/// An instance that runs sources.
pub(crate) type Running = Instance<SandboxHost, Given>;

/// What the host keeps for an instance.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) tools: Tools,
    pub(crate) transfer: Transfer,
}

/// The inputs as the guest takes them.
pub(crate) fn written(inputs: &[(&str, Value)]) -> Vec<wit::Input> {
    let written = inputs.iter().map(|(name, value)| wit::Input {
        name: (*name).to_owned(),
        value: value.to_nodes(),
    });
    written.collect()
}

/// What the guest has left, if it kept to its limits.
pub(crate) fn outcome(instance: &Running, left: wit::Outcome) -> Result<Outcome, Failure> {
    let output = instance.output();
    let printed = (&output).into();
    if is_cut(&output) {
        let message = "the source printed more than it may";
        return Err(Failure {
            printed: Box::new(printed),
            ..Failure::of_host(FailureKind::OutputLimit, message)
        });
    }
    let value = Value::from_nodes(left.value);
    Ok(Outcome {
        value: value.map_err(|error| Failure::of_host(FailureKind::Crashed, error))?,
        printed,
        files: left.files,
    })
}

/// Copies the memory of an instance that has run nothing.
pub(crate) async fn original(
    world: &SandboxHost,
    store: &mut Store<State<Given>>,
) -> wasmtime::Result<Original> {
    store.data_mut().data.transfer = Transfer::Copying(Original::default());
    world.wasi_py_image_image().call_keep(&mut *store).await?;
    mem::take(&mut store.data_mut().data.transfer).original()
}

/// Takes what a session has changed in the memory of its instance.
pub(crate) async fn changes(
    world: &SandboxHost,
    store: &mut Store<State<Given>>,
    session: ResourceAny,
    original: Arc<Original>,
) -> wasmtime::Result<Result<Changes, wit::Failure>> {
    let sessions = world.wasi_py_sandbox_sandbox().session();
    let prepared = sessions.call_prepare_to_save(&mut *store, session).await?;
    if let Err(failure) = prepared {
        return Ok(Err(failure));
    }
    // Memory refers to them by number, and an instance that goes on with it has none.
    if !store.data().resources.is_empty() {
        bail!("the guest has kept handles of the host");
    }
    store.data_mut().data.transfer = Transfer::saving(original)?;
    world.wasi_py_image_image().call_keep(&mut *store).await?;
    let changes = mem::take(&mut store.data_mut().data.transfer).changes()?;
    Ok(Ok(changes))
}

/// Makes a fresh instance go on with a session of which this was saved, under the limits that are among the
/// options.
pub(crate) async fn restored(
    world: &SandboxHost,
    store: &mut Store<State<Given>>,
    changes: Changes,
    limits: &wit::Options,
) -> wasmtime::Result<Result<ResourceAny, wit::Failure>> {
    store.data_mut().data.transfer = Transfer::restoring(changes.packed)?;
    let image = world.wasi_py_image_image();
    if !image.call_restore(&mut *store, changes.end).await? {
        bail!("there is no room for the memory of the session");
    }
    store.data_mut().data.transfer = Transfer::None;
    let sessions = world.wasi_py_sandbox_sandbox().session();
    sessions.call_restored(store, limits).await
}
