//! What is compared: requests, and the servers that give the same answer to each.

use crate::fixtures::handlers::{CONTROL, PYTHON, SERVICE, SERVICE_CONTROL, WEB};

/// A request, and servers for it.
pub(super) struct Comparison {
    /// What answers in each of the servers.
    pub(super) what: &'static str,
    pub(super) request: Request,
    pub(super) contenders: &'static [Contender],
}

pub(super) struct Request {
    /// The method and the path: `GET /`.
    pub(super) line: &'static str,
    pub(super) body: &'static str,
    /// A part of each right answer: with another, something else would be measured.
    pub(super) answer: &'static str,
}

/// A server with its settings.
pub(super) struct Contender {
    pub(super) name: &'static str,
    pub(super) program: Program,
    /// The name of the one that it is compared with, and the least share of that one's requests a second, if
    /// there is a target.
    pub(super) beside: Option<(&'static str, Option<f64>)>,
}

pub(super) enum Program {
    /// A fixture behind `wasmtime serve` with further options.
    Component {
        fixture: &'static str,
        options: &'static [&'static str],
    },
    /// A module of the native Python, with arguments.
    Native(&'static [&'static str]),
}

/// An instance a request, whose memory goes back to the kernel.
const DEFAULT: &[&str] = &[];
/// The settings with which an instance a request costs least.
const KEPT: &[&str] = &[
    "-Opooling-memory-keep-resident=16777216",
    "-Opooling-table-keep-resident=262144",
    "-Opooling-pagemap-scan=yes",
];
/// As many requests an instance as WASI 0.3 has by default.
const REUSED: &[&str] = &["--max-instance-reuse-count=128"];

const RUST: &str = "Rust, an instance a request";
const RUST_KEPT: &str = "Rust, kept resident";
const RUST_SERVICE: &str = "Rust, instances reused (0.3)";
const GUNICORN: &str = "gunicorn, one worker";
const UVICORN: &str = "uvicorn, one worker";

/// The least share of Rust's requests a second, of the native server's with an instance a request, and of
/// those with instances that are used again.
const OF_RUST: Option<f64> = Some(0.25);
const FRESH: Option<f64> = Some(0.5);
const AGAIN: Option<f64> = Some(0.8);

/// Plain handlers in Python and in Rust.
const PLAIN: &[Contender] = &[
    component(RUST, CONTROL, DEFAULT),
    component("Python, an instance a request", PYTHON, DEFAULT).beside(RUST, OF_RUST),
    component(RUST_KEPT, CONTROL, KEPT),
    component("Python, kept resident", PYTHON, KEPT).beside(RUST_KEPT, OF_RUST),
    component(RUST_SERVICE, SERVICE_CONTROL, DEFAULT),
    component("Python, instances reused (0.3)", SERVICE, DEFAULT).beside(RUST_SERVICE, None),
];

/// The Flask app, natively and in the component.
const FLASK: &[Contender] = &[
    native(GUNICORN, &gunicorn("--threads=1")),
    // Connections are kept for the next request.
    native(
        "gunicorn, one worker, four threads",
        &gunicorn("--threads=4"),
    )
    .beside(GUNICORN, None),
    component("component, an instance a request", WEB, DEFAULT).beside(GUNICORN, FRESH),
    component("component, kept resident", WEB, KEPT).beside(GUNICORN, FRESH),
    component("component, instances reused", WEB, REUSED).beside(GUNICORN, AGAIN),
];

const fn gunicorn(threads: &'static str) -> [&'static str; 6] {
    let (worker, bind) = ("--workers=1", "--bind=127.0.0.1:0");
    [
        "gunicorn",
        worker,
        threads,
        bind,
        "--no-control-socket",
        "web_apps:flask",
    ]
}

/// The FastAPI app, natively and in the component.
const FASTAPI: &[Contender] = &[
    native(
        UVICORN,
        &["uvicorn", "--port=0", "--no-access-log", "web_apps:fastapi"],
    ),
    component("component, an instance a request", WEB, DEFAULT).beside(UVICORN, None),
    component("component, kept resident", WEB, KEPT).beside(UVICORN, None),
    component("component, instances reused", WEB, REUSED).beside(UVICORN, None),
];

pub(super) const COMPARISONS: [Comparison; 5] = [
    Comparison {
        what: "plain handler",
        request: get("GET /", "Hello"),
        contenders: PLAIN,
    },
    Comparison {
        what: "plain handler with JSON",
        request: Request {
            line: "POST /people/student",
            body: r#"[{"name": "John", "age": 21, "tags": ["funny", "student"]}, {"name": "Jane", "age": 22, "tags": ["thoughtful", "student"]}, {"name": "George", "age": 75, "tags": ["wise", "retired"]}]"#,
            answer: "Jane",
        },
        contenders: PLAIN,
    },
    Comparison {
        what: "Flask",
        request: get("GET /", "Hello from Flask"),
        contenders: FLASK,
    },
    Comparison {
        what: "Flask with a template",
        request: get("GET /hello/Ann", "<p>Hello Ann!</p>"),
        contenders: FLASK,
    },
    Comparison {
        what: "FastAPI",
        request: get("GET /fastapi/articles/1", r#"{"name":"cup""#),
        contenders: FASTAPI,
    },
];

const fn get(line: &'static str, answer: &'static str) -> Request {
    let body = "";
    Request { line, body, answer }
}

const fn component(
    name: &'static str,
    fixture: &'static str,
    options: &'static [&'static str],
) -> Contender {
    Contender {
        name,
        program: Program::Component { fixture, options },
        beside: None,
    }
}

const fn native(name: &'static str, arguments: &'static [&'static str]) -> Contender {
    Contender {
        name,
        program: Program::Native(arguments),
        beside: None,
    }
}

impl Contender {
    const fn beside(self, name: &'static str, least: Option<f64>) -> Self {
        let Self {
            name: own, program, ..
        } = self;
        Self {
            name: own,
            program,
            beside: Some((name, least)),
        }
    }

    /// Tells whether it is a component with Python.
    pub(super) fn is_ours(&self) -> bool {
        match self.program {
            Program::Component { fixture, .. } => ![CONTROL, SERVICE_CONTROL].contains(&fixture),
            Program::Native(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_compared_with_one_that_is_measured() {
        for Comparison {
            what, contenders, ..
        } in &COMPARISONS
        {
            for Contender { name, beside, .. } in *contenders {
                let same = |other: &&Contender| Some(other.name) == beside.map(|(name, _)| name);
                let found = contenders.iter().find(same);
                assert_eq!(found.is_some(), beside.is_some(), "{what}: {name}");
                assert!(found.is_none_or(|other| other.beside.is_none() || other.name != *name));
            }
        }
    }
}
