//! The guest: the world `people-component`, exported by Rust, which calls the Python app.

mod bridge;
mod person;

#[allow(
    missing_docs,
    unsafe_code,
    reason = "written by wit-bindgen; the WIT has the docs"
)]
mod bindings {
    wit_bindgen::generate!({ path: "wit", world: "people-component" });

    struct Component;
    impl exports::wasi_py::people::people::Guest for Component {
        fn filter_by_tag(
            people: Vec<super::bridge::Person>,
            tag: String,
        ) -> Result<Vec<super::bridge::Person>, super::bridge::Exception> {
            super::bridge::filter_by_tag(people, &tag)
        }
    }
    export!(Component);
}
