//! Folders that are mapped: scripts and apps in them, modules on `PYTHONPATH`, reading and writing.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use command_test::{Python, python};
use tempfile::TempDir;
use wlr_libpy::release::RELEASES;

/// Makes a folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("writes");
        fs::write(path, text).expect("writes");
    }
    folder
}

fn mapped(folder: &TempDir) -> Python {
    python().folder(folder.path(), "/here")
}

const SCRIPT: &str = "import sys, beside\nprint(__name__, sys.argv, sys.path[0], beside.WORD)\n";

#[test]
fn script_runs_with_its_folder_on_the_path() {
    let folder = folder(&[("script.py", SCRIPT), ("beside.py", "WORD = 'here'")]);
    assert_eq!(
        mapped(&folder).prints(&["/here/script.py", "-x", "b"]),
        "__main__ ['/here/script.py', '-x', 'b'] /here here\n"
    );
    let at_root = python().folder(folder.path(), "/");
    assert_eq!(
        at_root.prints(&["script.py"]),
        "__main__ ['script.py'] / here\n"
    );
}

#[test]
fn first_line_of_a_script_can_be_skipped() {
    let folder = folder(&[("script.py", "not python\nprint('second line')\n")]);
    assert_eq!(
        mapped(&folder).prints(&["-x", "/here/script.py"]),
        "second line\n"
    );
}

#[test]
fn safe_path_leaves_the_scripts_folder_out() {
    let folder = folder(&[("script.py", SCRIPT), ("beside.py", "WORD = 'here'")]);
    for option in ["-P", "-I"] {
        let ended = mapped(&folder).run(&[option, "/here/script.py"]);
        assert!(
            ended.stderr.ends_with("No module named 'beside'\n"),
            "{option}: {ended:?}"
        );
    }
}

#[test]
fn folder_and_archive_with_a_main_module_run() {
    let folder = folder(&[(
        "app/__main__.py",
        "import sys; print(sys.argv, sys.path[0], __file__)",
    )]);
    assert_eq!(
        mapped(&folder).prints(&["/here/app", "a"]),
        "['/here/app', 'a'] /here/app /here/app/__main__.py\n"
    );
    let _ = mapped(&folder).prints(&["-m", "zipapp", "/here/app", "-o", "/here/app.pyz"]);
    assert_eq!(
        mapped(&folder).prints(&["/here/app.pyz", "a"]),
        "['/here/app.pyz', 'a'] /here/app.pyz /here/app.pyz/__main__.py\n"
    );
}

#[test]
fn module_on_the_python_path_is_found_and_compiled_once() {
    let folder = folder(&[("extra.py", "WORD = 'extra'")]);
    let python = mapped(&folder).variable("PYTHONPATH", "/nowhere:/here");
    let code = "import extra, sys; print(extra.WORD, sys.path[1:3])";
    assert_eq!(
        python.prints(&["-c", code]),
        "extra ['/nowhere', '/here']\n"
    );
    let compiled = |folder: &Path| folder.join("__pycache__").exists();
    assert!(compiled(folder.path()));
    fs::remove_dir_all(folder.path().join("__pycache__")).expect("removes");
    let _ = python.prints(&["-B", "-c", code]);
    assert!(!compiled(folder.path()));
}

#[test]
fn site_customisation_and_path_files_are_heeded() {
    let packages = format!("base/lib/python{}/site-packages", RELEASES[0].minor());
    let folder = folder(&[
        ("sitecustomize.py", "print('customised')"),
        (
            &format!("{packages}/more.pth"),
            "/here/more\nimport sys; sys.marked = 1",
        ),
        ("more/further.py", "WORD = 'further'"),
    ]);
    let python = mapped(&folder)
        .variable("PYTHONPATH", "/here")
        .variable("PYTHONUSERBASE", "/here/base");
    let code = "import sys, site; site.addsitedir(site.getusersitepackages()); import further; print(further.WORD, sys.marked)";
    assert_eq!(python.prints(&["-c", code]), "customised\nfurther 1\n");
    assert_eq!(
        python.prints(&["-I", "-c", "print('isolated')"]),
        "isolated\n"
    );
}

#[test]
fn checked_bytecode_follows_the_option() {
    let folder = folder(&[("extra.py", "WORD = 'old'")]);
    let python = mapped(&folder).variable("PYTHONPATH", "/here");
    let _ = python.prints(&[
        "-m",
        "compileall",
        "-q",
        "--invalidation-mode",
        "unchecked-hash",
        "/here",
    ]);
    fs::write(folder.path().join("extra.py"), "WORD = 'new'").expect("writes");
    let word = |option: &str| {
        let code = "import extra; print(extra.WORD)";
        python.prints(&["--check-hash-based-pycs", option, "-B", "-c", code])
    };
    assert_eq!(word("default"), "old\n");
    assert_eq!(word("always"), "new\n");
    assert_eq!(word("never"), "old\n");
}

#[test]
fn files_are_read_and_written_below_a_mapped_folder() {
    let folder = folder(&[("in.txt", "grüße\n")]);
    let code = "
import os, pathlib, shutil
root = pathlib.Path('/here')
(root / 'sub').mkdir()
(root / 'sub/out.txt').write_text((root / 'in.txt').read_text() * 2)
shutil.copytree(root / 'sub', root / 'copy')
os.rename(root / 'copy/out.txt', root / 'copy/moved.txt')
with open(root / 'copy/moved.txt', 'a') as file: file.write('end')
shutil.rmtree(root / 'sub')
print(sorted(str(path) for path in root.rglob('*')), os.stat(root / 'in.txt').st_size)";
    assert_eq!(
        mapped(&folder).prints(&["-c", code]),
        "['/here/copy', '/here/copy/moved.txt', '/here/in.txt'] 8\n"
    );
    let moved = fs::read_to_string(folder.path().join("copy/moved.txt"));
    assert_eq!(moved.expect("is there"), "grüße\ngrüße\nend");
}

#[test]
fn file_that_grows_is_read_on() {
    let folder = folder(&[("log", "")]);
    let code = "
import sqlite3
with open('/here/log', 'rb', buffering=0) as log:
    for word in b'', b'one', b'two':
        with open('/here/log', 'ab') as file: file.write(word)
        print(log.read(), log.read(), log.tell())
first, second = sqlite3.connect('/here/db'), sqlite3.connect('/here/db')
first.execute('create table t(x)')
print(second.execute('select * from t').fetchall())";
    assert_eq!(
        mapped(&folder).prints(&["-c", code]),
        "b'' b'' 0\nb'one' b'' 3\nb'two' b'' 6\n[]\n"
    );
}

/// As `docs/how-to/command-line.md` says.
#[test]
fn databases_are_locked_between_processes_and_have_no_shared_memory() {
    let folder = folder(&[]);
    let hold = "
import sqlite3, sys
database = sqlite3.connect('/here/db', isolation_level=None)
print(database.execute('pragma journal_mode=wal').fetchone())
database.execute('begin exclusive')
print('held', flush=True)
sys.stdin.read()";
    let write = "
import sqlite3
database = sqlite3.connect('/here/db', timeout=0)
try: database.execute('create table t(x)'); print('written')
except sqlite3.OperationalError as error: print(error)";
    let mut holder = mapped(&folder).start(&["-c", hold]);
    let mut said = BufReader::new(holder.stdout.take().expect("a pipe")).lines();
    assert_eq!(said.next().expect("a line").expect("text"), "('delete',)");
    assert_eq!(said.next().expect("a line").expect("text"), "held");
    let python = mapped(&folder);
    assert_eq!(python.prints(&["-c", write]), "database is locked\n");
    drop(holder.stdin.take());
    assert!(holder.wait().expect("ends").success());
    assert_eq!(python.prints(&["-c", write]), "written\n");
}

const TEMPORARY: &str = "
import os, tempfile
with tempfile.NamedTemporaryFile('w+') as file:
    print(file.name[:5])
    file.write('x' * 10)
open(os.path.join(tempfile.gettempdir(), 'left'), 'w').close()";

/// Lists the files in a folder of this machine.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into()
        })
        .collect()
}

#[test]
fn temporary_files_lie_in_memory_unless_a_folder_is_mapped_for_them() {
    assert_eq!(python().prints(&["-c", TEMPORARY]), "/tmp/\n");
    let mapped_as = |guest: &str, files: &[(&str, &str)]| {
        let folder = folder(files);
        let printed = python()
            .folder(folder.path(), guest)
            .prints(&["-c", TEMPORARY]);
        assert_eq!(printed, "/tmp/\n", "{guest}");
        folder
    };
    assert_eq!(names(mapped_as("/tmp", &[]).path()), ["left"]);
    assert_eq!(names(mapped_as("/here", &[]).path()), [""; 0]);
    // A root of the host is looked at for one.
    assert_eq!(names(mapped_as("/", &[]).path()), [""; 0]);
    let root = mapped_as("/", &[("tmp/own", "")]);
    assert_eq!(names(&root.path().join("tmp")).len(), 2);
    let folder = folder(&[]);
    let named = mapped(&folder).variable("TMPDIR", "/here");
    assert_eq!(named.prints(&["-c", TEMPORARY]), "/here\n");
    assert_eq!(names(folder.path()), ["left"]);
}

#[test]
fn files_move_between_memory_and_a_mapped_folder() {
    let folder = folder(&[("in.txt", "in")]);
    let code = "
import os, pathlib, shutil
try: os.rename('/here/in.txt', '/tmp/in.txt')
except OSError as error: print(error.strerror)
shutil.move('/here/in.txt', '/tmp/in.txt')
print(pathlib.Path('/tmp/in.txt').read_text(), os.listdir('/here'))
shutil.move('/tmp/in.txt', '/here/out.txt')
print(os.listdir('/here'), os.listdir('/tmp'))";
    assert_eq!(
        mapped(&folder).prints(&["-c", code]),
        "Cross-device link\nin []\n['out.txt'] []\n"
    );
}

#[test]
fn archives_of_mapped_files_can_be_read_by_everybody() {
    let folder = folder(&[("d/a.txt", "a")]);
    let code = "
import os, tarfile, zipfile
os.chdir('/here')
with zipfile.ZipFile('a.zip', 'w') as archive: archive.write('d/a.txt')
with tarfile.open('a.tar', 'w') as archive: archive.add('d')
print(oct(zipfile.ZipFile('a.zip').infolist()[0].external_attr >> 16))
print([oct(member.mode) for member in tarfile.open('a.tar').getmembers()], oct(os.stat('d').st_mode))";
    assert_eq!(
        mapped(&folder).prints(&["-c", code]),
        "0o100644\n['0o755', '0o644'] 0o40755\n"
    );
}

#[test]
fn current_folder_has_its_shortest_path() {
    let folder = folder(&[("a/b/c.txt", ""), ("d/e.txt", "")]);
    std::os::unix::fs::symlink("a/b", folder.path().join("link")).expect("a link");
    let code = "
import os
for path in '/here/d', '..', './a//b/.', '../../d', '/here/link', '..', '/here/none', '/here/d/e.txt', '':
    try: os.chdir(path)
    except OSError as error: print(error.strerror)
    print(os.getcwd())";
    assert_eq!(
        mapped(&folder).prints(&["-c", code]),
        "/here/d\n/here\n/here/a/b\n/here/d\n/here/a/b\n/here/a\n\
         No such file or directory\n/here/a\nNot a directory\n/here/a\nNo such file or directory\n/here/a\n"
    );
}
