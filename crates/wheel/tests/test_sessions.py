"""Sessions."""

import threading

import pytest

from wasi_py_host import ClosedError, OptionsError, RaisedError, Sandbox, TimeLimitError


def test_names_stay_through_failures(sandbox: Sandbox) -> None:
    with sandbox.open() as session:
        session.run("def double(x): return 2 * x")
        with pytest.raises(RaisedError):
            session.run("double(None)")
        assert session.run("double(number)", {"number": 4}).value == 8
        assert session.is_open
        assert session.memory_bytes > 1 << 20


def test_sessions_see_nothing_of_each_other(sandbox: Sandbox) -> None:
    with sandbox.open() as one, sandbox.open() as other:
        one.run("import builtins\nx = builtins.left = 1\nopen('left', 'w').write('x')")
        found = "import builtins, os\n('x' in globals(), hasattr(builtins, 'left'), os.listdir())"
        assert other.run(found).value == (False, False, [])


def test_session_is_closed_at_the_end_of_its_block(sandbox: Sandbox) -> None:
    with sandbox.open() as session:
        session.run("1")
    assert (session.is_open, session.memory_bytes) == (False, 0)
    session.close()
    with pytest.raises(ClosedError):
        session.run("1")


def test_session_whose_source_was_stopped_is_closed(quick: Sandbox) -> None:
    with quick.open() as session:
        with pytest.raises(TimeLimitError):
            session.run("while True: pass")
        assert not session.is_open
        with pytest.raises(ClosedError):
            session.run("1")


def test_one_source_of_a_session_runs_at_a_time() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        go_on.wait(30)

    with Sandbox(tools=[wait]).open() as session:
        thread = threading.Thread(target=session.run, args=("x = wait()",))
        thread.start()
        assert begun.wait(30)
        with pytest.raises(RuntimeError, match="another source of the session is running"):
            session.run("1")
        go_on.set()
        thread.join()
        assert session.run("x").value is None


def test_session_with_bad_files_is_not_opened() -> None:
    with pytest.raises(OptionsError):
        Sandbox(files={"/x": b""}).open()
