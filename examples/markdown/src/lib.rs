//! The world `markdown`, exported by Rust, which calls a Python app that has dependencies from PyPI.

use wasi_py_embed::{App, Function, Interpreter, Raised, extracted};

static PYTHON: Interpreter = Interpreter::new(App {
    bundle: include_bytes!(concat!(env!("OUT_DIR"), "/app.bundle")),
    builtins: &[],
});
static RENDER: Function = Function::new("markdown_app", "render");
static INSTALLED_VERSION: Function = Function::new("markdown_app", "installed_version");

#[allow(
    missing_docs,
    unsafe_code,
    reason = "written by wit-bindgen; the WIT has the docs"
)]
mod bindings {
    wit_bindgen::generate!({ path: ["../../wit", "wit"], world: "wasi-py:markdown/markdown", generate_all });
    export!(Component);
    pub(crate) struct Component;
}

impl bindings::Guest for bindings::Component {
    fn render(text: String) -> Result<String, bindings::Exception> {
        string(&RENDER, text)
    }

    fn installed_version(package: String) -> Result<String, bindings::Exception> {
        string(&INSTALLED_VERSION, package)
    }
}

fn string(function: &'static Function, argument: String) -> Result<String, bindings::Exception> {
    Ok(PYTHON.call(|py| extracted(&function.call(py, (argument,))?))?)
}

impl From<Raised> for bindings::Exception {
    fn from(raised: Raised) -> Self {
        Self {
            type_name: raised.type_name,
            message: raised.message,
            traceback: raised.traceback,
        }
    }
}
