//! The ways in which tests are run. A name says which one: that of a test, and `@0.3` behind it for the event
//! loop of WASI 0.3.

/// The package of asyncio's tests, whose modules are run one by one.
pub(super) const ASYNCIO: &str = "test_asyncio";

/// The end of a name.
const BY_0_3: &str = "@0.3";

/// Tests, and a package of them, that CPython skips on all of WASI for want of sockets, but which do not need
/// a thread for each server.
const OF_SOCKETS: [&str; 9] = [
    "test_asyncgen",
    ASYNCIO,
    "test_contextlib_async",
    "test_httplib",
    "test_poll",
    "test_select",
    "test_sys_settrace",
    "test_wsgiref",
    "test_xml_dom_xmlbuilder",
];

/// The options that let `wasmtime` give them the network of this machine.
const NETWORK: [&str; 2] = ["-Sinherit-network", "-Sallow-ip-name-lookup"];

/// A way to run a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As `python -m test` does.
    Plain,
    /// With sockets, which CPython's tests take WASI not to have.
    Sockets,
    /// With sockets, and in turns of the event loop of worlds with async functions.
    Turns,
}

impl Way {
    /// Returns the way for a name.
    pub(super) fn of(name: &str) -> Self {
        if name.ends_with(BY_0_3) {
            Self::Turns
        } else if OF_SOCKETS.contains(&package(name)) {
            Self::Sockets
        } else {
            Self::Plain
        }
    }

    /// Returns the options of `wasmtime`.
    pub(super) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[],
            Self::Sockets | Self::Turns => &NETWORK,
        }
    }

    /// Returns the arguments of Python that start the runner of tests.
    pub(super) fn runner(self) -> [&'static str; 2] {
        match self {
            Self::Plain => ["-m", "test"],
            Self::Sockets => ["-c", include_str!("with_sockets.py")],
            Self::Turns => [
                "-c",
                concat!(include_str!("in_turns.py"), include_str!("with_sockets.py")),
            ],
        }
    }
}

/// Returns the name of a module of [`ASYNCIO`], for each way to run it.
pub(super) fn names_of_asyncio(module: &str) -> [String; 2] {
    let name = format!("{ASYNCIO}.{module}");
    [name.clone(), name + BY_0_3]
}

/// Returns the test that a name is for.
pub(super) fn test(name: &str) -> &str {
    name.trim_end_matches(BY_0_3)
}

/// Returns the package that it is in, or the test itself if it is in none.
pub(super) fn package(name: &str) -> &str {
    test(name).split('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_how_tests_are_run() {
        let [usual, by_0_3] = names_of_asyncio("test_tasks");
        assert_eq!(
            [usual.as_str(), &by_0_3],
            ["test_asyncio.test_tasks", "test_asyncio.test_tasks@0.3"]
        );
        assert_eq!([&usual, &by_0_3].map(|name| package(name)), [ASYNCIO; 2]);
        assert_eq!(test(&by_0_3), usual);
        let ways = [usual.as_str(), &by_0_3, "test_select", "test_json"].map(Way::of);
        assert_eq!(ways, [Way::Sockets, Way::Turns, Way::Sockets, Way::Plain]);
    }
}
