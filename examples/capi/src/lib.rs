//! The world `capi`: Python called by its C API. `python` has the unsafe part of that, this file what a
//! component does with it.

mod python;

#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    reason = "generated"
)]
mod bindings {
    wit_bindgen::generate!({ world: "capi", path: "wit" });

    use super::Component;
    export!(Component with_types_in self);
}

use bindings::Guest;
use python::{Python, Raised};

struct Component;

impl Guest for Component {
    fn hello() -> Result<String, String> {
        hello(Python::start()).map_err(|raised| raised.to_string())
    }

    fn evaluate(expression: String) -> Result<String, String> {
        let value = Python::start().evaluate(&expression, &[]);
        value
            .and_then(|value| value.text())
            .map_err(|raised| raised.to_string())
    }
}

fn hello(python: Python) -> Result<String, Raised> {
    let sys = python.import(c"sys")?;
    let version = sys.attribute(c"version")?.text()?;
    let platform = sys.attribute(c"platform")?.text()?;
    let os = python.import(c"os")?;
    let os_name = python.evaluate("os.name", &[(c"os", &os)])?.text()?;
    Ok(format!(
        "Hello! I'm Python {version}, running on {platform}/{os_name}"
    ))
}
