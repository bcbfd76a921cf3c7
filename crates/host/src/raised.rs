//! Errors of a function's `result`: an exception of Python, or an error that the world defines.

use std::convert::Infallible;
use std::fmt::Debug;

use crate::output::printable;

/// The error of a function's `result`, told to those who read messages.
///
/// [`exception!`](crate::exception!) implements it for the record `exception` of `wasi-py:people/python`.
pub trait Raised: Debug {
    /// The name of its type.
    fn type_name(&self) -> &str;

    /// All of it, in some lines. It comes from the guest: see [`printable`].
    fn report(&self) -> String;
}

/// Of functions that return no `result`.
impl Raised for Infallible {
    fn type_name(&self) -> &str {
        match *self {}
    }

    fn report(&self) -> String {
        match *self {}
    }
}

/// Of a `result<_, string>`.
impl Raised for String {
    fn type_name(&self) -> &'static str {
        "string"
    }

    fn report(&self) -> String {
        format!("the guest returned an error: {}", printable(self))
    }
}

/// Implements [`Raised`] for the type that `bindgen!` makes of a record with the fields `type-name`,
/// `message` and `traceback`.
#[macro_export]
macro_rules! exception {
    ($exception:ty) => {
        impl $crate::Raised for $exception {
            fn type_name(&self) -> &str {
                &self.type_name
            }

            fn report(&self) -> ::std::string::String {
                $crate::traceback(&self.type_name, &self.message, &self.traceback)
            }
        }
    };
}

/// The traceback as Python prints it; an exception that has none is named as Python names it in the last
/// line.
#[must_use]
pub fn traceback(type_name: &str, message: &str, traceback: &str) -> String {
    let text = match (traceback.trim_end(), message) {
        ("", "") => type_name.to_owned(),
        ("", message) => format!("{type_name}: {message}"),
        (traceback, _) => traceback.to_owned(),
    };
    format!(
        "the guest raised `{}`\n{}",
        printable(type_name),
        printable(&text)
    )
}
