//! The world `words`, exported by Rust, which calls a Python app of its own.

use wasi_py_embed::{App, Function, Interpreter, Raised, extracted, list_from};

static PYTHON: Interpreter = Interpreter::new(App {
    bundle: include_bytes!(concat!(env!("OUT_DIR"), "/app.bundle")),
    builtins: &[],
});
static COUNT: Function = Function::new("words_app", "count");

#[allow(
    missing_docs,
    unsafe_code,
    reason = "written by wit-bindgen; the WIT has the docs"
)]
mod bindings {
    wit_bindgen::generate!({ path: ["../../wit", "wit"], world: "wasi-py:words/words" , generate_all });
    export!(Component);
    pub(crate) struct Component;
}

impl bindings::Guest for bindings::Component {
    fn count(text: String, pattern: String) -> Result<Vec<(String, u32)>, bindings::Exception> {
        let counted = PYTHON.call(|py| {
            let counted = COUNT.call(py, (text, pattern))?;
            list_from(counted, "`words_app.count` returned", extracted)
        });
        Ok(counted?)
    }
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
