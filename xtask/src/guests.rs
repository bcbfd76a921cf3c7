//! The guest crates of this repository, and the product that is built from one of them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::UNIX_EPOCH;

use wasi_py_toolkit::component::{self, Snapshot};
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::guest::GuestCrate;
use wasi_py_toolkit::tools::Tools;
use wlr_libpy::target::Target;

use crate::shell;

/// The variable that gives the build script of `people` another app.
const APP_VARIABLE: &str = "PEOPLE_APP";

/// The components in `examples`.
pub(crate) const EXAMPLES: [&str; 12] = [
    "colours",
    "everything",
    "markdown",
    "mixed",
    "models",
    "resources",
    "series",
    "speedups",
    "store",
    "streams",
    "tasks",
    "words",
];

/// The component in `examples` whose packages take minutes to build. Only `cargo xtask test --full` and the
/// part of its name have it built.
pub(crate) const SLOW_EXAMPLE: &str = "numbers";

/// Builds the product where the host looks for it, and returns its path.
pub(crate) fn build_people() -> anyhow::Result<PathBuf> {
    let out = product();
    build_for_host(&people(None), Snapshot::Reproducible, &out)?;
    Ok(out)
}

/// Returns the path of the product.
pub(crate) fn product() -> PathBuf {
    shell::repository().join("dist/people.wasm")
}

/// Returns the guest that the example is shown on, with its own app or another.
pub(crate) fn people(app: Option<PathBuf>) -> GuestCrate {
    GuestCrate {
        variables: vec![(APP_VARIABLE, app.clone().map(PathBuf::into_os_string))],
        app: app.or_else(|| Some(shell::repository().join("python-app"))),
        embeds_python: true,
        ..guest("wasi-py-people", "people", Target::Wasip2)
    }
}

/// Returns the same without imports of WASI.
pub(crate) fn people_minimal(app: Option<PathBuf>) -> GuestCrate {
    GuestCrate {
        package: "people-minimal".to_owned(),
        artifact: "people_minimal".to_owned(),
        ..people(app)
    }
}

/// Returns the library that every guest links, as a guest.
fn library() -> GuestCrate {
    GuestCrate {
        embeds_python: true,
        ..guest("wasi-py-embed", "wasi_py_embed", Target::Wasip2)
    }
}

/// Builds the library that every guest links, with the flags of guests.
pub(crate) fn build_library() -> anyhow::Result<()> {
    component::compile(&library())
}

/// Returns the variables that tell tests where rustc finds that library and the folders of its dependencies.
pub(crate) fn library_variables() -> anyhow::Result<[(&'static str, OsString); 2]> {
    let library = library();
    let file = format!("lib{}.rlib", library.artifact);
    let of_target = |folder: PathBuf| folder.join(library.target.name()).join("release");
    // Macros are built for this machine.
    let folders = [
        of_target(library.build_dir()).join("deps"),
        library.build_dir().join("release/deps"),
    ];
    Ok([
        (
            "WASI_PY_LIBRARY",
            of_target(library.target_dir.clone()).join(file).into(),
        ),
        ("WASI_PY_DEPENDENCIES", std::env::join_paths(folders)?),
    ])
}

/// Returns a guest crate of this workspace that needs nothing special.
pub(crate) fn guest(package: &str, artifact: &str, target: Target) -> GuestCrate {
    GuestCrate {
        folder: shell::repository(),
        package: package.to_owned(),
        artifact: artifact.to_owned(),
        target,
        target_dir: shell::repository().join("target/guests"),
        shared_build_dir: None,
        app: None,
        variables: Vec::new(),
        embeds_python: false,
    }
}

/// Builds a guest to `out`, with its plain form and its machine code for this machine beside it.
pub(crate) fn build_for_host(
    guest: &GuestCrate,
    snapshot: Snapshot,
    out: &Path,
) -> anyhow::Result<()> {
    component::build_with_plain(guest, snapshot, out)?;
    let mut precompile = Tools::ensure()?.host();
    precompile.arg("--component").arg(out).arg("--precompile");
    precompile.stdout(Stdio::null());
    if is_newer(&out.with_extension("cwasm"), out) {
        return shell::run(&mut precompile);
    }
    let name = out.file_name().unwrap_or_default().display();
    let step = Step::begin(format!("compiling `{name}` for this machine"));
    shell::run_as(&step, &mut precompile)
}

/// Tells whether `made` was written after `from`. The host program looks closer.
fn is_newer(made: &Path, from: &Path) -> bool {
    let written_s = |path: &Path| {
        let time = path.metadata().and_then(|metadata| metadata.modified());
        // Files that the host writes have times in whole seconds.
        Some(time.ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs())
    };
    matches!((written_s(made), written_s(from)), (Some(made), Some(from)) if made >= from)
}

/// Returns a package below `examples`, with its Python project in `app`.
pub(crate) fn example(name: &str) -> GuestCrate {
    let app = shell::repository().join("examples").join(name).join("app");
    GuestCrate {
        app: Some(app),
        embeds_python: true,
        ..guest(name, name, Target::Wasip2)
    }
}

/// Returns the component that runs the source it is given.
pub(crate) fn sandbox() -> GuestCrate {
    let app = shell::repository().join("crates/sandbox-component/app");
    GuestCrate {
        app: Some(app),
        embeds_python: true,
        ..guest("sandbox-component", "sandbox_component", Target::Wasip2)
    }
}

/// Returns the world of the product as a project without Rust has it.
pub(crate) fn people_alone() -> GuestCrate {
    GuestCrate {
        artifact: "people_alone".to_owned(),
        ..example("people-alone")
    }
}
