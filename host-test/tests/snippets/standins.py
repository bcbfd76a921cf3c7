"""Modules above what a component does not have: they can be imported, and what cannot work says why when it is used."""

import concurrent.futures.process
import ctypes.util
import ctypes.wintypes
import getpass
import http.client
import io
import mmap
import multiprocessing.dummy
import multiprocessing.managers
import multiprocessing.pool
import multiprocessing.queues
import multiprocessing.sharedctypes
import pathlib
import pwd
import ssl
import sys
import termios
import tty
import urllib.error
import urllib.request
import warnings

NATIVE = "WebAssembly cannot load or call native libraries"
NO_PROCESSES = "[Errno 58] WASI 0.2 has no processes and no threads"
NO_TLS = "OpenSSL is not part of the component; let the host do TLS"


def said(function, *arguments, **named):
    """What it raises."""
    try:
        function(*arguments, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


assert multiprocessing.current_process().name == "MainProcess"
assert multiprocessing.cpu_count() == 1
for refused in (
    multiprocessing.Process().start,
    multiprocessing.get_context("spawn").Process().start,
    multiprocessing.Pool,
    multiprocessing.Pipe,
    multiprocessing.Manager,
):
    assert said(refused) == f"OSError: {NO_PROCESSES}", (refused, said(refused))
for refused in (multiprocessing.Lock, multiprocessing.Queue, multiprocessing.Event):
    found = said(refused)
    assert found.startswith("ModuleNotFoundError: No module named 'multiprocessing.synchronize'"), found
    assert found.endswith("WASI 0.2 has no processes and no threads"), found
assert said(concurrent.futures.ProcessPoolExecutor).startswith("NotImplementedError: ")
try:
    multiprocessing.Value("i")
except OSError:
    pass
else:
    raise AssertionError("shares memory")

context = ssl.create_default_context()
assert (context.verify_mode, context.minimum_version) == (ssl.CERT_REQUIRED, ssl.TLSVersion.TLSv1_2)
context.options |= ssl.OP_NO_TICKET
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
assert issubclass(ssl.SSLCertVerificationError, (ssl.SSLError, ValueError))
assert said(context.wrap_bio, ssl.MemoryBIO(), ssl.MemoryBIO()) == f"SSLError: {NO_TLS}"
assert said(http.client.HTTPSConnection("localhost").request, "GET", "/") == f"SSLError: {NO_TLS}"
assert said(urllib.request.urlopen, "https://localhost/") == f"URLError: <urlopen error {NO_TLS}>"
assert "TLS" not in said(urllib.request.urlopen, "http://127.0.0.1:1/")

assert ctypes.sizeof(ctypes.c_long) == ctypes.sizeof(ctypes.c_void_p) == 4
assert ctypes.c_uint8(257).value == 1
assert ctypes.create_string_buffer(b"abc", 5).raw == b"abc\0\0"
assert ctypes.create_unicode_buffer("abc").value == "abc"
assert ctypes.util.find_library("c") is None
assert not hasattr(ctypes, "pythonapi")
assert said(getattr, ctypes.cdll, "libc") == "AttributeError: libc"
for refused in (ctypes.CDLL, ctypes.CFUNCTYPE(None)(print), ctypes.string_at, ctypes.byref):
    argument = None if refused is ctypes.CDLL else ctypes.c_int()
    assert said(refused, argument) == f"OSError: {NATIVE}", refused

NO_TERMINAL = "error: (59, 'not a terminal: WASI 0.2 has no such system interface')"
assert said(tty.setraw, 0) == NO_TERMINAL, said(tty.setraw, 0)
assert issubclass(termios.error, Exception)
sys.stdin = io.StringIO("secret\n")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    assert getpass.getpass(stream=io.StringIO()) == "secret"

memory = mmap.mmap(-1, 3)
memory[:] = b"abc"
assert memory.read() == b"abc"

assert pathlib.Path.home() == pathlib.Path("~").expanduser() == pathlib.Path("/tmp")
assert pwd.getpwuid(pathlib.Path("/tmp").stat().st_uid).pw_name == getpass.getuser() == "user"
