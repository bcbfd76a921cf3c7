"""Waits for another thread, of which there are none: an error at once, or the end of the time allowed."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

held = threading.Lock()
held.acquire()

FOREVER: dict[str, Callable[[], object]] = {
    "lock": held.acquire,
    "semaphore": threading.Semaphore(0).acquire,
    "event": threading.Event().wait,
    "barrier": threading.Barrier(2).wait,
    "queue": queue.Queue().get,
    "full queue": lambda: [filled.put(item) for filled in [queue.Queue(1)] for item in range(2)],
    "simple queue": queue.SimpleQueue().get,
    "future": Future().result,
}
for what, wait in FOREVER.items():
    # The second is as the first.
    for _ in range(2):
        try:
            print(what, wait())
        except (RuntimeError, threading.BrokenBarrierError) as error:
            assert "would wait forever" in str(error) or what == "barrier", error
        else:
            raise AssertionError(what)

assert held.acquire(timeout=0.01) is False
assert threading.Event().wait(0.01) is False
for wait in (lambda: queue.Queue().get(timeout=0.01), lambda: queue.SimpleQueue().get(timeout=0.01)):
    try:
        wait()
    except queue.Empty:
        continue
    raise AssertionError("something came")
try:
    Future().result(timeout=0.01)
except TimeoutError:
    print("all raise")
