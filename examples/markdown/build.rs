//! Links libpython and bundles the Python app with what it depends on.

use std::error::Error;
use std::path::Path;

use wasi_py_bundle::pack::project::Project;
use wlr_libpy::bld_cfg::configure_static_libs;

fn main() -> Result<(), Box<dyn Error>> {
    let libpython = configure_static_libs()?;
    libpython.emit_link_flags();
    let project = Project::read(Path::new("app"))?;
    for input in project.inputs() {
        println!("cargo:rerun-if-changed={}", input.display());
    }
    let bundle = project.pack(libpython.native_python())?;
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("app.bundle"), bundle)?;
    Ok(())
}
