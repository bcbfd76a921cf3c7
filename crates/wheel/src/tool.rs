//! Functions of Python as tools of the sandbox.
//!
//! A source calls a tool on the stack of its interpreter, where Python may not run: it compares the stack
//! with that of the thread. So a call goes to whoever drives the source, and the source waits for the reply.

use std::pin::pin;
use std::sync::Mutex;
use std::task::Poll;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::sync::oneshot;
use wasi_py_sandbox::{Arguments, Kind, Parameter, Tool, ToolError, Value};

use crate::value::{from_python, to_python};

tokio::task_local! {
    /// The way to whoever drives the source that is running.
    static CALLS: UnboundedSender<Call>;
}

/// A call of a tool by a source.
pub(crate) struct Call {
    /// The place of the tool among those of the sandbox.
    pub(crate) tool: usize,
    arguments: Arguments,
    reply: oneshot::Sender<Result<Value, ToolError>>,
}

/// A tool as `wasi_py_host._tools` describes it.
#[derive(FromPyObject)]
pub(crate) struct Described<'py> {
    name: String,
    documentation: String,
    parameters: Vec<DescribedParameter<'py>>,
    returns: Bound<'py, PyTuple>,
}

#[derive(FromPyObject)]
struct DescribedParameter<'py> {
    name: String,
    kind: Bound<'py, PyTuple>,
    /// A tuple with the default, or without.
    default: Vec<Bound<'py, PyAny>>,
    is_keyword_only: bool,
}

impl Described<'_> {
    /// Makes the tool, whose calls bear the number `place`.
    pub(crate) fn into_tool(self, place: usize) -> PyResult<Tool> {
        let tool = Tool::waiting(self.name, move |arguments| call(place, arguments));
        let mut tool = tool
            .documented(self.documentation)
            .returns(kind(&self.returns)?);
        for described in self.parameters {
            let mut parameter = Parameter::new(described.name, kind(&described.kind)?);
            if let [default] = &*described.default {
                parameter = parameter.or(from_python(default)?);
            }
            parameter.is_keyword_only = described.is_keyword_only;
            tool = tool.takes(parameter);
        }
        Ok(tool)
    }
}

/// Reads a kind: a tuple of its name and what it consists of.
fn kind(described: &Bound<'_, PyTuple>) -> PyResult<Kind> {
    let name: String = described.get_item(0)?.extract()?;
    let parts = || described.iter().skip(1);
    let kinds = || {
        let kinds = parts().map(|part| kind(part.cast::<PyTuple>()?));
        kinds.collect::<PyResult<Vec<_>>>()
    };
    Ok(match (&*name, parts().count()) {
        ("any", 0) => Kind::Any,
        ("none", 0) => Kind::None,
        ("boolean", 0) => Kind::Boolean,
        ("integer", 0) => Kind::Integer,
        ("float", 0) => Kind::Float,
        ("text", 0) => Kind::Text,
        ("bytes", 0) => Kind::Bytes,
        ("list", 1) => Kind::List(kinds()?.remove(0).into()),
        ("set", 1) => Kind::Set(kinds()?.remove(0).into()),
        ("tuple", _) => Kind::Tuple(kinds()?),
        ("dictionary", 2) => {
            let mut kinds = kinds()?;
            let (of_value, of_key) = (kinds.remove(1), kinds.remove(0));
            Kind::Dictionary(of_key.into(), of_value.into())
        }
        ("literal", _) => {
            let values = parts().map(|part| from_python(&part));
            Kind::Literal(values.collect::<PyResult<_>>()?)
        }
        ("union", _) => Kind::Union(kinds()?),
        _ => return Err(PyValueError::new_err(format!("there is no kind `{name}`"))),
    })
}

/// Hands a call to whoever drives the source.
async fn call(tool: usize, arguments: Arguments) -> Result<Value, ToolError> {
    let (reply, replied) = oneshot::channel();
    let call = Call {
        tool,
        arguments,
        reply,
    };
    let _ = CALLS.try_with(|calls| calls.send(call));
    let unanswered = |_| ToolError::new("RuntimeError", "the tool has not answered");
    replied.await.unwrap_or_else(|error| Err(unanswered(error)))
}

/// Drives a source, and hands each call of a tool to `answer`, outside of the interpreter's stack. An error
/// of that ends the source.
pub(crate) async fn attend<F: Future>(
    source: F,
    mut answer: impl FnMut(Call) -> PyResult<()>,
) -> PyResult<F::Output> {
    let (calls, mut asked) = mpsc::unbounded_channel();
    let mut source = pin!(CALLS.scope(calls, source));
    std::future::poll_fn(|context| {
        loop {
            if let Poll::Ready(ended) = source.as_mut().poll(context) {
                return Poll::Ready(Ok(ended));
            }
            match asked.poll_recv(context) {
                Poll::Ready(Some(call)) => {
                    if let Err(error) = answer(call) {
                        return Poll::Ready(Err(error));
                    }
                }
                Poll::Ready(None) | Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await
}

impl Call {
    /// The arguments as Python takes them, and where the reply goes.
    pub(crate) fn into_python(self, py: Python<'_>) -> PyResult<(Bound<'_, PyDict>, Reply)> {
        let arguments = PyDict::new(py);
        for (name, value) in &self.arguments {
            arguments.set_item(name, to_python(py, value)?)?;
        }
        let reply = Reply(Mutex::new(Some(self.reply)));
        Ok((arguments, reply))
    }
}

/// The way back to a source that waits for a tool.
#[pyclass(frozen, module = "wasi_py_host._native")]
pub(crate) struct Reply(Mutex<Option<oneshot::Sender<Result<Value, ToolError>>>>);

#[pymethods]
impl Reply {
    /// Returns a value to the source. One that cannot be is an error of the tool.
    pub(crate) fn returned(&self, py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match from_python(value) {
            Ok(value) => self.send(Ok(value)),
            Err(error) => self.raised(error.value(py)),
        }
    }

    /// Raises an exception in the source.
    pub(crate) fn raised(&self, error: &Bound<'_, PyAny>) -> PyResult<()> {
        let type_name = error.get_type().qualname()?.to_string();
        // Text of any kind, and an exception whose own methods raise.
        let message = error.str().map(|text| text.to_string_lossy().into_owned());
        self.send(Err(ToolError::new(type_name, message.unwrap_or_default())))
    }
}

impl Reply {
    fn send(&self, answer: Result<Value, ToolError>) -> PyResult<()> {
        let mut sender = self
            .0
            .lock()
            .map_err(|_| PyRuntimeError::new_err("the reply is broken"))?;
        if let Some(sender) = sender.take() {
            // Nobody listens if the source was stopped meanwhile.
            let _ = sender.send(answer);
        }
        Ok(())
    }
}
