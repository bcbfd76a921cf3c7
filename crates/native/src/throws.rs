//! Extension modules in C++ that may throw. A component cannot, so they get functions that end it with a
//! message.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use wasi_py_seal::without_names;
use wlr_libpy::make::CTools;

use crate::NativeError;

/// The functions, in C. They know the name of their module.
pub(crate) const SOURCE: &str = include_str!("../c/throws.c");
/// What they are called by C++.
const NAMES: [&str; 7] = [
    "__cxa_allocate_exception",
    "__cxa_begin_catch",
    "__cxa_end_catch",
    "__cxa_free_exception",
    "__cxa_get_exception_ptr",
    "__cxa_rethrow",
    "__cxa_throw",
];

/// Tells whether a module that lacks these symbols may throw.
pub(crate) fn may_throw(undefined: &[String]) -> bool {
    undefined.iter().any(|symbol| NAMES.contains(&&**symbol))
}

/// Joins the functions to the object of a module, in the folder `work`. Returns the new object.
pub(crate) fn with_an_end(
    tools: &CTools,
    module: &str,
    object: &Path,
    work: &Path,
) -> Result<Vec<u8>, NativeError> {
    let place = |name: &str| work.join(format!("{module}.{name}"));
    let (source, compiled, joined) = (place("c"), place("throws"), place("joined"));
    fs::write(&source, SOURCE).map_err(NativeError::file("write", &source))?;
    let mut clang = Command::new(&tools.clang);
    clang
        .arg("--target=wasm32-wasip2")
        .arg(format!("--sysroot={}", tools.sysroot.display()))
        .arg(format!("-DMODULE=\"{module}\""))
        .args(["-O2", "-c", "-o"])
        .args([&compiled, &source]);
    run(&mut clang)?;
    let mut linker = Command::new(&tools.linker);
    linker
        .args(["-r", "-o"])
        .arg(&joined)
        .args([object, &compiled]);
    run(&mut linker)?;
    let bytes = fs::read(&joined).map_err(NativeError::file("read", &joined))?;
    for path in [source, compiled, joined] {
        fs::remove_file(&path).map_err(NativeError::file("remove", &path))?;
    }
    // One that cannot be read is refused when it is sealed.
    Ok(without_names(&bytes).unwrap_or(bytes))
}

fn run(command: &mut Command) -> Result<(), NativeError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let reason = match command.output() {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(reason) => reason,
    };
    Err(NativeError::Program { program, reason })
}
