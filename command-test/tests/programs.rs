//! Programs as they are: of the standard library, of PyPI, with the network, and the typed interface by the
//! same command.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use command_test::{Python, WASMTIME, python, repository, snippet};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn mapped(folder: &TempDir) -> Python {
    python().folder(folder.path(), "/here")
}

#[test]
fn json_tool_formats() {
    let ended = python().run_with(
        &["-m", "json.tool", "--compact", "--sort-keys"],
        b"{\"b\": [1, 2], \"a\": null}",
    );
    assert_eq!(
        (ended.status, &*ended.stdout),
        (Some(0), "{\"a\":null,\"b\":[1,2]}\n")
    );
    let wrong = python().run_with(&["-m", "json.tool"], b"{");
    assert_eq!(wrong.status, Some(1));
}

#[test]
fn zipfile_creates_lists_and_extracts() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), "content").expect("writes");
    let python = mapped(&folder);
    let _ = python.prints(&["-m", "zipfile", "-c", "/here/a.zip", "/here/a.txt"]);
    assert!(
        python
            .prints(&["-m", "zipfile", "-l", "/here/a.zip"])
            .contains("a.txt")
    );
    let _ = python.prints(&["-m", "zipfile", "-e", "/here/a.zip", "/here/out"]);
    let extracted = fs::read_to_string(folder.path().join("out/a.txt"));
    assert_eq!(extracted.expect("is there"), "content");
}

#[test]
fn sqlite_queries_a_mapped_file() {
    let folder = folder();
    let python = mapped(&folder);
    let run = |sql| python.prints(&["-m", "sqlite3", "/here/people.db", sql]);
    let _ = run("create table people(name text, age integer)");
    let _ = run("insert into people values ('Ann', 31), ('Bob', 7)");
    assert_eq!(run("select * from people where age > 10"), "('Ann', 31)\n");
}

#[test]
fn unittest_discovers_and_reports() {
    let folder = folder();
    let test = "
import unittest
class Sums(unittest.TestCase):
    def test_right(self): self.assertEqual(1 + 1, 2)
    def test_wrong(self): self.assertEqual(1 + 1, 3)
";
    fs::write(folder.path().join("test_sums.py"), test).expect("writes");
    let run = |arguments: &[&str]| {
        let arguments = [&["-m", "unittest", "discover", "-s", "/here"], arguments].concat();
        mapped(&folder).run(&arguments)
    };
    let ended = run(&[]);
    assert_eq!(ended.status, Some(1));
    assert!(
        ended.stderr.contains("AssertionError: 2 != 3")
            && ended.stderr.contains("FAILED (failures=1)"),
        "{ended:?}"
    );
    assert_eq!(run(&["-k", "right"]).status, Some(0));
}

#[test]
fn timeit_measures() {
    let said = python().prints(&["-m", "timeit", "-n", "10", "-r", "2", "sum(range(100))"]);
    assert!(said.starts_with("10 loops, best of 2: "), "{said}");
}

#[test]
fn debugger_steps_through_a_script() {
    let folder = folder();
    fs::write(
        folder.path().join("script.py"),
        "x = 1\ny = x + 1\nprint(y)\n",
    )
    .expect("writes");
    let ended = mapped(&folder).run_with(
        &["-m", "pdb", "/here/script.py"],
        b"break 3\ncontinue\np y * 21\nquit\n",
    );
    assert!(
        ended.stdout.contains("> /here/script.py(1)<module>()")
            && ended.stdout.contains("(Pdb) 42\n"),
        "{ended:?}"
    );
}

#[test]
fn asyncio_serves_and_asks_over_loopback() {
    let code = "
import asyncio
async def serve(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    await writer.drain()
    writer.close()
async def ask(port, text):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(text)
    answer = await reader.read()
    writer.close()
    return answer
async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(*(ask(port, b'line %d\\n' % number) for number in range(3))))
    server.close()
asyncio.run(main())";
    let network = python().option("-Sinherit-network=y");
    assert_eq!(
        network.prints(&["-c", code]),
        "[b'LINE 0\\n', b'LINE 1\\n', b'LINE 2\\n']\n"
    );
    let refused = python().run(&["-c", code]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
}

/// Returns the folder of packages that `cargo xtask test` has installed from PyPI for its own use.
fn site_packages() -> PathBuf {
    let folder = std::env::var_os("WASI_PY_SITE_PACKAGES");
    folder
        .expect("the tests are run by `cargo xtask test`")
        .into()
}

#[test]
fn pytest_from_pypi_runs_unmodified() {
    let app = repository().join("python-app");
    let folder = folder();
    let python = python()
        .folder(&site_packages(), "/site-packages")
        .folder(&app, "/app")
        .folder(folder.path(), "/")
        .variable("PYTHONPATH", "/site-packages")
        .variable("PYTHONDONTWRITEBYTECODE", "1");
    // WASI cannot duplicate descriptors and has no `/dev/null`, which three of pytest's plug-ins want.
    let options = "-m pytest -q --capture=sys -p no:faulthandler -p no:logging -p no:cacheprovider";
    let options: Vec<&str> = options.split(' ').collect();
    let ended = python.run(&[&options[..], &["--rootdir=/app", "/app/tests"]].concat());
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(ended.stdout.contains(" passed in "), "{ended:?}");
}

#[test]
fn pygments_from_pypi_runs_unmodified() {
    let python = python()
        .folder(&site_packages(), "/site-packages")
        .variable("PYTHONPATH", "/site-packages")
        .variable("PYTHONDONTWRITEBYTECODE", "1");
    let ended = python.run_with(
        &["-m", "pygments", "-l", "python", "-f", "html"],
        b"print(42)\n",
    );
    assert!(
        ended.stdout.contains("<span class=\"mi\">42</span>"),
        "{ended:?}"
    );
}

#[test]
fn typed_interface_is_invoked_by_the_same_command() {
    let call = r#"filter-by-tag([{name: "John", age: 21, tags: ["student"]}, {name: "Joe", age: 23, tags: []}], "student")"#;
    let mut wasmtime = Command::new(std::env::var_os(WASMTIME).expect("is set"));
    let output = wasmtime
        .args(["run", "--allow-precompiled", "--invoke", call])
        .arg(repository().join("target/fixtures/people-command.cwasm"))
        .output()
        .expect("runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "ok([{name: \"John\", age: 21, tags: [\"student\"]}])\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn garbage_is_collected_whatever_holds_it() {
    let program = snippet("garbage.py");
    // From the snapshot, and anew.
    for options in [&["-c"][..], &["-u", "-c"]] {
        let arguments = [options, &[&program]].concat();
        assert_eq!(python().prints(&arguments), "34\n");
    }
}
