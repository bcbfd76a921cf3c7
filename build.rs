//! Links libpython and bundles the Python app.

use std::error::Error;
use std::path::{Path, PathBuf};

use wasi_py_bundle::pack::project::Project;
use wlr_libpy::bld_cfg::configure_static_libs;

/// Another folder with a `people_app` than `python-app`; tests build components around apps that misbehave.
const APP_VARIABLE: &str = "PEOPLE_APP";

fn main() -> Result<(), Box<dyn Error>> {
    let libpython = configure_static_libs()?;
    libpython.emit_link_flags();

    println!("cargo:rerun-if-env-changed={APP_VARIABLE}");
    let app =
        std::env::var_os(APP_VARIABLE).map_or_else(|| PathBuf::from("python-app"), PathBuf::from);
    for part in ["pyproject.toml", "src"] {
        println!("cargo:rerun-if-changed={}", app.join(part).display());
    }
    let bundle = Project::read(&app)?.pack(libpython.native_python())?;
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("app.bundle"), bundle)?;
    Ok(())
}
