//! The command `libpython`, in this repository and in projects: fills the cache with what everything links.

use std::path::PathBuf;

use wlr_libpy::assertions::Assertions;
use wlr_libpy::cache::cache_root;
use wlr_libpy::environment::VERSION_VARIABLE;
use wlr_libpy::make::{self, Order, PYTHON_ORG, Source};
use wlr_libpy::release::{RELEASES, Release};
use wlr_libpy::target::Target;

use super::ensure;

/// Makes the static libpython, unless the cache has it.
///
/// The cache is `$WASI_PY_CACHE`, else `$XDG_CACHE_HOME/wasi-py-rs`, else `~/.cache/wasi-py-rs`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Target to build for; may be given more than once
    #[arg(long = "target", value_name = "TARGET", default_values_t = [Target::Wasip2])]
    targets: Vec<Target>,
    /// Version of CPython
    #[arg(long, env = VERSION_VARIABLE, default_value = RELEASES[0].version, value_parser = Release::named)]
    version: &'static Release,
    /// Has CPython check itself while it runs, as `WLR_LIBPY_ASSERTIONS` does for every build: larger and
    /// slower, for tests
    #[arg(long)]
    assertions: bool,
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

/// Does it, and prints what is there.
///
/// # Errors
/// When it cannot be made, or is not there and was only looked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
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
            assertions: if self.assertions {
                Assertions::On
            } else {
                Assertions::wanted()
            },
            source: Source {
                tarball: self.tarball.clone(),
                python_org: self.python_org.clone(),
                ..Source::default()
            },
            force: self.force,
        }
    }
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
        let error = parse(&["--target", "wasm32-unknown-unknown"]).expect_err("unknown");
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
        let error = parse(&["--version", "3.12.0"]).expect_err("unknown");
        assert!(
            error.contains("don't know how to build CPython `3.12.0`"),
            "{error}"
        );
        assert!(error.contains("3.13.15"), "{error}");
    }

    #[test]
    fn looking_does_not_make_anything() {
        let error = parse(&["--info", "--force"]).expect_err("contradictory");
        assert!(error.contains("cannot be used with"), "{error}");
    }
}
