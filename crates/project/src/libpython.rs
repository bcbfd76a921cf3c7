//! The static libpython that components link: made when it is not in the cache, with what that takes set up first.

pub mod command;

use std::path::PathBuf;

use wlr_libpy::assertions::Assertions;
use wlr_libpy::bld_cfg::{DIR_VARIABLE, LibsConfig};
use wlr_libpy::cache::{cache_root, libpython_dir};
use wlr_libpy::error::LibpyError;
use wlr_libpy::make::{
    self, DEBIAN_BUILD_PACKAGES, DEBIAN_CLANG_PACKAGES, Order, SDK_VARIABLE, Source,
};
use wlr_libpy::release::Release;
use wlr_libpy::target::Target;

use crate::console::Console;
use crate::setup;

/// What is told of while it is made.
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

/// The libpython that components link, which has been made.
///
/// # Errors
/// When it is not there.
pub fn find(target: Target) -> anyhow::Result<LibsConfig> {
    let (release, assertions) = (Release::wanted()?, Assertions::wanted());
    let dir = match std::env::var_os(DIR_VARIABLE) {
        Some(dir) => dir.into(),
        None => libpython_dir(&cache_root()?, release, target, assertions),
    };
    Ok(LibsConfig::open(dir, release, target, assertions)?)
}

/// The libpython that components are built with.
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

/// The libpython of an order; what it takes to make it is set up only when it has to be made.
///
/// # Errors
/// When it cannot be made.
pub fn ensure(order: &Order) -> anyhow::Result<LibsConfig> {
    let root = cache_root()?;
    setup::rust_target(order.target)?;
    if !order.force
        && let Ok(config) = make::find(order, &root)
    {
        return Ok(config);
    }
    set_up()?;
    Ok(make::make(order, &root, &mut Console::new(WHAT))?)
}

/// The native interpreter to measure a libpython against, made unless it is in the cache.
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

/// Systems without apt are left alone: the build says what it misses.
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
