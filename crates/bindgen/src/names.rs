//! Names: what WIT calls something, in Rust as `wit-bindgen` translates it, and in Python.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use quote::format_ident;

/// Words that Python reserves, and the few words that Rust does not even take as raw identifiers.
const RESERVED: [&str; 39] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield", "self", "super", "crate", "Self",
];

/// Names a function, parameter, field or module in Python: `from` is `from_`.
pub(crate) fn python(wit: &str) -> String {
    unreserved(wit.to_snake_case())
}

/// Names a class in Python.
pub(crate) fn class(wit: &str) -> String {
    unreserved(wit.to_upper_camel_case())
}

/// Names a member of an enum or of flags in Python, and a flag in Rust.
pub(crate) fn constant(wit: &str) -> String {
    wit.to_shouty_snake_case()
}

fn unreserved(name: String) -> String {
    if RESERVED.contains(&name.as_str()) {
        name + "_"
    } else {
        name
    }
}

/// The word of the edition 2024, which neither `syn` nor `wit-bindgen` knows.
pub(crate) const NEWEST_WORD: &str = "gen";

/// Turns a name of Python's into an identifier in Rust: raw where Rust reserves it.
pub(crate) fn ident(python: &str) -> Ident {
    match syn::parse_str::<Ident>(python) {
        Ok(ident) if ident != NEWEST_WORD => ident,
        _ => Ident::new_raw(python, Span::call_site()),
    }
}

/// Names a function, field or module as `wit-bindgen` calls it.
pub(crate) fn rust(wit: &str) -> Ident {
    match wit_bindgen_rust::to_rust_ident(wit) {
        name if name == NEWEST_WORD => Ident::new_raw(&name, Span::call_site()),
        name => Ident::new(&name, Span::call_site()),
    }
}

/// Names a method or static function of an imported resource: as `wit-bindgen` calls it, but for those that
/// it would have twice.
pub(crate) fn rust_method(wit: &str) -> Ident {
    let ident = rust(wit);
    if is_of_every_resource(&ident.to_string()) {
        format_ident!("{ident}_")
    } else {
        ident
    }
}

/// Tells whether `wit-bindgen` gives every imported resource a function of that name.
pub(crate) fn is_of_every_resource(name: &str) -> bool {
    matches!(name, "from_handle" | "take_handle" | "handle")
}

/// Names a type as `wit-bindgen` calls it.
pub(crate) fn rust_type(wit: &str) -> Ident {
    let name = match wit {
        // The traits of exports have that name.
        "guest" => "Guest_".to_owned(),
        wit => wit.to_upper_camel_case(),
    };
    Ident::new(&name, Span::call_site())
}

/// Names a case of a variant or an enum as `wit-bindgen` calls it.
pub(crate) fn rust_case(wit: &str) -> Ident {
    Ident::new(&wit.to_upper_camel_case(), Span::call_site())
}

/// Names the function behind one of a Python module: with a name that hides nothing in Rust, as `str` would.
pub(crate) fn imported_function(python: &str) -> Ident {
    format_ident!("function_{python}")
}

/// Names a static of the generated code.
pub(crate) fn rust_static(wit: &str) -> Ident {
    Ident::new(&wit.to_shouty_snake_case(), Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_of_python_get_an_underscore() {
        assert_eq!(python("from"), "from_");
        assert_eq!(python("a-b-c"), "a_b_c");
        assert_eq!(class("none"), "None_");
        assert_eq!(class("key-value"), "KeyValue");
        assert_eq!(constant("not-found"), "NOT_FOUND");
    }

    #[test]
    fn reserved_words_of_rust_are_raw() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("people").to_string(), "people");
    }
}
