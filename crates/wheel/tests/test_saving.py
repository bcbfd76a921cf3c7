"""Sessions that are saved and restored."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from wasi_py_host import (
    ClosedError,
    DamagedError,
    OtherComponentError,
    OtherVersionError,
    Sandbox,
    SavedError,
    UnsavableError,
)

OTHER_PROCESS = """
import sys
from pathlib import Path
from wasi_py_host import Sandbox
with Sandbox().restore(Path(sys.argv[1]).read_bytes()) as session:
    print(session.run("next(generator), words['a'], open('notes.txt').read(), math.pi > 3").value)
"""


def saved(sandbox: Sandbox, source: str) -> bytes:
    with sandbox.open() as session:
        session.run(source)
        return session.save()


def test_another_process_goes_on(sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "session"
    source = "import math\ngenerator = iter(range(5))\nnext(generator)\nwords = {'a': [1]}\n"
    file.write_bytes(saved(sandbox, source + "open('notes.txt', 'w').write('kept')"))
    ran = subprocess.run([sys.executable, "-c", OTHER_PROCESS, file], capture_output=True, text=True, check=True)
    assert ran.stdout == "(1, [1], 'kept', True)\n"


def test_session_and_its_copies_go_on_by_themselves(sandbox: Sandbox) -> None:
    with sandbox.open() as session:
        session.run("names = ['all']")
        bytes_ = session.save()
        with sandbox.restore(bytes_) as one, sandbox.restore(bytes_) as other:
            for number, copy in enumerate((session, one, other)):
                copy.run("names.append(number)", {"number": number})
            assert [copy.run("names").value for copy in (session, one, other)] == [["all", n] for n in range(3)]
            drawn = {copy.run("import random\nrandom.random()").value for copy in (session, one, other)}
    assert len(drawn) == 3


def test_what_is_open_is_named(sandbox: Sandbox) -> None:
    with sandbox.open() as session:
        session.run("file = open('data.txt', 'w')")
        with pytest.raises(UnsavableError, match=r"file 'data\.txt'"):
            session.save()
        assert session.run("file.close()\n1").value == 1
        assert session.save()


def test_what_is_no_saved_session_is_refused(sandbox: Sandbox) -> None:
    good = saved(sandbox, "x = 1")
    for bad, kind in [
        (b"", DamagedError),
        (good[:-1], DamagedError),
        (good[:-1] + bytes([good[-1] ^ 1]), DamagedError),
        (good[:15] + b"\0" + good[16:], OtherVersionError),
        (good[:16] + bytes(32) + good[48:], OtherComponentError),
    ]:
        with pytest.raises(kind) as raised:
            sandbox.restore(bad)
        assert isinstance(raised.value, SavedError)


def test_closed_session_is_not_saved(sandbox: Sandbox) -> None:
    session = sandbox.open()
    session.close()
    with pytest.raises(ClosedError):
        session.save()


def test_session_is_saved_in_the_event_loop(sandbox: Sandbox) -> None:
    async def run() -> object:
        async with await sandbox.open_async() as session:
            await session.run_async("x = 1")
            bytes_ = await session.save_async()
        async with await sandbox.restore_async(bytes_) as copy:
            return (await copy.run_async("x + 1")).value

    assert asyncio.run(run()) == 2
    with pytest.raises(DamagedError):
        asyncio.run(sandbox.restore_async(b"x"))
