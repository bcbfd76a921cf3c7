"""How long a source takes, beside a fresh process of Python: `cargo xtask wheel --bench`."""

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from wasi_py_host import Sandbox

SOURCE = "1+1"
WARM_UP = 50
RUNS = 2_000
PROCESSES = 50
SESSIONS = 1_000
CHANGING = "import os\nchanged = [os.urandom(1024) for _ in range(1024)]"
SAVES = 100
SECONDS = 3


def main() -> None:
    sandbox, scanning = Sandbox(), Sandbox(scan=True)
    with sandbox.open() as session:
        rows = [
            ("fresh interpreter", median(lambda: sandbox.run(SOURCE))),
            ("fresh interpreter, `scan=True`", median(lambda: scanning.run(SOURCE))),
            ("in a session", median(lambda: session.run(SOURCE))),
        ]
    rows.append(("`python -I -c`", median(process, PROCESSES, 2)))
    for name, microseconds in rows:
        print(f"{name}: {microseconds:.0f} µs")
    print(f"two threads, `scan=True`: {calls_per_second(scanning, 2):.0f} calls a second")
    for name, milliseconds in saving_ms(sandbox):
        print(f"{name}: {milliseconds:.1f} ms")
    print(f"a session: {session_kib():.0f} KiB of memory of its own")


def median(call: Callable[[], object], runs: int = RUNS, warm_up: int = WARM_UP) -> float:
    """The median time of a call, in microseconds."""
    for _ in range(warm_up):
        call()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6


def process() -> None:
    subprocess.run([sys.executable, "-I", "-c", SOURCE], check=True)


def calls_per_second(sandbox: Sandbox, threads: int) -> float:
    """Calls by some threads at a time."""
    counts = [0] * threads
    end = time.perf_counter() + SECONDS

    def work(number: int) -> None:
        while time.perf_counter() < end:
            sandbox.run(SOURCE)
            counts[number] += 1

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / SECONDS


def saving_ms(sandbox: Sandbox) -> list[tuple[str, float]]:
    """How long it takes to save and restore a session that has changed 1 MiB, and to run something in it."""
    with sandbox.open() as session:
        session.run(CHANGING)
        saved = session.save()
        save = median(session.save, SAVES, 2)
        begin = median(lambda: sandbox.open().close(), SAVES, 2)
        restore = median(lambda: sandbox.restore(saved).close(), SAVES, 2)
        run = median(lambda: restored_run(sandbox, saved), SAVES, 2)
    kib = len(saved) / 1024
    return [
        (f"save 1 MiB of change, {kib:.0f} KiB packed", save / 1e3),
        ("open a session, for comparison", begin / 1e3),
        ("restore it", restore / 1e3),
        ("restore it and run a source", run / 1e3),
    ]


def restored_run(sandbox: Sandbox, saved: bytes) -> None:
    with sandbox.restore(saved) as session:
        session.run(SOURCE)


def session_kib() -> float:
    """Memory that a live session adds to this process, when it has run a source."""
    sandbox = Sandbox(instances=SESSIONS)
    sandbox.run(SOURCE)
    before = private_kib()
    sessions = [sandbox.open() for _ in range(SESSIONS)]
    for session in sessions:
        session.run(SOURCE)
    grown = private_kib() - before
    for session in sessions:
        session.close()
    return grown / SESSIONS


def private_kib() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty:", "Private_Clean:")))


if __name__ == "__main__":
    main()
