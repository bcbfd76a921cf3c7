//! The kinds of project, and the files of each.

/// A framework that answers HTTP requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Framework {
    /// `wasi_py.http`, which every component has.
    Plain,
    /// Flask, and in its place any app of WSGI.
    Flask,
    /// Starlette, and in its place any app of ASGI.
    Starlette,
}

/// The parts in which projects differ. They have placeholders as well.
pub(super) struct Template {
    /// The world and the app, if they are not made from an interface that exists.
    pub(super) sources: Option<Sources>,
    /// What `pyproject.toml` depends on.
    pub(super) dependencies: &'static str,
    /// Lines of `Cargo.toml` for WIT that is in a crate.
    pub(super) wit_crates: &'static str,
    /// The crate.
    pub(super) wasip2: &'static str,
    /// A line of `README.md`, if there is something to lock first.
    pub(super) lock: &'static str,
    /// A line of `README.md`, if the component answers requests.
    pub(super) serve: &'static str,
    /// The command that calls the component.
    pub(super) run: &'static str,
}

pub(super) struct Sources {
    pub(super) world: &'static str,
    pub(super) app: &'static str,
    pub(super) test: &'static str,
}

/// A function that counts words.
const WORDS: Template = Template {
    sources: Some(Sources {
        world: include_str!("../../template/world.wit.in"),
        app: include_str!("../../template/app.py.in"),
        test: include_str!("../../template/test_app.py.in"),
    }),
    dependencies: "",
    wit_crates: "",
    wasip2: "",
    lock: "",
    serve: "",
    run: "wasmtime run --invoke 'count(\"to be or not to be\", \"[a-z]+\")' dist/{{name}}.wasm",
};

/// What implements or calls an interface that exists.
pub(super) const GIVEN: Template = Template {
    sources: None,
    run: "wasmtime run --invoke 'FUNCTION(ARGUMENTS)' dist/{{name}}.wasm",
    ..WORDS
};

const PLAIN: Template = Template {
    sources: Some(http(
        include_str!("../../template/http/plain.py.in"),
        include_str!("../../template/http/test_plain.py.in"),
    )),
    wit_crates: "\n[package.metadata.wasi-py]\nwit-crates = [\"wasip2\"]\n",
    wasip2: "# For its WIT.\nwasip2 = \"1\"\n",
    serve: "cargo wasi-py serve    # answers on 127.0.0.1:8080, after an edit by the new source\n",
    run: "wasmtime serve -Scli --addr 127.0.0.1:8080 dist/{{name}}.wasm\n\
          curl http://127.0.0.1:8080/hello/Ann",
    ..WORDS
};

const fn http(app: &'static str, test: &'static str) -> Sources {
    Sources {
        world: include_str!("../../template/http/world.wit.in"),
        app,
        test,
    }
}

const LOCK: &str = "cargo wasi-py lock     # chooses the versions of packages from PyPI\n";

impl Template {
    /// Returns the template of a project with that framework, or of one that answers no requests.
    pub(super) fn of(framework: Option<Framework>) -> Self {
        match framework {
            None => WORDS,
            Some(Framework::Plain) => PLAIN,
            Some(Framework::Flask) => Self {
                sources: Some(http(
                    include_str!("../../template/http/flask.py.in"),
                    include_str!("../../template/http/test_flask.py.in"),
                )),
                dependencies: "\"flask >=3.1,<4\"",
                lock: LOCK,
                ..PLAIN
            },
            Some(Framework::Starlette) => Self {
                sources: Some(http(
                    include_str!("../../template/http/starlette.py.in"),
                    include_str!("../../template/http/test_starlette.py.in"),
                )),
                dependencies: "\"starlette >=1,<2\"",
                lock: LOCK,
                ..PLAIN
            },
        }
    }
}
