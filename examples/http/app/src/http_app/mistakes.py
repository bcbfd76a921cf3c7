"""Answers that cannot be sent, to see what becomes of them."""

from collections.abc import Callable
from typing import Any

from wasi_py.http import Response

MISTAKES: dict[str, Callable[[], Any]] = {
    "dictionary": lambda: {"a": 1},
    "forbidden-header": lambda: Response("x", headers={"x-a": "1", "connection": "close"}),
    "header-of-no-text": lambda: Response("x", headers={"x-a": 5}),  # type: ignore[arg-type]
    "late-piece": lambda: iter([b"first\n" * 100_000, "second\n"]),
    "long-header": lambda: Response("x", headers={"x-a": "→"}),
    "other-length": lambda: Response("abc", headers={"content-length": "10"}),
    "pair": lambda: ("no such thing", 404),
    "pieces-of-text": lambda: (line for line in ["a\n", "b\n"]),
    "status": lambda: Response("x", status=101),
    "unreadable-length": lambda: Response("abc", headers={"content-length": "three"}),
    "unreadable-length-of-pieces": lambda: Response(iter([b"abc"]), headers={"content-length": "three"}),
}
