//! Wheels that the tests write themselves: no index is asked.

use serde_json::json;
use tempfile::TempDir;

use super::*;

mod native;

const PURE: &str = "py3-none-any";
const NATIVE: &str = "cp313-cp313-manylinux_2_17_x86_64";

/// Wheels, an app and a cache.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(requirements: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["wheels", "app", "cache"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let place = Self { folder };
        place.ask_for(requirements);
        place
    }

    fn ask_for(&self, requirements: &[&str]) {
        let manifest =
            format!("[project]\nname = \"x\"\nversion = \"1\"\ndependencies = {requirements:?}\n");
        fs::write(self.path("app/pyproject.toml"), manifest).expect("written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn installer(&self) -> Installer {
        let index = Index {
            find_links: vec![self.path("wheels")],
            is_offline: true,
        };
        Installer::in_cache(self.path("cache"), index).expect("an installer")
    }

    fn wheel(&self, name: &str, version: &str, tag: &str, requires: &[&str], files: &[&str]) {
        let files: Vec<_> = files.iter().map(|name| (*name, "x = 1\n")).collect();
        self.wheel_of(name, version, tag, requires, &files);
    }

    fn wheel_of(
        &self,
        name: &str,
        version: &str,
        tag: &str,
        requires: &[&str],
        files: &[(&str, &str)],
    ) {
        let files: std::collections::BTreeMap<_, _> = files.iter().copied().collect();
        let wheel = json!({
            "folder": self.path("wheels"), "name": name, "version": version, "tag": tag,
            "requires": requires, "files": files,
        });
        let mut python = std::process::Command::new("python3");
        python.args([
            "-I",
            "-c",
            include_str!("tests/wheel.py"),
            &wheel.to_string(),
        ]);
        assert!(python.status().expect("python3 runs").success());
    }

    fn lock(&self) -> Result<Option<PathBuf>, InstallError> {
        lock(&self.path("app"), &self.installer())
    }

    fn install(&self) -> Result<Option<PathBuf>, InstallError> {
        install(&self.path("app"), &self.installer(), false)
    }

    fn lock_text(&self) -> Option<String> {
        fs::read_to_string(self.path("app/requirements.lock")).ok()
    }

    fn write_lock(&self, text: &str) {
        fs::write(self.path("app/requirements.lock"), text).expect("written");
    }

    /// Counts the finished folders in the cache.
    fn cached(&self) -> usize {
        fs::read_dir(self.path("cache/dependencies")).map_or(0, Iterator::count)
    }
}

/// Makes `one`, which needs `two`, and an app that asks for `one`.
fn one_and_two() -> Place {
    let place = Place::new(&["one>=1"]);
    place.wheel(
        "one",
        "1.5",
        PURE,
        &["two"],
        &["one/__init__.py", "one/data.txt"],
    );
    place.wheel("two", "2.0", PURE, &[], &["two.py"]);
    place
}

fn names(folder: &Path) -> Vec<String> {
    let all = wasi_py_bundle::packer::files_below(folder, &|_| true).expect("readable");
    all.into_iter().map(|(name, _)| name).collect()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, InstallError>) -> String {
    result.expect_err("is refused").to_string()
}

#[test]
fn lock_pins_what_is_asked_for_and_what_that_needs() {
    let place = one_and_two();
    place.wheel("one", "2.0", NATIVE, &[], &["one.py"]);
    assert_eq!(
        place.lock().expect("locks"),
        Some(place.path("app/requirements.lock"))
    );
    let text = place.lock_text().expect("written");
    let pins: Vec<&str> = text.lines().filter(|line| line.contains("==")).collect();
    assert_eq!(pins, ["one==1.5 \\", "two==2.0 \\"]);
    assert_eq!(text.matches("    --hash=sha256:").count(), 2);
}

#[test]
fn installed_are_packages_and_metadata_without_what_installers_leave() {
    let place = one_and_two();
    place.lock().expect("locks");
    let folder = place
        .install()
        .expect("is there")
        .expect("asks for something");
    let expected = [
        "one-1.5.dist-info/METADATA",
        "one-1.5.dist-info/WHEEL",
        "one-1.5.dist-info/entry_points.txt",
        "one/__init__.py",
        "one/data.txt",
        "two-2.0.dist-info/METADATA",
        "two-2.0.dist-info/WHEEL",
        "two-2.0.dist-info/entry_points.txt",
        "two.py",
    ];
    assert_eq!(names(&folder), expected);
    assert_eq!(place.cached(), 1, "nothing else is left in the cache");
}

#[test]
fn same_lock_is_the_same_folder_and_content_in_another_cache() {
    let places = [one_and_two(), one_and_two()];
    let folders = places.each_ref().map(|place| {
        place.lock().expect("locks");
        place
            .install()
            .expect("is there")
            .expect("asks for something")
    });
    let [one, other] = folders
        .each_ref()
        .map(|folder| folder.parent().expect("a folder"));
    assert_eq!(one.file_name(), other.file_name());
    let [one, other] = [one, other].map(|folder| fs::read(folder.join("dependencies.json")));
    assert_eq!(one.expect("a stamp"), other.expect("a stamp"));
}

#[test]
fn markers_are_those_of_a_component() {
    let place = Place::new(&[
        "one; sys_platform == 'wasi' and python_version >= '3.13'",
        "absent; python_version < '3.13' or sys_platform == 'linux'",
    ]);
    place.wheel(
        "one",
        "1",
        PURE,
        &["two; platform_machine == 'wasm32'"],
        &["one.py"],
    );
    place.wheel("two", "2", PURE, &["absent; os_name == 'nt'"], &["two.py"]);
    place.lock().expect("locks");
    let text = place.lock_text().expect("written");
    assert!(
        text.contains("two==2 ") && !text.contains("absent"),
        "{text}"
    );
}

#[test]
fn extras_bring_what_they_need() {
    let place = Place::new(&["one[more]"]);
    place.wheel("one", "1", PURE, &["two; extra == 'more'"], &["one.py"]);
    place.wheel("two", "2", PURE, &[], &["two.py"]);
    place.lock().expect("locks");
    assert!(place.lock_text().expect("written").contains("two==2 "));
}

#[test]
fn package_with_a_native_wheel_alone_is_refused_by_name() {
    let place = Place::new(&["one"]);
    place.wheel("one", "1", PURE, &["fast"], &["one.py"]);
    place.wheel("fast", "3", NATIVE, &[], &["fast.so"]);
    assert_eq!(
        refusal(place.lock()),
        "the dependency `fast` has native code: there is `fast-3-cp313-cp313-manylinux_2_17_x86_64.whl` and no wheel \
         of Python alone, and without that code it cannot be imported\n\
         = help: build it from its source: write `packages = [\"fast\"]` below `[tool.wasi-py.native]` in `pyproject.toml`\n\
         = help: or use a package that is Python alone or can do without"
    );
    assert_eq!((place.lock_text(), place.cached()), (None, 0));
}

/// Makes a package that imports its native module `_speed` like that.
fn package_with_native_module(init: &str) -> Place {
    let place = Place::new(&["fast"]);
    let files = [("fast/__init__.py", init), ("fast/_speed.abi3.so", "")];
    place.wheel_of("fast", "3", NATIVE, &[], &files);
    place
}

const CAUGHT: &str = "try:\n    from . import _speed\nexcept ImportError:\n    _speed = None\n";

#[test]
fn optional_native_code_is_left_out_and_the_lock_says_so() {
    let place = package_with_native_module(CAUGHT);
    place.lock().expect("locks");
    let text = place.lock_text().expect("written");
    assert!(
        text.contains("\n# without native code: fast: fast/_speed.abi3.so\nfast==3 \\\n"),
        "{text}"
    );
    let folder = place
        .install()
        .expect("is there")
        .expect("asks for something");
    let names = names(&folder);
    assert!(names.contains(&"fast/__init__.py".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.ends_with(".so")), "{names:?}");
}

#[test]
fn native_code_is_optional_where_a_failed_import_is_caught() {
    let inits = [
        (CAUGHT, true),
        (
            "import contextlib\nwith contextlib.suppress(ImportError):\n    from one._speed import x\n",
            true,
        ),
        (
            "def speed():\n    try:\n        from ._speed import x\n    except Exception:\n        return 1\n",
            true,
        ),
        (
            "try:\n    import one._speed as speed\nexcept:\n    speed = None\n",
            true,
        ),
        (
            "try:\n    from .fast import x\nexcept ImportError:\n    pass\n",
            true,
        ),
        // Nothing that can be imported asks for it, and `fast` is of no use without.
        ("", false),
        ("from . import _speed\n", false),
        ("import one._speed\n", false),
        ("from .fast import x\n", false),
        ("class Fast:\n    from ._speed import x\n", false),
        ("def speed():\n    from . import _speed\n", false),
        (
            "try:\n    from . import _speed\nexcept ValueError:\n    pass\n",
            false,
        ),
        (
            "try:\n    from . import _speed\nexcept ImportError as e:\n    raise ImportError('build it') from e\n",
            false,
        ),
    ];
    let place = Place::new(&[]);
    for (number, (init, _)) in inits.iter().enumerate() {
        let name = format!("installed/one{number}");
        let init = init.replace("one._speed", &format!("one{number}._speed"));
        let info = format!("{name}-1.dist-info");
        for (file, text) in [
            (format!("{name}/__init__.py"), init.as_str()),
            (format!("{name}/fast.py"), "from ._speed import x\n"),
            (format!("{name}/_speed.cpython-313-x86_64-linux-gnu.so"), ""),
            (
                format!("{info}/METADATA"),
                &format!("Name: one{number}\nVersion: 1\n"),
            ),
            (
                format!("{info}/RECORD"),
                &[
                    "__init__.py",
                    "fast.py",
                    "_speed.cpython-313-x86_64-linux-gnu.so",
                ]
                .map(|file| format!("one{number}/{file},,\n"))
                .concat(),
            ),
        ] {
            let path = place.path(&file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
    }
    let found = place
        .installer()
        .native_code(&place.path("installed"))
        .expect("is read");
    for (number, (init, is_optional)) in inits.iter().enumerate() {
        let code = &found[&format!("one{number}")];
        assert_eq!(code.is_optional, *is_optional, "{init}");
        assert_eq!(code.files.len(), 1, "{init}");
    }
}

#[test]
fn wheel_of_python_alone_is_preferred_to_a_newer_one_with_native_code() {
    let place = Place::new(&["fast", "both"]);
    place.wheel_of(
        "fast",
        "3",
        NATIVE,
        &[],
        &[("fast/__init__.py", ""), ("fast/_speed.so", "")],
    );
    place.wheel("both", "1", PURE, &[], &["both.py"]);
    place.wheel("both", "2", NATIVE, &[], &["both.py"]);
    place.lock().expect("locks");
    assert!(place.lock_text().expect("written").contains("both==1 "));
}

#[test]
fn older_version_that_does_without_needed_native_code_is_found() {
    let place = Place::new(&["fast", "one"]);
    place.wheel_of(
        "fast",
        "3",
        NATIVE,
        &[],
        &[("fast/__init__.py", ""), ("fast/_speed.so", "")],
    );
    place.wheel("one", "2", PURE, &["core"], &["one.py"]);
    place.wheel("one", "1", PURE, &[], &["one.py"]);
    place.wheel("core", "1", NATIVE, &[], &["core.so"]);
    place.lock().expect("locks");
    let text = place.lock_text().expect("written");
    assert!(text.contains("one==1 ") && !text.contains("core"), "{text}");
}

#[test]
fn native_code_is_refused_unless_the_lock_says_that_it_is_left_out() {
    let place = package_with_native_module(CAUGHT);
    place.lock().expect("locks");
    let text = place.lock_text().expect("written");
    let lines = text.lines().filter(|line| !line.starts_with("# without"));
    place.write_lock(&lines.map(|line| format!("{line}\n")).collect::<String>());
    let refused = refusal(place.install());
    assert!(refused.starts_with("cannot install what `"), "{refused}");
}

#[test]
fn native_code_in_a_wheel_for_any_machine_is_refused_by_name() {
    let place = Place::new(&["fast"]);
    place.wheel(
        "fast",
        "3",
        PURE,
        &[],
        &["fast/__init__.py", "fast/_speed.so.1"],
    );
    assert_eq!(
        refusal(place.lock()),
        "the dependency `fast` has native code: `fast/_speed.so.1`\n\
         = help: a component loads none; use a package that is Python alone"
    );
    assert_eq!((place.lock_text(), place.cached()), (None, 0));
}

#[test]
fn package_that_does_not_exist_is_named_and_the_lock_stays() {
    let place = one_and_two();
    place.lock().expect("locks");
    let before = place.lock_text();
    place.ask_for(&["one", "absent>=3"]);
    let refused = refusal(place.lock());
    assert!(refused.starts_with("cannot resolve what `"), "{refused}");
    assert!(
        refused.contains("No matching distribution found for absent>=3"),
        "{refused}"
    );
    assert_eq!(place.lock_text(), before);
}

#[test]
fn wheel_with_another_hash_is_named() {
    let place = one_and_two();
    place.lock().expect("locks");
    let text = place.lock_text().expect("written");
    let at = text.find("two==2.0").expect("pinned") + "two==2.0 \\\n    --hash=sha256:".len();
    let wrong = format!("{}{}{}", &text[..at], "0".repeat(64), &text[at + 64..]);
    place.write_lock(&wrong);
    let refused = refusal(place.install());
    let heading = format!(
        "cannot install what `{}` pins:\n",
        place.path("app/requirements.lock").display()
    );
    assert!(refused.starts_with(&heading), "{refused}");
    assert!(refused.contains("DO NOT MATCH THE HASHES"), "{refused}");
    assert!(
        refused.contains("two==2.0") && refused.contains(&"0".repeat(64)),
        "{refused}"
    );
    assert_eq!(place.cached(), 1, "only what the right lock has installed");
}

#[test]
fn lock_without_hashes_is_refused() {
    let place = one_and_two();
    place.write_lock("one==1.5\n");
    let refused = refusal(place.install());
    assert!(refused.contains("Hashes are required"), "{refused}");
    assert!(refused.contains("one==1.5"), "{refused}");
}

#[test]
fn lock_that_lacks_what_a_dependency_needs_is_refused() {
    let place = one_and_two();
    place.lock().expect("locks");
    let text = place.lock_text().expect("written");
    place.write_lock(&text[..text.find("two==").expect("pinned")]);
    let lock = place.path("app/requirements.lock");
    assert_eq!(
        refusal(place.install()),
        format!(
            "`{}` does not cover `two`, which `one` asks for: it has no `two`\n\
             = help: run `cargo wasi-py lock`, which writes it anew",
            lock.display()
        )
    );
}

#[test]
fn lock_that_lacks_what_the_app_asks_for_is_refused() {
    let place = one_and_two();
    place.lock().expect("locks");
    place.ask_for(&["one>=1.6"]);
    let lock = place.path("app/requirements.lock");
    assert_eq!(
        refusal(place.install()),
        format!(
            "`{}` does not cover `one>=1.6`, which `pyproject.toml` asks for: it has `one==1.5`\n\
             = help: run `cargo wasi-py lock`, which writes it anew",
            lock.display()
        )
    );
}

#[test]
fn app_that_asks_for_nothing_has_no_lock() {
    let place = one_and_two();
    place.lock().expect("locks");
    place.ask_for(&[]);
    assert_eq!(place.install().expect("nothing to do"), None);
    assert_eq!(place.lock().expect("nothing to do"), None);
    assert_eq!(place.lock_text(), None);
}

#[test]
fn damaged_packages_are_installed_anew() {
    let place = one_and_two();
    place.lock().expect("locks");
    let folder = place
        .install()
        .expect("is there")
        .expect("asks for something");
    fs::write(folder.join("two.py"), "x = 2\n").expect("written");
    assert_eq!(place.install().expect("again").as_ref(), Some(&folder));
    assert_eq!(
        fs::read_to_string(folder.join("two.py")).expect("there"),
        "x = 1\n"
    );
}
