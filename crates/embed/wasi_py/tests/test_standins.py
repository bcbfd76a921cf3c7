"""Modules that stand in for C modules of CPython; what CPython makes of them is tested in the component."""

import importlib.util
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from _wasi_py_importer import STAND_INS

FOLDER = Path(__file__).parent.parent / "standins"


def load(name: str) -> Any:
    """The stand-in, beside the module that it stands in for."""
    spec = importlib.util.spec_from_file_location(f"standin_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ctypes, mmap, pwd, ssl, termios = map(load, ("_ctypes", "mmap", "pwd", "_ssl", "termios"))


@pytest.fixture
def file(tmp_path: Path) -> int:
    path = tmp_path / "file"
    path.write_bytes(b"one\ntwo\n")
    return os.open(path, os.O_RDWR)


def test_each_has_its_reason() -> None:
    assert {file.stem for file in FOLDER.glob("*.py")} == set(STAND_INS)


def test_file_that_is_only_read_can_be_mapped(file: int) -> None:
    mapped = mmap.mmap(file, 0, access=mmap.ACCESS_READ)
    assert (mapped[:], mapped[1], mapped[4:7], len(mapped)) == (b"one\ntwo\n", ord("n"), b"two", 8)
    assert (mapped.readline(), mapped.read(1), mapped.read(), mapped.tell()) == (b"one\n", b"t", b"wo\n", 8)
    found = re.search(b"t.o", mapped)
    assert found is not None
    assert found.span() == (4, 7)
    assert bytes(memoryview(mapped)[:3]) == b"one"
    assert mmap.mmap(file, 3, prot=mmap.PROT_READ)[:] == b"one"
    assert mmap.mmap(file, 0, access=mmap.ACCESS_READ, offset=4).find(b"o") == 2
    assert os.lseek(file, 0, os.SEEK_CUR) == 0, "where the file is read stays"


def test_map_that_is_only_read_cannot_be_written(file: int) -> None:
    mapped = mmap.mmap(file, 0, access=mmap.ACCESS_READ)
    for change in (lambda: mapped.write(b"x"), lambda: mapped.__setitem__(0, 1), lambda: mapped.resize(1)):
        with pytest.raises(TypeError, match="mmap can't modify a readonly memory map"):
            change()


def test_copy_is_written_and_the_file_is_not(file: int) -> None:
    mapped = mmap.mmap(file, 0, access=mmap.ACCESS_COPY)
    mapped[:3] = b"ONE"
    assert (mapped[:4], os.read(file, 4)) == (b"ONE\n", b"one\n")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"length": 0}, OSError),
        ({"length": 0, "access": 2}, OSError),
        ({"length": 9, "access": 1}, ValueError),
        ({"length": 0, "access": 1, "offset": 9}, ValueError),
        ({"length": 0, "access": 1, "prot": 1}, ValueError),
        ({"length": -1}, OverflowError),
        ({"length": 0, "offset": -1}, OverflowError),
    ],
)
def test_map_that_cannot_be_is_refused(file: int, arguments: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        mmap.mmap(file, **arguments)


def test_memory_of_ones_own_is_read_and_written() -> None:
    with mmap.mmap(-1, 8) as memory:
        memory[:3] = b"abc"
        memory.move(4, 0, 3)
        memory.seek(3)
        assert memory.write(b"-") == 1
        assert (memory[:], memory.tell(), memory.rfind(b"a", 0)) == (b"abc-abc\0", 4, 4)
        with pytest.raises(ValueError, match="data out of range"):
            memory.write(b"12345")
        with pytest.raises(IndexError, match="wrong size"):
            memory[:2] = b"1"
    assert memory.closed
    for use in (memory.read, memory.size, lambda: memory[0]):
        with pytest.raises(ValueError, match="closed"):
            use()


def simple(kind: str) -> Any:
    return type(ctypes._SimpleCData)("simple", (ctypes._SimpleCData,), {"_type_": kind})


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("B", 257, 1),
        ("b", 255, -1),
        ("i", 2**31, -(2**31)),
        ("I", -1, 2**32 - 1),
        ("d", 1, 1.0),
        ("f", 0.1, 0.10000000149011612),
        ("c", b"a", b"a"),
        ("c", 97, b"a"),
        ("u", "ä", "ä"),
        ("?", 3, True),
        ("z", b"text", b"text"),
        ("P", None, None),
    ],
)
def test_simple_type_keeps_what_c_keeps(kind: str, given: object, kept: object) -> None:
    value = simple(kind)(given)
    assert (value.value, type(value.value)) == (kept, type(kept))
    assert ctypes.sizeof(value) == ctypes.sizeof(type(value))


@pytest.mark.parametrize(("kind", "given"), [("i", "1"), ("i", 1.0), ("c", b"ab"), ("u", "ab")])
def test_simple_type_refuses_what_c_has_no_room_for(kind: str, given: object) -> None:
    with pytest.raises(TypeError):
        simple(kind)(given)


def test_arrays_of_simple_types_hold_values() -> None:
    numbers = (simple("h") * 3)(1, 2)
    numbers[2] = 70000
    assert (numbers[:], len(numbers), ctypes.sizeof(numbers), list(numbers)) == ([1, 2, 4464], 3, 6, [1, 2, 4464])
    text = (simple("c") * 5)()
    text.value = b"abc"
    assert (text.raw, text.value, text[1]) == (b"abc\0\0", b"abc", b"b")
    with pytest.raises(ValueError, match="too long"):
        text.value = b"abcdef"


@pytest.mark.parametrize(
    "use",
    [
        lambda: ctypes.dlopen("libc.so.6"),
        lambda: ctypes.CFuncPtr(abs)(1),
        lambda: ctypes.pointer(simple("i")()),
        lambda: ctypes.byref(simple("i")()),
        lambda: ctypes.POINTER(simple("i"))(),
        lambda: ctypes.Structure(),
        lambda: simple("i").from_address(1),
    ],
)
def test_what_needs_an_address_is_refused(use: Callable[[], object]) -> None:
    with pytest.raises(OSError, match="WebAssembly cannot load or call native libraries"):
        use()


def test_context_keeps_what_it_is_told() -> None:
    context = ssl._SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    with pytest.raises(ValueError, match="when check_hostname is enabled"):
        context.verify_mode = ssl.CERT_NONE
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.check_hostname = True
    assert context.verify_mode == ssl.CERT_REQUIRED


def test_tls_is_refused_when_it_would_begin() -> None:
    context = ssl._SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for begin in (context._wrap_socket, context._wrap_bio, lambda: context.load_cert_chain("a.pem")):
        with pytest.raises(ssl.SSLError) as caught:
            begin()
        assert str(caught.value) == "OpenSSL is not part of the component; let the host do TLS"


def test_queue_of_bytes_ends() -> None:
    queue = ssl.MemoryBIO()
    assert queue.write(b"abc") == 3
    assert (queue.pending, queue.read(2), queue.read()) == (3, b"ab", b"c")
    queue.write_eof()
    assert queue.eof
    with pytest.raises(ssl.SSLError, match="after write_eof"):
        queue.write(b"d")


def test_terminal_is_none() -> None:
    for use in (lambda: termios.tcgetattr(0), lambda: termios.tcsetattr(0, termios.TCSADRAIN, [])):
        with pytest.raises(termios.error, match="not a terminal: WASI"):
            use()


def test_one_user_is_there() -> None:
    number = pwd.getuid()
    user = pwd.getpwuid(number)
    assert pwd.getpwall() == [user] == [pwd.getpwnam("user")]
    assert (user.pw_uid, user.pw_gid, user.pw_dir, user[5]) == (number, pwd.getgid(), "/tmp", "/tmp")
    for other in (lambda: pwd.getpwuid(number + 1), lambda: pwd.getpwuid(-(2**64)), lambda: pwd.getpwnam("ann")):
        with pytest.raises(KeyError, match=r"not found: .*: WASI 0\.2 has no users"):
            other()
    for wrong in (lambda: pwd.getpwuid(0.5), lambda: pwd.getpwnam(5)):
        with pytest.raises(TypeError):
            wrong()
