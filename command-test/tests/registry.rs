//! Components and WIT packages in a registry on loopback, by `wkg`: what is pushed comes back as it was, and
//! what goes wrong is named.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use command_test::{REGISTRY, WKG, program, repository};
use serde_json::Value;
use tempfile::TempDir;

/// The name that the registry has for what `cargo xtask build` makes. The WIT package is called
/// `wasi-py:people`.
const COMPONENT: &str = "wasi-py:people-component";

/// Debian's registry, serving a folder of its own until this is dropped.
struct Registry {
    child: Child,
    address: String,
    folder: TempDir,
}

impl Registry {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let configuration = folder.path().join("registry.yml");
        let text = CONFIGURATION.replace("FOLDER", &folder.path().display().to_string());
        fs::write(&configuration, text).expect("writes");
        let mut serve = program(REGISTRY);
        serve.arg("serve").arg(configuration);
        let serve = serve.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = serve.spawn().expect("it starts");
        let mut log = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let address = log.find_map(|line| address_in(&line.expect("text")));
        // It would be ended by a pipe that nobody reads.
        std::thread::spawn(move || log.for_each(drop));
        Self {
            child,
            address: address.expect("it listens"),
            folder,
        }
    }

    /// Returns what it holds under this name and tag, as `wkg` has described it.
    fn manifest(&self, name: &str, tag: &str) -> Value {
        let folder = self.folder.path().join("docker/registry/v2");
        let link = format!("repositories/{name}/_manifests/tags/{tag}/current/link");
        let digest = fs::read_to_string(folder.join(link)).expect("it is there");
        let digest = digest.strip_prefix("sha256:").expect("a digest");
        let blob = folder.join(format!("blobs/sha256/{}/{digest}/data", &digest[..2]));
        serde_json::from_slice(&fs::read(blob).expect("it is there")).expect("JSON")
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        // By its id. An error means that it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The configuration of the registry, in which the system chooses a free port.
const CONFIGURATION: &str = "\
version: 0.1
storage: { filesystem: { rootdirectory: FOLDER } }
http: { addr: '127.0.0.1:0' }
";

/// Returns the address in `… msg=\"listening on 127.0.0.1:40001\" …`.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("listening on ")?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Somebody who uses a registry: a folder to work in, with a configuration and a cache of its own.
struct User {
    folder: TempDir,
    address: String,
}

impl User {
    /// Prepares a user for whom the packages of `wasi-py` are at that address.
    fn of(address: &str) -> Self {
        let user = Self {
            folder: tempfile::tempdir().expect("a folder"),
            address: address.to_owned(),
        };
        let configuration = format!(
            "[namespace_registries]\nwasi-py = \"{address}\"\n\n[registry.\"{address}\".oci]\nprotocol = \"http\"\n"
        );
        fs::write(user.path("config.toml"), configuration).expect("writes");
        user
    }

    /// Prepares a user who has the WIT package of this repository, described by its `wkg.toml`.
    fn with_wit(address: &str) -> Self {
        let user = Self::of(address);
        for file in ["wkg.toml", "wkg.lock"] {
            fs::copy(repository().join(file), user.path(file)).expect("copies");
        }
        fs::create_dir(user.path("wit")).expect("a folder");
        for entry in fs::read_dir(repository().join("wit")).expect("the package") {
            let from = entry.expect("a file").path();
            let name = from.file_name().expect("a name");
            fs::copy(&from, user.path("wit").join(name)).expect("copies");
        }
        user
    }

    /// Prepares a user who has a world that imports version `version` of the interface `people`.
    fn consumer(address: &str, version: &str) -> Self {
        let user = Self::of(address);
        fs::create_dir(user.path("wit")).expect("a folder");
        let world = format!(
            "package my:consumer;\nworld consumer {{ import wasi-py:people/people@{version}; }}\n"
        );
        fs::write(user.path("wit/consumer.wit"), world).expect("writes");
        user
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn wkg(&self, arguments: &[&str]) -> Output {
        let mut wkg: Command = program(WKG);
        wkg.args(arguments).current_dir(self.folder.path());
        wkg.env("WKG_CONFIG_FILE", self.path("config.toml"));
        wkg.env("WKG_CACHE_DIR", self.path("cache"));
        wkg.env("WKG_OCI_INSECURE", &self.address);
        wkg.env("RUST_BACKTRACE", "0").env("RUST_LOG", "error");
        wkg.output().expect("it starts")
    }

    /// Has it done.
    fn does(&self, arguments: &[&str]) {
        let output = self.wkg(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    /// Runs the command, which must fail, and returns its message.
    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.wkg(arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?}: {text}");
        text
    }

    /// Returns the reference at which `wkg` looks for a version of the component.
    fn reference(&self, version: &str) -> String {
        format!("{}/{}:{version}", self.address, COMPONENT.replace(':', "/"))
    }

    fn pushes(&self, component: &Path) {
        let component = component.to_str().expect("UTF-8");
        self.does(&["oci", "push", &self.reference("0.1.0"), component]);
    }
}

fn people() -> PathBuf {
    repository().join("dist/people.wasm")
}

/// Returns a component that is quickly pushed.
fn small() -> PathBuf {
    repository().join("target/fixtures/control.wasm")
}

/// Checks an error's text, and that the page on registries has it as a headline.
fn says(error: &str, expected: &str) {
    assert!(error.contains(expected), "expected `{expected}`: {error}");
    let page = repository().join("docs/how-to/registry.md");
    let page = fs::read_to_string(page).expect("the page");
    let headline = format!("\n### `{expected}`\n");
    assert!(page.contains(&headline), "no headline `{expected}`");
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn component_comes_back_as_it_was_pushed() {
    let registry = Registry::start();
    let user = User::of(&registry.address);
    user.pushes(&people());
    user.does(&["oci", "pull", &user.reference("0.1.0"), "-o", "pulled.wasm"]);
    // By the name of the package as well.
    let package = format!("{COMPONENT}@0.1.0");
    user.does(&["get", &package, "-o", "./got.wasm"]);
    let pushed = fs::read(people()).expect("the component");
    for name in ["pulled.wasm", "got.wasm"] {
        let found = fs::read(user.path(name)).expect("it was written");
        assert!(found == pushed, "`{name}` has other bytes");
    }
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn registry_knows_what_a_component_imports_and_exports() {
    let registry = Registry::start();
    let user = User::of(&registry.address);
    let annotation = "org.opencontainers.image.licenses=MIT";
    let (reference, component) = (user.reference("0.1.0"), small());
    let component = component.to_str().expect("UTF-8");
    user.does(&[
        "oci",
        "push",
        &reference,
        component,
        "--annotation",
        annotation,
    ]);
    let manifest = registry.manifest("wasi-py/people-component", "0.1.0");
    let licences = &manifest["annotations"]["org.opencontainers.image.licenses"];
    assert_eq!(licences, "MIT", "{manifest}");
    assert_eq!(manifest["layers"][0]["mediaType"], "application/wasm");
    let kind = &manifest["config"]["mediaType"];
    assert_eq!(kind, "application/vnd.wasm.config.v0+json");
    let digest = manifest["config"]["digest"].as_str().expect("a digest");
    let digest = digest.strip_prefix("sha256:").expect("a digest");
    let blobs = registry
        .folder
        .path()
        .join("docker/registry/v2/blobs/sha256");
    let configuration = fs::read(blobs.join(&digest[..2]).join(digest).join("data"));
    let configuration: Value =
        serde_json::from_slice(&configuration.expect("it is there")).expect("JSON");
    let exports = configuration["component"]["exports"].to_string();
    assert!(exports.contains("wasi-py:people/people@0.1.0"), "{exports}");
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn wit_package_is_published_with_what_its_manifest_says() {
    let registry = Registry::start();
    User::with_wit(&registry.address).does(&["publish", "wit"]);
    let manifest = registry.manifest("wasi-py/people", "0.1.0");
    for (name, value) in [
        ("version", env!("CARGO_PKG_VERSION")),
        ("licenses", "MIT"),
        ("description", "People, and what can be asked about them"),
    ] {
        let name = format!("org.opencontainers.image.{name}");
        assert_eq!(manifest["annotations"][&name], value, "{manifest}");
    }
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn consumer_fetches_the_interface_that_it_imports() {
    let registry = Registry::start();
    User::with_wit(&registry.address).does(&["publish", "wit"]);
    let consumer = User::consumer(&registry.address, "0.1.0");
    consumer.does(&["fetch"]);
    let fetched = consumer.path("wit/deps/wasi-py-people-0.1.0/package.wit");
    let fetched = fs::read_to_string(fetched).expect("it was fetched");
    assert!(
        fetched.contains("filter-by-tag: func(people: list<person>"),
        "{fetched}"
    );
    let lock = fs::read_to_string(consumer.path("wkg.lock")).expect("it was written");
    assert!(lock.contains("digest = \"sha256:"), "{lock}");
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn version_that_exists_is_not_published_again() {
    let registry = Registry::start();
    let user = User::with_wit(&registry.address);
    user.does(&["publish", "wit"]);
    let error = user.refusal(&["publish", "wit"]);
    says(&error, "already exists in the registry");
    assert!(error.contains("wasi-py:people@0.1.0"), "{error}");
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn tag_that_exists_is_moved_by_a_push() {
    let registry = Registry::start();
    let user = User::of(&registry.address);
    user.pushes(&small());
    let first = registry.manifest("wasi-py/people-component", "0.1.0");
    user.pushes(&repository().join("target/fixtures/consumer.wasm"));
    let second = registry.manifest("wasi-py/people-component", "0.1.0");
    assert_ne!(first["layers"], second["layers"]);
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn change_that_breaks_consumers_needs_another_version() {
    let registry = Registry::start();
    let user = User::with_wit(&registry.address);
    user.does(&["publish", "wit"]);
    for entry in fs::read_dir(user.path("wit")).expect("the package") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("readable");
        let text = text.replace("@0.1.0", "@0.1.1");
        fs::write(path, text.replace("age: u16", "age: u32")).expect("writes");
    }
    let error = user.refusal(&["publish", "wit"]);
    says(&error, "is not semver-compatible with existing version");
    assert!(
        error.contains("type mismatch in record field `age`"),
        "{error}"
    );
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn version_that_does_not_exist_is_named() {
    let registry = Registry::start();
    User::with_wit(&registry.address).does(&["publish", "wit"]);
    let error = User::consumer(&registry.address, "0.3.0").refusal(&["fetch"]);
    says(&error, "has no release matching version requirement");
    assert!(
        error.contains("`wasi-py:people`") && error.contains("0.3.0"),
        "{error}"
    );
    let user = User::of(&registry.address);
    user.pushes(&small());
    for arguments in [
        ["oci", "pull", &user.reference("0.9.0")],
        ["get", &format!("{COMPONENT}@0.9.0"), "-o./got.wasm"],
    ] {
        let error = user.refusal(&arguments);
        says(&error, "manifest unknown");
        assert!(error.contains("0.9.0"), "{error}");
    }
    assert!(!user.path("got.wasm").exists(), "nothing is left behind");
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn namespace_without_a_registry_is_named() {
    let user = User::of("127.0.0.1:1");
    let error = user.refusal(&["get", "others:people@0.1.0"]);
    says(&error, "no registry configured for namespace");
    assert!(error.contains("others"), "{error}");
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn registry_that_does_not_answer_is_named() {
    // Nobody listens there any more.
    let port = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = port.local_addr().expect("an address").to_string();
    drop(port);
    let user = User::with_wit(&address);
    for arguments in [
        &["publish", "wit"][..],
        &["get", "wasi-py:people@0.1.0"],
        &["oci", "pull", &user.reference("0.1.0")],
    ] {
        let error = user.refusal(arguments);
        says(&error, "Connection refused");
        assert!(error.contains(&address), "{error}");
    }
}

#[test]
#[ignore = "takes `wkg` and a registry: run `cargo xtask test --full`"]
fn wkg_publishes_no_component_by_name() {
    let registry = Registry::start();
    let user = User::of(&registry.address);
    let component = small();
    let component = component.to_str().expect("UTF-8");
    let package = format!("{COMPONENT}@0.1.0");
    let error = user.refusal(&["publish", component, "--package", &package]);
    says(&error, "component package version not found");
}
