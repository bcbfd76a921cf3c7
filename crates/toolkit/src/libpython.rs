//! The static libpython that components link. It is made if the cache has none, and the tools for that are
//! set up first.

pub mod command;

use std::path::PathBuf;

use wlr_libpy::assertions::Assertions;
use wlr_libpy::bld_cfg::LibsConfig;
use wlr_libpy::cache::{cache_root, libpython_dir};
use wlr_libpy::environment::{DIR_VARIABLE, PREBUILT_VARIABLE, SDK_VARIABLE};
use wlr_libpy::error::LibpyError;
use wlr_libpy::make::{
    self, DEBIAN_BUILD_PACKAGES, DEBIAN_CLANG_PACKAGES, DEBIAN_CXX_PACKAGES, Development, Order,
    Place, Source,
};
use wlr_libpy::release::Release;
use wlr_libpy::target::Target;

use crate::console::Console;
use crate::setup;

/// The name of the step.
const WHAT: &str = "making libpython";

/// Makes libpython unless it is in the cache or a folder of the user's own holds it.
///
/// # Errors
/// When it cannot be made.
pub fn ensure_for(target: Target) -> anyhow::Result<()> {
    if std::env::var_os(DIR_VARIABLE).is_some() {
        return setup::rust_target(target);
    }
    ensure(&order(target)?)?;
    Ok(())
}

/// Finds the libpython that components link.
///
/// # Errors
/// When it has not been made.
pub fn find(target: Target) -> anyhow::Result<LibsConfig> {
    let (release, assertions) = (Release::wanted()?, Assertions::wanted());
    let dir = match std::env::var_os(DIR_VARIABLE) {
        Some(dir) => dir.into(),
        None => libpython_dir(&cache_root()?, release, target, assertions),
    };
    Ok(LibsConfig::open(dir, release, target, assertions)?)
}

/// Returns what pyo3's build script needs to know of the Python in components, as the content of a
/// `PYO3_CONFIG_FILE`.
///
/// # Errors
/// When the environment asks for an unknown version.
pub fn pyo3_config() -> Result<String, LibpyError> {
    Ok(wlr_libpy::bld_cfg::pyo3_config(Release::wanted()?))
}

/// Returns the order of the libpython that components are built with.
///
/// # Errors
/// When the environment asks for an unknown version.
pub fn order(target: Target) -> Result<Order, LibpyError> {
    Ok(Order {
        release: Release::wanted()?,
        target,
        assertions: Assertions::wanted(),
        source: Source::default(),
        force: false,
    })
}

/// Makes the libpython of an order unless it is in the cache, or in an archive at the place that
/// `WLR_LIBPY_PREBUILT` names. Its tools are set up only if it has to be made.
///
/// # Errors
/// When it cannot be made, or its archive is not the one on record.
pub fn ensure(order: &Order) -> anyhow::Result<LibsConfig> {
    let root = cache_root()?;
    setup::rust_target(order.target)?;
    if !order.force {
        if let Ok(config) = make::find(order, &root) {
            return Ok(config);
        }
        let place = std::env::var(PREBUILT_VARIABLE).unwrap_or_default();
        let console = &mut Console::new("fetching libpython");
        if !place.is_empty()
            && let Some(config) = make::fetch(order, &Place::from(&*place), &root, console)?
        {
            return Ok(config);
        }
    }
    set_up()?;
    Ok(make::make(order, &root, &mut Console::new(WHAT))?)
}

/// Makes the native interpreter that a libpython is measured against, unless it is in the cache.
///
/// # Errors
/// When it cannot be made.
pub fn reference(order: &Order) -> anyhow::Result<PathBuf> {
    set_up()?;
    Ok(make::reference(
        order,
        &cache_root()?,
        &mut Console::new("making the native Python to compare with"),
    )?)
}

/// Returns what packages with native code are built with: headers, a C toolchain and a native Python of the
/// component's version. What is missing is made or installed.
///
/// # Errors
/// When something cannot be made.
pub fn development() -> anyhow::Result<(Development, PathBuf)> {
    let order = order(Target::Wasip2)?;
    ensure(&order)?;
    let has_apt = setup::which("apt-get").is_some();
    if has_apt && std::env::var_os(SDK_VARIABLE).is_none_or(|dir| dir.is_empty()) {
        setup::debian_packages(&DEBIAN_CXX_PACKAGES)?;
    }
    if has_apt {
        setup::debian_packages(&BUILD_PYTHON_PACKAGES)?;
    }
    let root = cache_root()?;
    let python = make::reference(&order, &root, &mut Console::new("making a native Python"))?;
    let console = &mut Console::new("unpacking headers");
    Ok((make::development(&order, &root, console)?, python))
}

/// The packages without which the native Python lacks a module that build backends use.
const BUILD_PYTHON_PACKAGES: [&str; 2] = ["libffi-dev", "zlib1g-dev"];

/// Installs the tools on systems with apt. Elsewhere the build says what it misses.
fn set_up() -> anyhow::Result<()> {
    if setup::which("apt-get").is_none() {
        return Ok(());
    }
    let mut packages = DEBIAN_BUILD_PACKAGES.to_vec();
    if std::env::var_os(SDK_VARIABLE).is_none_or(|dir| dir.is_empty()) {
        packages.extend(DEBIAN_CLANG_PACKAGES);
    }
    setup::debian_packages(&packages)
}
