//! Worlds: what a host expects a component to export, and how it finds the exports.

use wasmtime::component::types::Component as ComponentType;
use wasmtime::component::{Instance, InstancePre};
use wasmtime::{Engine, Store};

/// A world whose exports a host calls.
///
/// [`world!`](crate::world!) implements it for what `wasmtime::component::bindgen!` makes. Components without
/// bindings are [`Untyped`](crate::Untyped).
pub trait World: Sized + Send + 'static {
    /// The places of the exports in a component, looked up once.
    type Indices: Clone + Send + Sync + 'static;

    /// Looks the exports up in a component.
    ///
    /// # Errors
    /// When one is missing.
    fn find<T: 'static>(component: &InstancePre<T>) -> wasmtime::Result<Self::Indices>;

    /// Takes the exports from a fresh instance.
    ///
    /// # Errors
    /// When one has another type.
    fn take<T: 'static>(
        indices: &Self::Indices,
        store: &mut Store<T>,
        instance: &Instance,
    ) -> wasmtime::Result<Self>;

    /// Checks as soon as a component is loaded what is otherwise found out when it is started.
    ///
    /// # Errors
    /// When the component is one of another world.
    fn check(component: &ComponentType, engine: &Engine) -> Result<(), Mismatch> {
        let _ = (component, engine);
        Ok(())
    }
}

/// The difference between a component and the world that it should be of.
#[derive(Debug)]
#[non_exhaustive]
pub enum Mismatch {
    /// It does not export this.
    Missing {
        /// A name of the world.
        export: &'static str,
    },
    /// It exports this with other types.
    Types {
        /// A name of the world.
        export: &'static str,
        /// In `wasmtime`'s words.
        reason: wasmtime::Error,
    },
}

/// Implements [`World`] for the two types that `wasmtime::component::bindgen!` makes of a world: the exports
/// of an instance, and their indices in a component.
///
/// ```
/// mod bindings {
///     wasmtime::component::bindgen!({
///         inline: "package my:words; world words { export count: func(text: string) -> u32; }",
///         exports: { default: async },
///     });
///     wasi_py_host::world!(Words, WordsIndices);
/// }
/// ```
///
/// `world!(Words, WordsIndices, check: path)` names a function for [`World::check`] as well.
#[macro_export]
macro_rules! world {
    ($world:ty, $indices:ty $(, check: $check:path)?) => {
        impl $crate::World for $world {
            type Indices = $indices;

            fn find<T: 'static>(
                component: &$crate::wasmtime::component::InstancePre<T>,
            ) -> $crate::wasmtime::Result<Self::Indices> {
                <$indices>::new(component)
            }

            fn take<T: 'static>(
                indices: &Self::Indices,
                store: &mut $crate::wasmtime::Store<T>,
                instance: &$crate::wasmtime::component::Instance,
            ) -> $crate::wasmtime::Result<Self> {
                indices.load(store, instance)
            }

            $(fn check(
                component: &$crate::wasmtime::component::types::Component,
                engine: &$crate::wasmtime::Engine,
            ) -> ::std::result::Result<(), $crate::Mismatch> {
                $check(component, engine)
            })?
        }
    };
}

crate::world!(
    wasmtime_wasi::p2::bindings::Command,
    wasmtime_wasi::p2::bindings::CommandIndices
);
