//! The command: reads people, lets a component filter them, and writes those that are left.

#![forbid(unsafe_code)]

mod arguments;
mod destination;

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use host_test::reader::{self, ReadError};
use host_test::{
    Allocation, COMPILED_EXTENSION, Cache, CallError, Capabilities, CoreDump, EngineError,
    EngineOptions, Guest, GuestOutput, Host, Instance, InstantiateError, Limits, LoadError, People,
    Person, WriteError, writer,
};

use arguments::{Arguments, OutputFormat, Source};
use destination::{Destination, DestinationError};

/// The guest raised, trapped, or went beyond a limit.
const GUEST_FAILED: u8 = 1;
/// The guest was never asked, or its answer could not be written.
const UNUSABLE: u8 = 2;

/// The number of rounds, and of calls in each, that show how long calls take.
const ROUNDS: u32 = 5;
const CALLS: u32 = 1000;

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Input(#[from] ReadError),
    #[error("{0}")]
    Destination(#[from] DestinationError),
    #[error("{0}")]
    Engine(#[from] EngineError),
    #[error("{0}{help}", help = load_help(.0))]
    Load(#[from] LoadError),
    #[error("{0}")]
    Precompile(#[from] WriteError),
    #[error("{0}")]
    Instantiate(#[from] InstantiateError),
    #[error("{0}")]
    Call(#[from] CallError),
}

fn load_help(error: &LoadError) -> &'static str {
    match error {
        LoadError::Unreadable { .. } => "\n= help: build it with `cargo xtask build`",
        _ => "",
    }
}

impl Failure {
    fn core_dump(&self) -> Option<&CoreDump> {
        match self {
            Self::Call(CallError::Stopped { remains, .. })
            | Self::Instantiate(InstantiateError::Stopped { remains, .. }) => {
                remains.core_dump.as_ref()
            }
            _ => None,
        }
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Call(_) | Self::Instantiate(InstantiateError::Stopped { .. }) => GUEST_FAILED,
            _ => UNUSABLE,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let kept = keep(&failure, arguments.core_dump.as_deref());
            // Nobody is left to be told when standard error is closed.
            let _ = writeln!(io::stderr(), "error: {failure}{kept}");
            failure.exit_code().into()
        }
    }
}

/// Keeps the memory of a guest that stopped, and says so.
fn keep(failure: &Failure, path: Option<&Path>) -> String {
    let (Some(path), Some(core_dump)) = (path, failure.core_dump()) else {
        return String::new();
    };
    // Only for its owner: whatever the guest was given is in it.
    let permissions = Permissions::from_mode(0o600);
    let written = wasi_py_fs::replace(path, permissions, |to| to.write_all(core_dump.bytes()));
    match written {
        Ok(()) => format!("\nnote: its memory is kept in `{}`", path.display()),
        Err(error) => format!(
            "\nnote: its memory cannot be kept in `{}`: {error}",
            path.display()
        ),
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.precompile {
        return precompile(arguments);
    }
    let destination = Destination::new(arguments.out.as_deref())?;
    let people = people(arguments)?;
    if arguments.time {
        let timing = timing(arguments, &people)?;
        destination.write(|to| writeln!(to, "{timing}"))?;
        return Ok(());
    }
    let (left, output) = filter(arguments, &people)?;
    destination.write(|to| write(arguments.output, to, &left))?;
    if !arguments.quiet {
        let summary = format!(
            "{} of {} people carry `{}`",
            left.len(),
            people.len(),
            arguments.tag
        );
        let _ = writeln!(io::stderr(), "{summary}{output}");
    }
    Ok(())
}

fn precompile(arguments: &Arguments) -> Result<(), Failure> {
    let host = host(arguments)?;
    let compiled = arguments.component.with_extension(COMPILED_EXTENSION);
    let is_damaged = matches!(
        host.check_compiled(&compiled),
        Err(LoadError::Damaged { .. })
    );
    if is_damaged && compiled != arguments.component {
        // It is made anew; where it cannot be removed, it cannot be replaced either, which is an error below.
        let _ = fs::remove_file(&compiled);
    }
    let (_, unwritten) = load(&host, arguments)?;
    if let Some(error) = unwritten {
        return Err(error.into());
    }
    Destination::Stdout.write(|to| writeln!(to, "{}", compiled.display()))?;
    Ok(())
}

fn people(arguments: &Arguments) -> Result<Vec<Person>, ReadError> {
    let format = arguments.format.map(Into::into);
    match arguments.source() {
        Source::Example => Ok(arguments::example()),
        Source::Stdin => reader::read_stream("standard input", io::stdin().lock(), format),
        Source::File(path) => reader::read_file(path, format),
    }
}

fn filter(arguments: &Arguments, people: &[Person]) -> Result<(Vec<Person>, GuestOutput), Failure> {
    let mut instance = start(arguments)?;
    let left = instance.filter_by_tag(people, &arguments.tag)?;
    let output = instance.output();
    // The process ends soon, and that is the quickest way to take everything down.
    std::mem::forget(instance);
    Ok((left, output))
}

fn start(arguments: &Arguments) -> Result<Instance, Failure> {
    let host = host(arguments)?;
    let limits = Limits {
        memory_bytes: arguments.max_memory_bytes(),
        deadline: Some(arguments.timeout.into()),
        fuel: arguments.fuel,
        ..Limits::default()
    };
    let (guest, unwritten) = load(&host, arguments)?;
    if let (Some(error), false) = (unwritten, arguments.quiet) {
        let _ = writeln!(io::stderr(), "note: the next run compiles again: {error}");
    }
    Ok(guest.instantiate(&limits, &Capabilities::none())?)
}

/// Measures how long it takes to start an instance, to call it, and to call it again: the quickest of some
/// rounds.
fn timing(arguments: &Arguments, people: &[Person]) -> Result<String, Failure> {
    let mut times = vec![Instant::now()];
    let mut instance = start(arguments)?;
    times.push(Instant::now());
    instance.filter_by_tag(people, &arguments.tag)?;
    times.push(Instant::now());
    for _ in 0..ROUNDS {
        for _ in 0..CALLS {
            instance.filter_by_tag(people, &arguments.tag)?;
        }
        times.push(Instant::now());
    }
    let took_ms = |pair: &[Instant]| (pair[1] - pair[0]).as_secs_f64() * 1000.0;
    let took_ms: Vec<f64> = times.windows(2).map(took_ms).collect();
    let warm_ms = took_ms[2..].iter().copied().fold(f64::INFINITY, f64::min) / f64::from(CALLS);
    Ok(format!(
        "start {:.1} ms, first call {:.2} ms, warm call {warm_ms:.4} ms",
        took_ms[0], took_ms[1]
    ))
}

fn host(arguments: &Arguments) -> Result<Host, EngineError> {
    Host::new(EngineOptions {
        // There is one guest, and no more room is worth the time to reserve it.
        allocation: Allocation::Pooling { instances: 1 },
        fuel: arguments.fuel.is_some(),
        core_dumps: arguments.core_dump.is_some(),
        ..EngineOptions::default()
    })
}

/// Loads the component, and says why it was not kept in compiled form when it should have been.
fn load(host: &Host, arguments: &Arguments) -> Result<(Guest, Option<WriteError>), LoadError> {
    let component = &arguments.component;
    let compiled = component.with_extension(COMPILED_EXTENSION);
    if *component == compiled {
        return Ok((host.load_compiled(compiled)?, None));
    }
    if arguments.no_cache {
        return Ok((host.load(component)?, None));
    }
    match host.load_through(component, compiled)? {
        (guest, Cache::Unwritten(error)) => Ok((guest, Some(error))),
        (guest, _) => Ok((guest, None)),
    }
}

fn write(format: OutputFormat, to: &mut dyn Write, people: &[Person]) -> io::Result<()> {
    match format {
        OutputFormat::Table => writeln!(to, "{}", writer::table(people)),
        OutputFormat::Json => writer::json(to, people),
    }
}
