//! `wasi-py serve`: the project in this folder answers HTTP requests, with the sources as they are.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use wasi_py_build::{Group, Manifest};
use wasi_py_bundle::mounts::SOURCES_VARIABLE;
use wasi_py_toolkit::component::{self, Snapshot};
use wasi_py_toolkit::guest::GuestCrate;
use wasi_py_toolkit::wasmtime::{Wasmtime, check_free};

use crate::parts;

/// Serves the project by the command `wasmtime`, until Ctrl-C. After an edit of the app the next request is
/// answered by the new source.
///
/// Nothing is built for that: each request has an instance that starts Python itself and imports the app from
/// its folder `src`. It takes longer than in the component of `cargo wasi-py build`, which begins from a
/// snapshot. After a change of anything else, such as dependencies, WIT or Rust, start it again.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Address to listen on; the port 0 takes one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    /// For `wasmtime serve`: `--env`, `--dir` and others
    #[arg(last = true, value_name = "OPTIONS")]
    rest: Vec<OsString>,
}

/// The interfaces by which components answer requests, and what `wasmtime serve` has to be told of each.
const HANDLERS: [(&str, &[&str]); 2] = [
    ("wasi:http/incoming-handler", &[]),
    ("wasi:http/handler", &["-Sp3"]),
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Infallible> {
    let manifest = parts::manifest()?;
    check_imports(&manifest)?;
    let of_handler = handler(&manifest)?;
    check_free(arguments.addr)?;
    let wasmtime = Wasmtime::on_path()?;
    let guest = GuestCrate::of_package(&std::env::current_dir()?, &manifest.app)?;
    let folder = guest.target_dir.join("serve");
    let component = folder.join(format!("{}.wasm", guest.package));
    let compiled = component.with_extension("cwasm");
    component::build(&guest, Snapshot::None, &component)?;
    wasmtime.compile(&component, &compiled, &guest.target_dir.join("made"))?;
    let mut options: Vec<OsString> = of_handler.iter().map(OsString::from).collect();
    // An instance that answers another request would answer by sources that it has imported before.
    options.push("--max-instance-reuse-count=1".into());
    options.extend(sources(&manifest)?);
    options.extend(arguments.rest.iter().cloned());
    wasmtime.serve(&compiled, arguments.addr, options)
}

/// Returns the options for the interface by which the world answers requests.
fn handler(manifest: &Manifest) -> anyhow::Result<&'static [&'static str]> {
    let world = manifest.world()?;
    let mut handlers = HANDLERS.into_iter();
    match handlers.find(|(interface, _)| world.exports(interface)) {
        Some((_, options)) => Ok(options),
        None => bail!(
            "the world `{}` answers no HTTP requests: it does not export `{}`\n\
             = help: begin a project that does with `cargo wasi-py new --http plain FOLDER`",
            world.name(),
            HANDLERS[0].0
        ),
    }
}

/// Checks that the component can read what the host names, and files of the host.
fn check_imports(manifest: &Manifest) -> anyhow::Result<()> {
    let Some(imports) = manifest.imports()? else {
        return Ok(());
    };
    for (group, name) in [
        (Group::Environment, "environment"),
        (Group::Filesystem, "filesystem"),
    ] {
        ensure!(
            imports.keeps(group),
            "the component cannot read the app's sources from a folder: `wasi` in `Cargo.toml` leaves out `{name}`\n\
             = help: serve what `cargo wasi-py build` writes, by `wasmtime serve`"
        );
    }
    Ok(())
}

/// Returns the options that give each instance the sources of the app, by their path on this machine, so that
/// tracebacks say where they are.
fn sources(manifest: &Manifest) -> anyhow::Result<[OsString; 2]> {
    let folder = manifest.app.join("src");
    let failed = || format!("cannot read `{}`", folder.display());
    let folder = fs::canonicalize(&folder).with_context(failed)?;
    let path = path_of_guests(&folder)?;
    Ok([
        format!("--dir={path}::{path}").into(),
        format!("--env={SOURCES_VARIABLE}={path}").into(),
    ])
}

/// Returns a folder as `wasmtime` takes one.
fn path_of_guests(folder: &Path) -> anyhow::Result<&str> {
    let path = folder.to_str().filter(|path| !path.contains("::"));
    path.with_context(|| {
        format!(
            "`{}` cannot be given to `wasmtime`: its name is not UTF-8, or has `::`\n\
             = help: move the project to another folder",
            folder.display()
        )
    })
}
