//! `cargo xtask libpython`: fills the cache with the static libpython that everything links.

use std::path::PathBuf;

use wasi_py_project::setup;
use wlr_libpy::bld_cfg::LibsConfig;
use wlr_libpy::cache::cache_root;
use wlr_libpy::make::{
    self, DEBIAN_BUILD_PACKAGES, DEBIAN_CLANG_PACKAGES, Order, PYTHON_ORG, SDK_VARIABLE, Source,
};
use wlr_libpy::release::{RELEASES, Release, VERSION_VARIABLE};
use wlr_libpy::target::Target;

use crate::console::Console;

/// Makes the static libpython and puts it into the cache, unless it is there.
///
/// The cache is `$WASI_PY_CACHE`, else `$XDG_CACHE_HOME/wasi-py-rs`, else `~/.cache/wasi-py-rs`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Target to build for; may be given more than once
    #[arg(long = "target", value_name = "TARGET", default_values_t = [Target::Wasip2])]
    targets: Vec<Target>,
    /// Version of CPython
    #[arg(long, env = VERSION_VARIABLE, default_value = RELEASES[0].version, value_parser = Release::named)]
    version: &'static Release,
    /// CPython's source, instead of Debian's or python.org's
    #[arg(long, value_name = "FILE")]
    tarball: Option<PathBuf>,
    /// A mirror of python.org's releases
    #[arg(long, value_name = "URL", default_value = PYTHON_ORG)]
    python_org: String,
    /// Make it anew even when it is there
    #[arg(long)]
    force: bool,
    /// Only say what is in the cache
    #[arg(long, conflicts_with_all = ["force", "tarball"])]
    info: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    for &target in &arguments.targets {
        let config = if arguments.info {
            make::find(&arguments.order(target), &cache_root()?)?
        } else {
            ensure(&arguments.order(target))?
        };
        println!("{config}");
    }
    Ok(())
}

impl Arguments {
    fn order(&self, target: Target) -> Order {
        Order {
            release: self.version,
            target,
            source: Source {
                tarball: self.tarball.clone(),
                python_org: self.python_org.clone(),
                ..Source::default()
            },
            force: self.force,
        }
    }
}

/// The libpython of an order; what it takes to make it is set up only when it has to be made.
pub(crate) fn ensure(order: &Order) -> anyhow::Result<LibsConfig> {
    let root = cache_root()?;
    setup::rust_target(order.target)?;
    if !order.force
        && let Ok(config) = make::find(order, &root)
    {
        return Ok(config);
    }
    set_up()?;
    Ok(make::make(order, &root, &mut Console::new())?)
}

/// The native interpreter to measure a libpython against, made unless it is in the cache.
pub(crate) fn reference(order: &Order) -> anyhow::Result<PathBuf> {
    set_up()?;
    Ok(make::reference(order, &cache_root()?, &mut Console::new())?)
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Task {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        let task = Task::try_parse_from(["libpython"].iter().chain(words));
        task.map(|task| task.arguments)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn targets_add_up() {
        let words = ["--target", "wasm32-wasip1", "--target", "wasm32-wasip2"];
        let arguments = parse(&words).expect("known");
        assert_eq!(arguments.targets, [Target::Wasip1, Target::Wasip2]);
        assert_eq!(
            parse(&[]).expect("nothing to say").targets,
            [Target::Wasip2]
        );
    }

    #[test]
    fn unknown_target_is_refused_with_the_known_ones() {
        let error = parse(&["--target", "wasm32-unknown-unknown"])
            .err()
            .expect("unknown");
        assert!(
            error.contains("don't know how to build libpython for `wasm32-unknown-unknown`"),
            "{error}"
        );
        assert!(
            error.contains("`wasm32-wasip2` or `wasm32-wasip1`"),
            "{error}"
        );
    }

    #[test]
    fn unknown_version_is_refused_with_the_known_ones() {
        let error = parse(&["--version", "3.12.0"]).err().expect("unknown");
        assert!(
            error.contains("don't know how to build CPython `3.12.0`"),
            "{error}"
        );
        assert!(error.contains("3.13.15"), "{error}");
    }

    #[test]
    fn looking_does_not_make_anything() {
        let error = parse(&["--info", "--force"]).err().expect("contradictory");
        assert!(error.contains("cannot be used with"), "{error}");
    }
}
