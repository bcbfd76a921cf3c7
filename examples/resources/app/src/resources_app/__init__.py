"""Uses the host's journals, and has counters for the host."""

import asyncio
import contextlib
import socket
import sqlite3
import urllib.request

from wit.imports.journals import Journal

# None of these may have a handle by the time the first call comes with its own.
with contextlib.suppress(OSError):
    socket.getaddrinfo("shop.example", 80)
opener = urllib.request.build_opener()
database = sqlite3.connect(":memory:")
loop = asyncio.new_event_loop()

kept: list[Journal] = []


def write_into(journal: Journal, line: str) -> int:
    """Writes into a journal that is only lent. It stays in `kept`, where it is of no use once this has returned."""
    kept[:] = [journal]
    return journal.append(line)


def make_journal(name: str) -> Journal:
    """A journal with one line."""
    journal = Journal(name)
    journal.append("made in Python")
    return journal


def run(program: str) -> str:
    """The text of `result`, which the program leaves."""
    names: dict[str, object] = {"kept": kept}
    exec(program, names)
    return str(names["result"])
