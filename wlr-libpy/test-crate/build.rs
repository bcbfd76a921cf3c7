//! Links libpython.

fn main() -> Result<(), wlr_libpy::error::LibpyError> {
    wlr_libpy::bld_cfg::configure_static_libs()?.emit_link_flags();
    Ok(())
}
