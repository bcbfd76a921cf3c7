//! Links libpython and bundles the Python app.

use std::error::Error;
use std::path::Path;

use wasi_py_bundle::pack::project::Project;
use wlr_libpy::bld_cfg::configure_static_libs;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=app");
    let libpython = configure_static_libs()?;
    libpython.emit_link_flags();
    let bundle = Project::read(Path::new("app"))?.pack(libpython.native_python())?;
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("app.bundle"), bundle)?;
    Ok(())
}
