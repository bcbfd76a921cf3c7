"""What an app may do while it is imported, and its hooks: a snapshot keeps some of it and must not keep the rest."""

import array
import collections
import logging  # noqa: F401 - remembers when it was imported
import os
import pathlib
import random
import sqlite3
import tempfile
import time  # noqa: F401 - looks up the time zone
import uuid

from wasi_py import snapshot

snapshot.preload("colorsys")

events: list[str] = []

random.random()
seeded = random.Random(7)
unseeded = random.Random()
names = iter(tempfile._RandomNameSequence())  # type: ignore[attr-defined]
next(names)
uuid.uuid1()
database = sqlite3.connect(":memory:")
database.execute("select random()").fetchall()


note = pathlib.Path(__file__).with_name("data").joinpath("note.txt").read_text(encoding="utf-8")
with tempfile.TemporaryFile() as file:
    file.write(note.encode())
with tempfile.NamedTemporaryFile("w", delete=False) as file:
    file.write('{"left": "at import"}')
left = file.name


class Thing:
    """Something that the app makes while it is imported, and may drop."""


droppable: list[object] = [Thing(), {1}, array.array("b", b"1"), collections.deque([1]), (number for number in [1])]

os.environ["OWN"] = "set by the app"
os.environ.setdefault("DEFAULTED", "default of the app")


def random_numbers() -> list[object]:
    """One of each kind; no two instances may have any in common."""
    import secrets

    return [
        random.random(),
        unseeded.getrandbits(64),
        random.Random().random(),
        random.SystemRandom().random(),
        secrets.token_hex(16),
        os.urandom(16),
        uuid.uuid1(),
        uuid.uuid4(),
        next(names),
        next(tempfile._RandomNameSequence()),  # type: ignore[attr-defined]
        database.execute("select random()").fetchall(),
        sqlite3.connect(":memory:").execute("select random()").fetchall(),
    ]


@snapshot.register_before_snapshot
def last_before() -> None:
    events.append("last before")


@snapshot.register_before_snapshot
def first_before() -> None:
    events.append("first before")


@snapshot.register_after_restore
def first_after() -> None:
    if os.environ.get("HOOK") == "fails":
        raise RuntimeError("the hook fails")
    events.append(f"first after, {os.environ.get('COLOUR')}")


snapshot.register_after_restore(events.append, "last after")
