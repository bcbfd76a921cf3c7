//! Python sources as code objects, compiled by a native Python of the same version as the guest's.

use std::io::Write;
use std::process::{Command, Stdio};

use wasi_py_bundle::packer::Packer;

use crate::AppError;

/// A script for the native Python.
const COMPILE: &str = include_str!("compile.py");
/// The exit status of `compile.py` for a fault in the user's code, in contrast to any other failure.
const SYNTAX_ERROR_STATUS: i32 = 3;
/// The option of `compile.py` that turns such a fault into an error at import.
const RAISE_AT_IMPORT: &str = "--raise-at-import";

/// The options for bundling a tree of Python sources.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder in which the files appear at run time: `co_filename` and `__file__` begin with it.
    pub mount: String,
    /// True keeps the sources: tracebacks then quote them and `inspect.getsource` works.
    pub sources: bool,
    /// True keeps column positions, which tracebacks underline with `^^^`. They take a quarter of a code
    /// object's compressed size.
    pub columns: bool,
}

/// A Python source and its name inside the bundle.
pub type Source = (String, Vec<u8>);

/// Adds `name.pyc`, a bare code object, for each source, and the source itself if `options` asks for it.
///
/// `native` starts a Python of the guest's version; arguments are added to it.
pub fn add_sources(
    packer: &mut Packer,
    sources: Vec<Source>,
    native: Command,
    options: &Options,
) -> Result<(), AppError> {
    add(packer, sources, native, options, &[])
}

/// Adds sources like [`add_sources`], except that one that does not compile raises its error when it is
/// imported, as it does where the package is installed. That suits packages of others, whose templates and
/// test data may be such files.
pub fn add_foreign_sources(
    packer: &mut Packer,
    sources: Vec<Source>,
    native: Command,
    options: &Options,
) -> Result<(), AppError> {
    add(packer, sources, native, options, &[RAISE_AT_IMPORT])
}

fn add(
    packer: &mut Packer,
    sources: Vec<Source>,
    mut native: Command,
    options: &Options,
    arguments: &[&str],
) -> Result<(), AppError> {
    if !options.columns {
        native.args(["-X", "no_debug_ranges"]);
    }
    let native = native.args(["-c", COMPILE]).args(arguments);
    let codes = compile(native, &sources, &options.mount)?;
    for ((name, text), code) in sources.into_iter().zip(codes) {
        packer.add(format!("{name}c"), code)?;
        if options.sources {
            packer.add(name, text)?;
        }
    }
    Ok(())
}

/// Compiles one source that stands alone to a marshalled code object.
pub fn compile_one(native: &mut Command, name: &str, text: &[u8]) -> Result<Vec<u8>, AppError> {
    let codes = compile(
        native.args(["-c", COMPILE]),
        &[(name.to_owned(), text.to_vec())],
        "",
    )?;
    Ok(codes.into_iter().next().unwrap_or_default())
}

/// Compiles sources to marshalled code objects, one for each, in order.
fn compile(
    native: &mut Command,
    sources: &[Source],
    mount: &str,
) -> Result<Vec<Vec<u8>>, AppError> {
    let program = native.get_program().to_string_lossy().into_owned();
    let failed = |reason: String| AppError::Python {
        program: program.clone(),
        reason,
    };
    let mut child = native
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    // On a thread, since both pipes can be full at once. A Python that stops early says why on its standard
    // error.
    let input = frame_sources(sources, mount);
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let output = child
        .wait_with_output()
        .map_err(|error| failed(error.to_string()))?;
    let _ = writer.join();
    let message = String::from_utf8_lossy(&output.stderr)
        .trim_end()
        .to_owned();
    match output.status.code() {
        Some(0) => split_frames(&output.stdout)
            .filter(|codes| codes.len() == sources.len())
            .ok_or_else(|| failed("its answer is cut off".to_owned())),
        Some(SYNTAX_ERROR_STATUS) => Err(AppError::Syntax(message)),
        _ => Err(failed(format!("{}: {message}", output.status))),
    }
}

fn frame_sources(sources: &[Source], mount: &str) -> Vec<u8> {
    let mut frames = Vec::new();
    for (name, text) in sources {
        let path = if mount.is_empty() {
            name.clone()
        } else {
            format!("{mount}/{name}")
        };
        for part in [path.as_bytes(), text] {
            frames.extend_from_slice(&(part.len() as u64).to_le_bytes());
            frames.extend_from_slice(part);
        }
    }
    frames
}

fn split_frames(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk()?;
        let (frame, rest) =
            rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        frames.push(frame.to_vec());
        bytes = rest;
    }
    Some(frames)
}
