//! Functions of the host that a source may call.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use crate::bindings::wasi_py::sandbox::tools as wit;
use crate::bindings::wasi_py::sandbox::values::{self, Node};
use crate::kind::Kind;
use crate::value::{NotAValue, Value};

/// The arguments of a call, by the names of the parameters: each parameter has one, of its kind.
pub type Arguments = BTreeMap<String, Value>;

type Answer = Pin<Box<dyn Future<Output = Result<Value, ToolError>> + Send>>;
type Function = dyn Fn(Arguments) -> Answer + Send + Sync;

/// A function of the host, as an ordinary function in the source.
#[derive(Clone)]
pub struct Tool {
    name: String,
    documentation: String,
    parameters: Vec<Parameter>,
    returns: Kind,
    function: Arc<Function>,
}

/// A parameter of a tool.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The kind of its arguments. Others never reach the tool.
    pub kind: Kind,
    /// The value of an argument that the source leaves out; without one, it may not.
    pub default: Option<Value>,
    /// True if it is given by name only.
    pub is_keyword_only: bool,
}

/// An error of a tool. The source can catch it as `ToolError`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{type_name}: {message}")]
pub struct ToolError {
    /// The name of its type.
    pub type_name: String,
    /// Its message.
    pub message: String,
}

impl ToolError {
    /// Makes one.
    pub fn new(type_name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            type_name: type_name.into(),
            message: message.into(),
        }
    }
}

impl Parameter {
    /// Makes one that has to be given, by its place or name.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            default: None,
            is_keyword_only: false,
        }
    }

    /// Makes it one that may be left out.
    #[must_use]
    pub fn or(mut self, default: impl Into<Value>) -> Self {
        self.default = Some(default.into());
        self
    }

    /// Makes it one that is given by name only.
    #[must_use]
    pub fn by_name(mut self) -> Self {
        self.is_keyword_only = true;
        self
    }

    fn described(&self) -> wit::Parameter {
        wit::Parameter {
            name: self.name.clone(),
            annotation: self.kind.to_string(),
            default: self.default.as_ref().map(ToString::to_string),
            is_keyword_only: self.is_keyword_only,
        }
    }
}

impl Tool {
    /// Makes one that answers on the thread that runs the source. While it does, no limit of time ends it.
    pub fn new(
        name: impl Into<String>,
        function: impl Fn(Arguments) -> Result<Value, ToolError> + Send + Sync + 'static,
    ) -> Self {
        Self::waiting(name, move |arguments| {
            std::future::ready(function(arguments))
        })
    }

    /// Makes one whose answer is waited for. If the time of the source passes meanwhile, the future is
    /// dropped.
    pub fn waiting<F>(
        name: impl Into<String>,
        function: impl Fn(Arguments) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Value, ToolError>> + Send + 'static,
    {
        Self {
            name: name.into(),
            documentation: String::new(),
            parameters: Vec::new(),
            returns: Kind::Any,
            function: Arc::new(move |arguments| Box::pin(function(arguments))),
        }
    }

    /// Gives it a docstring.
    #[must_use]
    pub fn documented(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }

    /// Adds a parameter.
    #[must_use]
    pub fn takes(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// Says what it returns. It is shown and not checked.
    #[must_use]
    pub fn returns(mut self, kind: Kind) -> Self {
        self.returns = kind;
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn described(&self) -> wit::Tool {
        wit::Tool {
            name: self.name.clone(),
            documentation: self.documentation.clone(),
            parameters: self.parameters.iter().map(Parameter::described).collect(),
            returns: self.returns.to_string(),
        }
    }

    /// Takes from what the guest has sent the arguments that the tool expects.
    fn arguments(&self, sent: Value) -> Result<Arguments, ToolError> {
        let wrong = |message: String| ToolError::new("TypeError", message);
        let Value::Dictionary(entries) = sent else {
            return Err(wrong(format!(
                "the arguments of `{}` have no names",
                self.name
            )));
        };
        let mut arguments = Arguments::new();
        for (name, value) in entries {
            let parameter = self
                .parameters
                .iter()
                .find(|known| name == known.name.as_str().into());
            let Some(parameter) = parameter else {
                return Err(wrong(format!("`{}` has no parameter {name}", self.name)));
            };
            if !parameter.kind.accepts(&value) {
                let (name, kind) = (&parameter.name, &parameter.kind);
                return Err(wrong(format!("`{name}` of `{}` expects {kind}", self.name)));
            }
            arguments.insert(parameter.name.clone(), value);
        }
        for parameter in &self.parameters {
            if arguments.contains_key(&parameter.name) {
                continue;
            }
            let Some(default) = parameter.default.clone() else {
                let name = &parameter.name;
                return Err(wrong(format!("`{name}` of `{}` is missing", self.name)));
            };
            arguments.insert(parameter.name.clone(), default);
        }
        Ok(arguments)
    }
}

impl fmt::Debug for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tool")
            .field("name", &self.name)
            .field("parameters", &self.parameters)
            .field("returns", &self.returns)
            .finish_non_exhaustive()
    }
}

/// The tools of an instance: what the store keeps for the import.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tools(pub(crate) Arc<[Tool]>);

impl Tools {
    async fn answer(&self, name: &str, sent: Vec<Node>) -> Result<Value, ToolError> {
        let Some(tool) = self.0.iter().find(|tool| tool.name == name) else {
            return Err(ToolError::new(
                "NameError",
                format!("there is no tool `{name}`"),
            ));
        };
        let sent = Value::from_nodes(sent);
        let sent =
            sent.map_err(|error: NotAValue| ToolError::new("ValueError", error.to_string()))?;
        (tool.function)(tool.arguments(sent)?).await
    }
}

impl values::Host for Tools {}

impl wit::Host for Tools {
    async fn call(
        &mut self,
        name: String,
        arguments: Vec<Node>,
    ) -> Result<Vec<Node>, wit::ToolError> {
        let answer = self.answer(&name, arguments).await;
        answer
            .map(|value| value.to_nodes())
            .map_err(|error| wit::ToolError {
                type_name: error.type_name,
                message: error.message,
            })
    }
}
