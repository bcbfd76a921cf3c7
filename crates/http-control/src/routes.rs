//! The routes, whichever version of WASI they are answered by.

use serde::{Deserialize, Serialize};

/// A person, as `examples/http` has it.
#[derive(Serialize, Deserialize)]
struct Person {
    name: String,
    age: i64,
    tags: Vec<String>,
}

/// What is answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The header `content-type`.
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
}

const TEXT: &str = "text/plain; charset=utf-8";

/// The requests that are answered.
pub(crate) enum Route<'r> {
    Greeting,
    /// The tag by which people in the body are filtered.
    People(&'r str),
    Nothing,
}

impl<'r> Route<'r> {
    pub(crate) fn of(is_post: bool, path: &'r str) -> Self {
        match (is_post, path.strip_prefix("/people/")) {
            (false, None) if path == "/" => Self::Greeting,
            (true, Some(tag)) => Self::People(tag),
            _ => Self::Nothing,
        }
    }

    /// Returns the answer. `body` is that of the request.
    pub(crate) fn answer(&self, body: &[u8]) -> Answer {
        match self {
            Self::Greeting => Answer::text(200, "Hello from Rust\n".to_owned()),
            Self::People(tag) => match filtered(body, tag) {
                Ok(body) => Answer {
                    status: 200,
                    kind: "application/json",
                    body,
                },
                Err(error) => Answer::text(400, format!("{error}\n")),
            },
            Self::Nothing => Answer::text(404, "Not Found\n".to_owned()),
        }
    }
}

impl Answer {
    fn text(status: u16, text: String) -> Self {
        Self {
            status,
            kind: TEXT,
            body: text.into_bytes(),
        }
    }

    /// Returns the headers.
    pub(crate) fn headers(&self) -> [(String, Vec<u8>); 2] {
        let length = self.body.len().to_string();
        [("content-type", self.kind), ("content-length", &length)]
            .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
    }
}

/// Filters people by a tag, and returns them as JSON.
fn filtered(text: &[u8], tag: &str) -> serde_json::Result<Vec<u8>> {
    let mut people: Vec<Person> = serde_json::from_slice(text)?;
    people.retain(|person| person.tags.iter().any(|own| own == tag));
    serde_json::to_vec(&people)
}
