//! The answers of a system that has none of what is left out: one table of WASI 0.2.

/// A handle that stands for a stream, a timer or a network that is not there. Components count their handles
/// from 1 and end below 2²⁸, and `wasi-py-embed` makes up others from 2³⁰ on.
pub(crate) const NOBODY: i32 = 1 << 29;

/// An answer to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing, no list, no option, success without a value.
    Nothing,
    /// [`NOBODY`].
    Nobody,
    /// A number, or the success with that number.
    Number(u32),
    /// The failure with the case of that name.
    Error(&'static str),
    /// A trap: no caller can have what it asks about, or the call is not to return.
    Trap,
    /// Random bytes, as many as the argument says.
    RandomBytes,
    /// 64 random bits.
    RandomNumber,
    /// Twice 64 random bits.
    RandomPair,
    /// The time since 1970.
    TimeOfDay,
    /// A nanosecond, the resolution of the time of day.
    Nanosecond,
    /// The nanoseconds of the monotonic clock.
    Now,
    /// A timer that has passed, for so many nanoseconds: the clock moves on by them.
    WaitFor,
    /// A timer that has passed, until a time: the clock moves on to it.
    WaitUntil,
    /// The places of those in a list that are [`NOBODY`], since they are always ready.
    Poll,
}

/// Returns the answer of a function of an interface, which is given without its version.
pub(crate) fn answer(interface: &str, function: &str) -> Option<Answer> {
    let listed = ANSWERS
        .iter()
        .filter(|(of, _)| *of == interface)
        .flat_map(|(_, answers)| *answers)
        .find(|(name, _)| *name == function);
    match listed {
        Some((_, answer)) => Some(*answer),
        None if is_of_a_resource(function) && !interface.starts_with("wasi:io/") => {
            Some(Answer::Trap)
        }
        None => None,
    }
}

/// Tells whether a function takes a handle. Outside of `wasi:io` nobody has one, unless the table says more.
fn is_of_a_resource(function: &str) -> bool {
    function.starts_with("[method]") || function.starts_with("[resource-drop]")
}

type Answers = &'static [(&'static str, Answer)];

/// The functions by interface.
const ANSWERS: &[(&str, Answers)] = &[
    (
        "wasi:random/random",
        &[
            ("get-random-bytes", Answer::RandomBytes),
            ("get-random-u64", Answer::RandomNumber),
        ],
    ),
    (
        "wasi:random/insecure",
        &[
            ("get-insecure-random-bytes", Answer::RandomBytes),
            ("get-insecure-random-u64", Answer::RandomNumber),
        ],
    ),
    (
        "wasi:random/insecure-seed",
        &[("insecure-seed", Answer::RandomPair)],
    ),
    (
        "wasi:clocks/wall-clock",
        &[
            ("now", Answer::TimeOfDay),
            ("resolution", Answer::Nanosecond),
        ],
    ),
    (
        "wasi:clocks/monotonic-clock",
        &[
            ("now", Answer::Now),
            ("resolution", Answer::Number(1)),
            ("subscribe-duration", Answer::WaitFor),
            ("subscribe-instant", Answer::WaitUntil),
        ],
    ),
    (
        "wasi:clocks/timezone",
        &[
            ("display", Answer::Nothing),
            ("utc-offset", Answer::Number(0)),
        ],
    ),
    ("wasi:cli/stdin", &[("get-stdin", Answer::Nobody)]),
    ("wasi:cli/stdout", &[("get-stdout", Answer::Nobody)]),
    ("wasi:cli/stderr", &[("get-stderr", Answer::Nobody)]),
    (
        "wasi:cli/terminal-stdin",
        &[("get-terminal-stdin", Answer::Nothing)],
    ),
    (
        "wasi:cli/terminal-stdout",
        &[("get-terminal-stdout", Answer::Nothing)],
    ),
    (
        "wasi:cli/terminal-stderr",
        &[("get-terminal-stderr", Answer::Nothing)],
    ),
    (
        "wasi:cli/environment",
        &[
            ("get-environment", Answer::Nothing),
            ("get-arguments", Answer::Nothing),
            ("initial-cwd", Answer::Nothing),
        ],
    ),
    (
        "wasi:cli/exit",
        &[("exit", Answer::Trap), ("exit-with-code", Answer::Trap)],
    ),
    (
        "wasi:filesystem/preopens",
        &[("get-directories", Answer::Nothing)],
    ),
    (
        "wasi:filesystem/types",
        // It asks what an error of a stream has to do with files.
        &[("filesystem-error-code", Answer::Nothing)],
    ),
    (
        "wasi:sockets/instance-network",
        &[("instance-network", Answer::Nobody)],
    ),
    (
        "wasi:sockets/network",
        &[
            ("[resource-drop]network", Answer::Nothing),
            ("network-error-code", Answer::Nothing),
        ],
    ),
    (
        "wasi:sockets/tcp-create-socket",
        &[("create-tcp-socket", Answer::Error("access-denied"))],
    ),
    (
        "wasi:sockets/udp-create-socket",
        &[("create-udp-socket", Answer::Error("access-denied"))],
    ),
    (
        "wasi:sockets/ip-name-lookup",
        &[(
            "resolve-addresses",
            Answer::Error("permanent-resolver-failure"),
        )],
    ),
    (
        "wasi:io/error",
        &[
            ("[method]error.to-debug-string", Answer::Trap),
            ("[resource-drop]error", Answer::Trap),
        ],
    ),
    (
        "wasi:io/poll",
        &[
            ("[method]pollable.ready", Answer::Number(1)),
            ("[method]pollable.block", Answer::Nothing),
            ("[resource-drop]pollable", Answer::Nothing),
            ("poll", Answer::Poll),
        ],
    ),
    (
        "wasi:io/streams",
        &[
            ("[method]input-stream.read", Answer::Error(CLOSED)),
            ("[method]input-stream.blocking-read", Answer::Error(CLOSED)),
            ("[method]input-stream.skip", Answer::Error(CLOSED)),
            ("[method]input-stream.blocking-skip", Answer::Error(CLOSED)),
            ("[method]input-stream.subscribe", Answer::Nobody),
            ("[resource-drop]input-stream", Answer::Nothing),
            (
                "[method]output-stream.check-write",
                Answer::Number(WRITE_BYTES),
            ),
            ("[method]output-stream.write", Answer::Nothing),
            (
                "[method]output-stream.blocking-write-and-flush",
                Answer::Nothing,
            ),
            ("[method]output-stream.flush", Answer::Nothing),
            ("[method]output-stream.blocking-flush", Answer::Nothing),
            ("[method]output-stream.subscribe", Answer::Nobody),
            ("[method]output-stream.write-zeroes", Answer::Nothing),
            (
                "[method]output-stream.blocking-write-zeroes-and-flush",
                Answer::Nothing,
            ),
            ("[method]output-stream.splice", Answer::Error(CLOSED)),
            (
                "[method]output-stream.blocking-splice",
                Answer::Error(CLOSED),
            ),
            ("[resource-drop]output-stream", Answer::Nothing),
        ],
    ),
];

/// The case of `stream-error` at the end of a stream.
const CLOSED: &str = "closed";

/// The bytes that may be written at once into nothing.
const WRITE_BYTES: u32 = 1 << 30;
