//! The state of an instance, read through the interface that wizer adds to a component.
//!
//! Wizer's own reader comes with features of `wasmtime` that change what its compiled code is compatible
//! with.

use wasmtime::Store;
use wasmtime::component::{ComponentNamedList, Instance, Lift, WasmList};
use wasmtime_wizer::ComponentInstanceState;

use crate::deterministic::Host;

/// An instance that is kept.
pub(crate) struct State<'a> {
    pub(crate) store: &'a mut Store<Host>,
    pub(crate) instance: Instance,
    /// The first error. Wizer's interface has none here.
    pub(crate) failed: Option<wasmtime::Error>,
}

impl State<'_> {
    async fn read<R>(&mut self, interface: &str, function: &str) -> Option<R>
    where
        R: Lift + 'static,
        (R,): ComponentNamedList,
    {
        match self.try_read(interface, function).await {
            Ok(value) => Some(value),
            Err(error) => {
                self.failed.get_or_insert(error);
                None
            }
        }
    }

    async fn try_read<R>(&mut self, interface: &str, function: &str) -> wasmtime::Result<R>
    where
        R: Lift + 'static,
        (R,): ComponentNamedList,
    {
        let missing = || wasmtime::format_err!("`{interface}` lacks `{function}`");
        let (_, exported) = self
            .instance
            .get_export(&mut *self.store, None, interface)
            .ok_or_else(missing)?;
        let (_, exported) = self
            .instance
            .get_export(&mut *self.store, Some(&exported), function)
            .ok_or_else(missing)?;
        let function = self
            .instance
            .get_typed_func::<(), (R,)>(&mut *self.store, exported)?;
        let (value,) = function.call_async(&mut *self.store, ()).await?;
        Ok(value)
    }
}

impl ComponentInstanceState for State<'_> {
    async fn call_func_ret_list_u8(
        &mut self,
        interface: &str,
        function: &str,
        contents: impl FnOnce(&[u8]) + Send,
    ) {
        match self.read::<WasmList<u8>>(interface, function).await {
            Some(list) => contents(list.as_le_slice(&*self.store)),
            // Wizer counts the memories that it has seen.
            None => contents(&[]),
        }
    }

    async fn call_func_ret_s32(&mut self, interface: &str, function: &str) -> i32 {
        self.read(interface, function).await.unwrap_or_default()
    }

    async fn call_func_ret_s64(&mut self, interface: &str, function: &str) -> i64 {
        self.read(interface, function).await.unwrap_or_default()
    }

    async fn call_func_ret_f32(&mut self, interface: &str, function: &str) -> u32 {
        let value: Option<f32> = self.read(interface, function).await;
        value.unwrap_or_default().to_bits()
    }

    async fn call_func_ret_f64(&mut self, interface: &str, function: &str) -> u64 {
        let value: Option<f64> = self.read(interface, function).await;
        value.unwrap_or_default().to_bits()
    }
}
