//! Calling a running guest, and what can come of it.

use crate::bindings::exports::wasi_py::people::people::{Exception, Person};
use crate::instantiate::Instance;
use crate::load::FUNCTION;
use crate::output::{GuestOutput, printable};
use crate::remains::Remains;
use crate::stop::Stop;

/// Why a call has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// Python raised an exception. The instance goes on working.
    #[error("{}{output}", traceback(exception))]
    Python {
        /// What it raised.
        exception: Exception,
        /// What the guest printed.
        output: Box<GuestOutput>,
    },
    /// The guest stopped without returning. The instance is of no use any more.
    #[error("{stop}{remains}{output}")]
    Stopped {
        /// Why.
        stop: Stop,
        /// What is left of it.
        remains: Box<Remains>,
        /// What it printed.
        output: Box<GuestOutput>,
    },
    /// The guest stopped in an earlier call.
    #[error(
        "the instance cannot be called again, since an earlier call did not return: {stop}\n= help: start a fresh instance"
    )]
    Poisoned {
        /// Why it stopped then.
        stop: Stop,
    },
}

impl Instance {
    /// The people who carry `tag`, in the order they were given, as the guest sees it.
    ///
    /// # Errors
    /// When Python raises, when the guest stops without returning, and ever after that.
    ///
    /// # Panics
    /// On a thread that drives asynchronous tasks: go through `spawn_blocking` there.
    pub fn filter_by_tag(
        &mut self,
        people: &[Person],
        tag: &str,
    ) -> Result<Vec<Person>, CallError> {
        self.host
            .telemetry()
            .call(FUNCTION, || self.call(people, tag))
    }

    fn call(&mut self, people: &[Person], tag: &str) -> Result<Vec<Person>, CallError> {
        if let Some(stop) = self.stopped.clone() {
            return Err(CallError::Poisoned { stop });
        }
        self.tails.clear();
        self.store.data_mut().memory.refused = false;
        self.limits.arm(&mut self.store, self.host.options());
        let interface = self.world.wasi_py_people_people();
        let call = interface.call_filter_by_tag(&mut self.store, people, tag);
        match self.limits.run(call) {
            Ok(returned) => returned.map_err(|exception| CallError::Python {
                exception,
                output: self.tails.captured().into(),
            }),
            Err(error) => Err(self.stop(error)),
        }
    }

    fn stop(&mut self, error: wasmtime::Error) -> CallError {
        let refused = self.store.data().memory.refused;
        let stop = Stop::sort(&error, &self.limits, self.host.options(), refused);
        self.stopped = Some(stop.clone());
        let core_dumps = self.host.options().core_dumps;
        CallError::Stopped {
            stop,
            remains: Remains::gather(error, &mut self.store, core_dumps).into(),
            output: self.tails.captured().into(),
        }
    }
}

/// The traceback as Python prints it; an exception that has none is named as Python names it in the last line.
fn traceback(exception: &Exception) -> String {
    let Exception {
        type_name,
        message,
        traceback,
    } = exception;
    let text = match (traceback.trim_end(), message.as_str()) {
        ("", "") => type_name.clone(),
        ("", message) => format!("{type_name}: {message}"),
        (traceback, _) => traceback.to_owned(),
    };
    format!(
        "the guest raised `{}`\n{}",
        printable(type_name),
        printable(&text)
    )
}
