//! The generator's reading of WIT. Any package is read or refused, and one that is read gives Rust and stubs.

use std::fmt;
use std::io::Write;
use std::path::PathBuf;

use arbitrary::Unstructured;
use wasi_py_bindgen::{BindgenError, Settings, World};
use wit_smith::Config;

/// The number of worlds of a package from which code is generated: an input must not take long.
const WORLDS: usize = 2;

/// Reads `data` as a package, or makes a package from it, and generates from its worlds.
///
/// # Panics
/// When the generator panics, or writes something that is not Rust.
pub fn check(data: &[u8]) {
    match data.split_first() {
        // No text begins with such a byte.
        Some((0..=8 | 128.., rest)) => {
            if let Some(package) = any_package(&mut Unstructured::new(rest)) {
                check_package(&package);
            }
        }
        _ => check_package(data),
    }
}

/// Makes a valid package, encoded as WebAssembly, whether or not this generator knows all that is in it.
fn any_package(input: &mut Unstructured<'_>) -> Option<Vec<u8>> {
    let supported = Config {
        max_packages: 3,
        ..Config::default()
    };
    let config = if input.ratio(1, 4).ok()? {
        input.arbitrary().ok()?
    } else {
        supported
    };
    wit_smith::smith(&config, input).ok()
}

fn check_package(package: &[u8]) {
    let mut file = must(tempfile::Builder::new().suffix(".wit").tempfile());
    must(file.write_all(package));
    let path = [file.path().to_owned()];
    match World::read(&path, None) {
        Ok(world) => generate(&world),
        Err(BindgenError::World { worlds, .. }) => {
            let some = worlds.iter().take(WORLDS);
            some.for_each(|name| check_world(&path, name));
        }
        Err(_) => {}
    }
}

fn check_world(path: &[PathBuf], name: &str) {
    if let Ok(world) = World::read(path, Some(name)) {
        generate(&world);
    }
}

fn generate(world: &World) {
    let settings = Settings {
        app: "app".to_owned(),
        ..Settings::default()
    };
    // `rust` parses its own output.
    if let Err(error) = world.rust(&settings) {
        assert!(!matches!(error, BindgenError::Generated(_)), "{error}");
    }
    must(world.stubs(&settings));
}

fn must<T, E: fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}
