//! Components without bindings: their functions are found by name, and called with values of any type.

use wasmtime::Store;
use wasmtime::component::{ComponentExportIndex, Func, InstancePre, Val};

use crate::call::CallError;
use crate::caller::{Caller, CallerError};
use crate::instantiate::{Instance, InstantiateError};
use crate::world::World;

/// The world of any component.
///
/// ```no_run
/// use wasi_py_host::{Capabilities, EngineOptions, Host, Limits, Untyped};
/// use wasmtime::component::Val;
///
/// # fn main() -> wasmtime::Result<()> {
/// let guest = Host::new(EngineOptions::default())?.load::<Untyped>("words.wasm")?;
/// let mut words = guest.instantiate(&Limits::default(), &Capabilities::none())?;
/// let results = words.call_function("count", &[Val::String("to be".into()), Val::String("be".into())])?;
/// # drop(results);
/// # Ok(())
/// # }
/// ```
pub struct Untyped {
    instance: wasmtime::component::Instance,
}

/// Reasons for which a function has no results.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FunctionError {
    /// The component does not export it.
    #[error("the component does not export a function `{0}`")]
    Missing(String),
    /// It was called.
    #[error(transparent)]
    Call(#[from] CallError),
    /// There was no instance to call.
    #[error(transparent)]
    Instantiate(#[from] InstantiateError),
}

impl Untyped {
    /// An exported function: `interface#function`, or a function of the world. `None` when there is no such.
    fn function<T: 'static>(&self, store: &mut Store<T>, path: &str) -> Option<Func> {
        let (interface, name) = match path.rsplit_once('#') {
            Some((interface, name)) => (Some(interface), name),
            None => (None, path),
        };
        let mut index = |within: Option<&ComponentExportIndex>, name: &str| {
            self.instance.get_export_index(&mut *store, within, name)
        };
        let interface = match interface {
            Some(interface) => Some(index(None, interface)?),
            None => None,
        };
        let function = index(interface.as_ref(), name)?;
        self.instance.get_func(store, function)
    }
}

impl World for Untyped {
    type Indices = ();

    fn find<T: 'static>(_: &InstancePre<T>) -> wasmtime::Result<()> {
        Ok(())
    }

    fn take<T: 'static>(
        (): &(),
        _: &mut Store<T>,
        instance: &wasmtime::component::Instance,
    ) -> wasmtime::Result<Self> {
        Ok(Self {
            instance: *instance,
        })
    }
}

impl<T: Send + 'static> Instance<Untyped, T> {
    /// An exported function: `interface#function`, or a function of the world. `None` when there is no such.
    #[must_use]
    pub fn function(&mut self, path: &str) -> Option<Func> {
        self.world.function(&mut self.store, path)
    }

    /// Calls an exported function, found as by [`Instance::function`].
    ///
    /// An error of a WIT `result` is one of the returned values.
    ///
    /// # Errors
    /// When there is no such function, and as [`Instance::call`]. Arguments of other types than the
    /// function's stop the instance.
    ///
    /// # Panics
    /// As [`Instance::call`].
    pub fn call_function(
        &mut self,
        path: &str,
        arguments: &[Val],
    ) -> Result<Vec<Val>, FunctionError> {
        let (function, mut results) = self.prepare(path)?;
        self.call(path, async |_, store| {
            function.call_async(store, arguments, &mut results).await
        })?;
        Ok(results)
    }

    /// Calls an exported function as [`Instance::call_function`] does, without blocking the thread.
    ///
    /// # Errors
    /// As [`Instance::call_function`].
    pub async fn call_function_async(
        &mut self,
        path: &str,
        arguments: &[Val],
    ) -> Result<Vec<Val>, FunctionError> {
        let (function, mut results) = self.prepare(path)?;
        let called = self.call_async(path, async |_, store| {
            function.call_async(store, arguments, &mut results).await
        });
        called.await?;
        Ok(results)
    }

    /// A function, and room for its results.
    fn prepare(&mut self, path: &str) -> Result<(Func, Vec<Val>), FunctionError> {
        let function = self
            .function(path)
            .ok_or_else(|| FunctionError::Missing(path.to_owned()))?;
        let count = function.ty(&self.store).results().len();
        Ok((function, vec![Val::Bool(false); count]))
    }
}

impl<T: Default + Send + 'static> Caller<Untyped, T> {
    /// Calls an exported function in an instance of its own, unless instances are reused, without blocking
    /// the thread: see [`Instance::call_function`].
    ///
    /// # Errors
    /// As [`Instance::call_function`], and when there is no instance.
    pub async fn call_function_async(
        &self,
        path: &str,
        arguments: &[Val],
    ) -> Result<Vec<Val>, FunctionError> {
        let called = self.call_async(path, async |world, store| {
            let Some(function) = world.function(store, path) else {
                return Ok(None);
            };
            let mut results = vec![Val::Bool(false); function.ty(&*store).results().len()];
            function.call_async(store, arguments, &mut results).await?;
            Ok(Some(results))
        });
        match called.await {
            Ok(results) => results.ok_or_else(|| FunctionError::Missing(path.to_owned())),
            Err(CallerError::Call(error)) => Err(error.into()),
            Err(CallerError::Instantiate(error)) => Err(error.into()),
        }
    }
}
