"""Files without any mapped folder: bundled ones, temporary ones, the device, the current folder."""

import contextlib
import errno
import glob
import importlib.resources
import io
import json
import os
import pathlib
import shutil
import site
import sqlite3
import stat
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator

from people_app import behaviours, kept

PACKAGE = pathlib.Path(behaviours.__file__).parent
NOTE = PACKAGE / "data" / "note.txt"
TEXT = "a note from the bundle\n"


@contextlib.contextmanager
def fails(number: int) -> Iterator[list[str]]:
    said: list[str] = []
    try:
        yield said
    except OSError as error:
        assert error.errno == number, error
        said.append(str(error))
    else:
        raise AssertionError(f"expected {errno.errorcode[number]}")


def bundled_files_are_read() -> None:
    assert str(NOTE) == "/bundle/app/people_app/data/note.txt"
    assert NOTE.read_text(encoding="utf-8") == TEXT
    with open(NOTE, "rb") as file:
        assert file.seek(2) == 2
        assert file.read(4) == b"note"
        assert file.seek(-1, os.SEEK_END) == len(TEXT) - 1
        assert (file.read(), file.read()) == (b"\n", b"")
    with io.FileIO(NOTE) as raw:
        assert raw.readall() == TEXT.encode()
    with io.open_code(str(NOTE)) as code:
        assert code.read() == TEXT.encode()
    descriptor = os.open(NOTE, os.O_RDONLY)
    assert os.lseek(descriptor, 7, os.SEEK_SET) == 7
    assert os.read(descriptor, 4) == b"from"
    assert os.pread(descriptor, 4, 2) == b"note"
    assert os.fstat(descriptor).st_size == len(TEXT)
    os.close(descriptor)
    with fails(errno.EBADF):
        os.read(descriptor, 1)


def bundled_folders_are_listed() -> None:
    assert {"app", "stdlib"} == set(os.listdir("/bundle"))
    assert os.listdir(NOTE.parent) == ["note.txt"]
    with os.scandir(PACKAGE) as entries:
        kinds = {entry.name: (entry.is_dir(), entry.is_file()) for entry in entries}
    assert kinds["data"] == (True, False)
    assert kinds["behaviours.py"] == (False, True)
    walked = {os.path.join(folder, name) for folder, _, names in os.walk("/bundle/app") for name in names}
    assert str(NOTE) in walked
    assert glob.glob("/bundle/app/**/*.txt", recursive=True, include_hidden=True) == [str(NOTE)]
    assert list(PACKAGE.rglob("note.*")) == [NOTE]
    assert len(os.listdir("/bundle/stdlib/tzdata/zoneinfo/Europe")) > 50


def bundled_files_have_a_status() -> None:
    status = os.stat(NOTE)
    assert stat.filemode(status.st_mode) == "-rw-r--r--"
    assert stat.filemode(os.stat(PACKAGE).st_mode) == "drwxr-xr-x"
    assert (status.st_size, status.st_uid, status.st_gid) == (len(TEXT), os.getuid(), os.getgid())
    assert os.path.exists(NOTE)
    assert os.path.isfile(NOTE)
    assert not os.path.isdir(NOTE)
    assert os.path.isdir(PACKAGE)
    assert os.path.isdir("/bundle")
    assert not os.path.islink(PACKAGE)
    assert os.path.getsize(NOTE) == len(TEXT)
    assert os.access(NOTE, os.R_OK)
    assert not os.access(NOTE, os.W_OK)
    assert os.path.samefile(NOTE, f"{PACKAGE}/../people_app/data/note.txt")
    assert not os.path.samefile(NOTE, behaviours.__file__)
    assert NOTE.resolve() == NOTE
    assert not os.path.exists(PACKAGE / "missing")


def bundled_files_do_not_change() -> None:
    for mode in ("w", "a", "r+", "x"):
        with fails(errno.EEXIST if mode == "x" else errno.EROFS):
            open(NOTE, mode).close()
    with fails(errno.EROFS) as said:
        (PACKAGE / "new").touch()
    assert said == ["[Errno 69] Read-only file system: '/bundle/app/people_app/new'"], said
    for change in (os.mkdir, os.unlink, os.rmdir, os.remove):
        with fails(errno.EROFS if change is os.mkdir else errno.ENOENT):
            change(PACKAGE / "new")
    for change in (NOTE.unlink, NOTE.parent.rmdir, lambda: NOTE.rename(PACKAGE / "other"), lambda: os.utime(NOTE)):
        with fails(errno.EROFS):
            change()
    with fails(errno.EXDEV):
        NOTE.rename("/tmp/note")
    with fails(errno.ENOTDIR):
        os.listdir(NOTE)
    with fails(errno.EISDIR):
        open(PACKAGE).close()
    with fails(errno.ENOTDIR):
        open(NOTE / "below").close()


def resources_have_paths() -> None:
    resource = importlib.resources.files("people_app") / "data" / "note.txt"
    assert resource == NOTE
    with importlib.resources.as_file(resource) as path:
        assert path == NOTE
    with importlib.resources.path("people_app.data", "note.txt") as path:
        assert path.read_text(encoding="utf-8") == TEXT


def files_are_copied_out_of_the_bundle() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for copy in (shutil.copy, shutil.copy2, shutil.copyfile):
            target = os.path.join(folder, copy.__name__)
            copy(NOTE, target)
            assert pathlib.Path(target).read_text() == TEXT
        assert os.stat(os.path.join(folder, "copy2")).st_mtime == os.stat(NOTE).st_mtime
        tree = shutil.copytree(PACKAGE, os.path.join(folder, "tree"))
        assert (pathlib.Path(tree) / "data" / "note.txt").read_text() == TEXT
    assert not os.path.exists(folder)


def temporary_files_of_all_kinds_work() -> None:
    assert tempfile.gettempdir() == "/tmp"
    before = os.listdir("/tmp")
    with tempfile.TemporaryFile() as file:
        file.write(b"12345")
        file.seek(1)
        assert file.read(2) == b"23"
        file.truncate(3)
        assert file.seek(0, os.SEEK_END) == 3
    with tempfile.NamedTemporaryFile("w+", suffix=".txt") as named:
        named.write("text")
        named.flush()
        assert pathlib.Path(named.name).read_text() == "text"
    assert not os.path.exists(named.name)
    with tempfile.SpooledTemporaryFile(max_size=4) as spooled:
        spooled.write(b"123456")
        spooled.seek(0)
        assert spooled.read() == b"123456"
        assert spooled.fileno() > 2
    descriptor, path = tempfile.mkstemp()
    assert os.write(descriptor, b"1") == 1
    assert os.pwrite(descriptor, b"23", 4) == 2
    os.close(descriptor)
    assert pathlib.Path(path).read_bytes() == b"1\0\0\x0023"
    with open(path, "ab") as file:
        file.write(b"4")
        assert file.tell() == 7
    os.unlink(path)
    folder = tempfile.mkdtemp()
    os.rmdir(folder)
    assert os.listdir("/tmp") == before


def the_root_is_a_folder() -> None:
    assert sorted(os.listdir("/")) == ["bundle", "dev", "tmp"]
    assert os.path.isdir("/")
    os.makedirs("/tmp", exist_ok=True)
    before = os.getcwd()
    os.chdir("/")
    assert os.path.isdir("tmp")
    os.chdir(before)
    try:
        os.mkdir("/other")
    except FileNotFoundError:
        return
    raise AssertionError("a folder was made")


def temporary_files_are_renamed_and_removed() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "a" / "b").mkdir(parents=True)
        (folder / "a" / "b" / "f").write_text("1")
        (folder / "a").rename(folder / "c")
        assert [str(path.relative_to(folder)) for path in sorted(folder.rglob("*"))] == ["c", "c/b", "c/b/f"]
        (folder / "g").write_text("2")
        os.replace(folder / "g", folder / "c" / "b" / "f")
        assert (folder / "c" / "b" / "f").read_text() == "2"
        shutil.move(folder / "c" / "b" / "f", folder / "moved")
        with fails(errno.ENOTEMPTY):
            (folder / "c").rmdir()
        with fails(errno.ENOENT):
            (folder / "none").unlink()
        with fails(errno.EPERM):
            (folder / "link").symlink_to("moved")
        with fails(errno.ENAMETOOLONG):
            (folder / ("x" * 256)).touch()
        os.utime(folder / "moved", (1, 2))
        assert os.stat(folder / "moved").st_mtime == 2


def programs_keep_what_they_do_with_files() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with contextlib.closing(sqlite3.connect(folder / "db")) as database, database:
            database.execute("create table t (x)")
            database.executemany("insert into t values (?)", [(number,) for number in range(1000)])
        with contextlib.closing(sqlite3.connect(folder / "db")) as database:
            assert database.execute("select sum(x) from t").fetchone() == (499500,)
        (folder / "found.py").write_text("ANSWER = 42\n")
        sys.path.insert(0, name)
        import found  # type: ignore[import-not-found]

        assert found.ANSWER == 42
        sys.path.remove(name)
        sys.modules.pop("found")


def archives_have_permissions() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "d").mkdir()
        (folder / "d" / "f").write_text("1")
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            archive.write(folder / "d" / "f", "f")
            archive.write(folder / "d", "d")
            archive.write(NOTE, "note.txt")
        modes = {info.filename: info.external_attr >> 16 for info in zipfile.ZipFile(folder / "a.zip").infolist()}
        assert modes == {"f": 0o100644, "d/": 0o040755, "note.txt": 0o100644}
        with tarfile.open(folder / "a.tar", "w") as archive:
            archive.add(folder / "d", "d")
        with tarfile.open(folder / "a.tar") as archive:
            assert {member.name: member.mode for member in archive} == {"d": 0o755, "d/f": 0o644}
            archive.extractall(folder / "out", filter="data")
        assert (folder / "out" / "d" / "f").read_text() == "1"


def the_temporary_folder_has_a_limit() -> None:
    chunk = bytes(1 << 20)
    with tempfile.TemporaryFile(buffering=0) as file:
        written = 0
        with fails(errno.ENOSPC):
            while written < 100 << 20:
                written += file.write(chunk)
        assert 60 << 20 < written < 64 << 20
        with fails(errno.ENOSPC):
            file.truncate(65 << 20)
        file.truncate(0)
        with fails(errno.ENOSPC):
            os.pwrite(file.fileno(), b"1", 64 << 20)
    with tempfile.TemporaryFile() as file:
        assert file.write(chunk) == len(chunk)


def the_device_takes_all_and_gives_nothing() -> None:
    with open(os.devnull, "w") as device:
        assert device.write("text") == 4
    with open(os.devnull, "rb") as device:
        assert device.read() == b""
        assert stat.S_ISCHR(os.fstat(device.fileno()).st_mode)
    assert os.path.exists(os.devnull)
    assert not os.path.isfile(os.devnull)


def the_current_folder_has_its_shortest_path() -> None:
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/a/b")
        os.chdir(f"{folder}/a/../a/./b/")
        assert os.getcwd() == f"{folder}/a/b"
        os.chdir("..")
        assert os.getcwd() == f"{folder}/a"
        pathlib.Path("f").write_text("1")
        assert os.listdir() == ["b", "f"]
        with fails(errno.ENOENT):
            os.chdir("none")
        with fails(errno.ENOTDIR):
            os.chdir("f")
        with contextlib.chdir("b"):
            assert os.path.abspath("x") == f"{folder}/a/b/x"
        os.chdir("/bundle/app")
        assert os.path.exists("people_app/data/note.txt")
        if before != "/":
            os.chdir(before)


def paths_of_python_are_there() -> None:
    paths = sysconfig.get_paths()
    assert (paths["stdlib"], paths["purelib"]) == ("/bundle/stdlib", "/bundle/app")
    assert sysconfig.get_config_var("LIBDEST") == "/bundle/stdlib"
    assert sysconfig.get_config_var("prefix") == sys.prefix == "/bundle"
    assert os.path.isdir(sys.prefix)
    assert site.getsitepackages() == ["/bundle/app"]


def what_was_written_at_import_is_there() -> None:
    assert kept.note == TEXT
    assert json.loads(pathlib.Path(kept.left).read_text()) == {"left": "at import"}


for check in (
    bundled_files_are_read,
    bundled_folders_are_listed,
    bundled_files_have_a_status,
    bundled_files_do_not_change,
    resources_have_paths,
    files_are_copied_out_of_the_bundle,
    temporary_files_of_all_kinds_work,
    the_root_is_a_folder,
    temporary_files_are_renamed_and_removed,
    programs_keep_what_they_do_with_files,
    archives_have_permissions,
    the_temporary_folder_has_a_limit,
    the_device_takes_all_and_gives_nothing,
    the_current_folder_has_its_shortest_path,
    paths_of_python_are_there,
    what_was_written_at_import_is_there,
):
    check()
