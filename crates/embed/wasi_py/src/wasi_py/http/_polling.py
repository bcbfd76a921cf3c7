"""Waiting for what the host of WASI 0.2 has."""

from wasi_py.http._interfaces import clock, poll

_NANOSECONDS = 1_000_000_000


def wait_for(pollables: list[poll.Pollable], timeout: float | None) -> list[int]:
    """Waits for the first of them, or for so many seconds. Returns the indices of those that are ready."""
    if timeout is None:
        return poll.poll(pollables)
    with clock.subscribe_duration(max(0, round(timeout * _NANOSECONDS))) as alarm:
        ready = poll.poll([*pollables, alarm])
    return [index for index in ready if index < len(pollables)]
