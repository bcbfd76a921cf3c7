"""Sources that a thread waits for."""

import os
import signal
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from wasi_py_host import (
    CrashedError,
    ExitedError,
    Limits,
    LoadError,
    MemoryLimitError,
    NotPythonError,
    OptionsError,
    OutputLimitError,
    RaisedError,
    RecursionLimitError,
    Sandbox,
    SourceError,
    TimeLimitError,
    UnavailableError,
    ValueKindError,
    ValueLimitError,
)


def test_value_is_that_of_the_last_expression(sandbox: Sandbox) -> None:
    assert sandbox.run("sum(range(10))").value == 45
    assert sandbox.run("x = 1").value is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -(2**63),
        2**200,
        -(2**63) - 1,
        1.5,
        float("inf"),
        "Zoë 🐍\0",
        b"\0\xff",
        [1, [2, []]],
        (1, ("a",)),
        {1, "a"},
        {"a": {1: None, (1, "b"): [3]}, None: 1},
    ],
    ids=repr,
)
def test_value_goes_in_and_comes_out(sandbox: Sandbox, value: Any) -> None:
    found = sandbox.run("given", {"given": value}).value
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("value", "error"), [(object(), TypeError), (1j, TypeError), ("\ud800", ValueError), ([[]], None)], ids=repr
)
def test_value_that_cannot_go_in_is_refused(sandbox: Sandbox, value: Any, error: type[Exception] | None) -> None:
    if error is None:
        for _ in range(200):
            value = [value]
        error = ValueError
    with pytest.raises(error):
        sandbox.run("given", {"given": value})


def test_what_is_printed_is_kept_apart(sandbox: Sandbox) -> None:
    outcome = sandbox.run("import sys\nprint('a')\nprint('b', file=sys.stderr)")
    assert (outcome.stdout, outcome.stderr) == ("a\n", "b\n")


def test_exception_has_what_python_says_and_the_lines_of_the_source(sandbox: Sandbox) -> None:
    with pytest.raises(RaisedError) as raised:
        sandbox.run("print('before')\ndef f(x):\n    return 1 / x\nf(0)")
    error = raised.value
    assert (error.type_name, error.message, error.line) == ("ZeroDivisionError", "division by zero", 3)
    assert error.stdout == "before\n"
    assert "    return 1 / x\n" in error.traceback
    assert str(error).endswith("ZeroDivisionError: division by zero")


def test_source_that_does_not_compile_says_where(sandbox: Sandbox) -> None:
    for compiles in (sandbox.compile, sandbox.run):
        with pytest.raises(NotPythonError) as raised:
            compiles("x = 1\nx = = 2")
        assert raised.value.line == 2
    sandbox.compile("raise ValueError")


LIMITED = [
    ("while True: pass", TimeLimitError),
    ("import time; time.sleep(3600)", TimeLimitError),
    ("x = []\nwhile True: x.append(bytes(1 << 20))", MemoryLimitError),
    ("def f(): f()\nf()", RecursionLimitError),
    ("while True: print('x' * 99)", OutputLimitError),
    ("'x' * 200_000", ValueLimitError),
    ("object()", ValueKindError),
    ("raise SystemExit(3)", ExitedError),
    ("import os; os.abort()", CrashedError),
]


@pytest.mark.parametrize(("source", "error"), LIMITED, ids=[source for source, _ in LIMITED])
def test_each_end_is_an_exception_of_its_own(source: str, error: type[SourceError]) -> None:
    limits = Limits(time_s=0.5, memory_bytes=64 << 20, output_bytes=1_000, value_bytes=100_000)
    with pytest.raises(error) as raised:
        Sandbox(limits=limits).run(source)
    assert type(raised.value) is error


def test_limits_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="time_s"):
        Sandbox(limits=Limits(time_s=-1))
    with pytest.raises(TypeError, match="output_bytes"):
        Sandbox(limits=Limits(output_bytes=-1))


def test_files_go_in_and_out() -> None:
    sandbox = Sandbox(files={"data/in.txt": "in", "other": b"\0"})
    outcome = sandbox.run("open('out.txt', 'w').write(open('data/in.txt').read() * 2)")
    assert outcome.files == {"out.txt": b"inin"}
    with pytest.raises(OptionsError):
        Sandbox(files={"../x": b""}).run("1")


def test_wheel_is_imported(tmp_path: Path) -> None:
    wheel = tmp_path / "greetings-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("greetings.py", "WORDS = 'hello'")
    assert Sandbox(wheels=[wheel]).run("import greetings\ngreetings.WORDS").value == "hello"


def test_sources_run_on_threads_at_a_time(sandbox: Sandbox) -> None:
    barrier = threading.Barrier(4)

    def meet() -> str:
        barrier.wait(timeout=30)
        return "met"

    # Each waits until all have begun.
    meeting = Sandbox(tools=[meet])
    with ThreadPoolExecutor(4) as threads:
        ended = threads.map(lambda number: meeting.run("[meet(), number]", {"number": number}).value, range(4))
        assert list(ended) == [["met", number] for number in range(4)]


def test_other_threads_go_on_meanwhile(quick: Sandbox) -> None:
    counted = 0
    ended = threading.Event()

    def run() -> None:
        with pytest.raises(TimeLimitError):
            quick.run("while True: pass")
        ended.set()

    thread = threading.Thread(target=run)
    thread.start()
    while not ended.is_set():
        counted += 1
    thread.join()
    # With the lock of Python kept, it would count no further than to one.
    assert counted > 100


def test_more_sessions_than_instances_are_refused() -> None:
    sandbox = Sandbox(instances=1)
    with sandbox.open(), pytest.raises(UnavailableError):
        sandbox.run("1")
    assert sandbox.run("1").value == 1


def test_interrupt_ends_the_source() -> None:
    script = """
import os, signal, threading
from wasi_py_host import Limits, Sandbox

# Programs that a shell starts in the background are told to ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)

def begin() -> None:
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()

sandbox = Sandbox(tools=[begin], limits=Limits(time_s=None))
try:
    sandbox.run("begin()\\nwhile True: pass")
except KeyboardInterrupt:
    print("interrupted")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


def test_forked_process_is_told_what_to_do(sandbox: Sandbox) -> None:
    child = os.fork()
    if child == 0:
        try:
            sandbox.run("1")
        except RuntimeError as error:
            os._exit(7 if "forked off" in str(error) else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_host_that_is_killed_in_a_call_leaves_nothing_that_others_trip_over(sandbox: Sandbox) -> None:
    script = "from wasi_py_host import Sandbox\nprint('ready', flush=True)\nSandbox().run('while True: pass')"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        assert process.wait(60) == -signal.SIGKILL
    assert sandbox.run("1 + 1").value == 2


def test_machine_code_is_made_at_first_use_and_again_if_it_is_damaged(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    script = "from wasi_py_host import Sandbox\nprint(Sandbox().run('6 * 7').value)"

    def run() -> Path:
        environment = {**os.environ, "WASI_PY_HOST_CACHE": str(cache)}
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=300, check=True
        )
        assert done.stdout == "42\n"
        (file,) = cache.iterdir()
        return file

    file = run()
    made = file.read_bytes()
    assert cache.stat().st_mode & 0o777 == 0o700
    assert run().stat().st_ino == file.stat().st_ino
    file.write_bytes(made[: len(made) // 2] + bytes(64) + made[len(made) // 2 + 64 :])
    assert run().read_bytes()[: len(made) // 2 + 64] == made[: len(made) // 2 + 64]


def test_component_that_cannot_be_loaded_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "sandbox.wasm"
    monkeypatch.setattr("wasi_py_host._cache.component", lambda: broken)
    with pytest.raises(LoadError, match="is missing"):
        Sandbox()
    broken.write_bytes(b"\0asm")
    with pytest.raises(LoadError, match=r"sandbox\.wasm"):
        Sandbox()
