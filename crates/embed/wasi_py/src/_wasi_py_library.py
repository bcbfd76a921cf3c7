"""Parts of the standard library that apps run in calls, run before the snapshot.

CPython has then specialised their code. Only those run that the app has imported, with values of no meaning, and
nothing of it is left in a cache.
"""

import sys
from collections.abc import Callable
from typing import Any

_ROUNDS = 32
"""Enough for CPython to have specialised the code, whatever it is given in turns."""

_PATTERNS = [
    r"[a-z]+",
    r"\w+",
    r"^\s*(?P<name>[A-Za-z_]\w*)\s*=\s*(?:'([^']*)'|(\d{1,3}))?$",
    r"(?i)\b(?:one|two|three)\b|[^\w.,-]+?",
]
_TEXTS = ["to be or not to be", "name = 'value'", "one, TWO; three"]

_VALUE = {"name": "Ann", "age": 21, "tags": ["a", "b"], "more": None, "share": 0.5}


def rehearse() -> None:
    """Runs what is there."""
    for name, run in _REHEARSALS.items():
        if (module := sys.modules.get(name)) is not None:
            for _ in range(_ROUNDS):
                run(module)


def _rehearse_re(re: Any) -> None:
    # The second is there since CPython 3.12.
    caches = [getattr(re, name, {}) for name in ("_cache", "_cache2")]
    kept = [dict(cache) for cache in caches]
    for pattern in _PATTERNS:
        re.compile(pattern)
        for text in _TEXTS:
            for function in (re.match, re.search, re.findall, re.split):
                function(pattern, text)
            re.sub(pattern, _same, text)
    for cache, entries in zip(caches, kept, strict=True):
        cache.clear()
        cache.update(entries)


def _same(match: Any) -> str:
    return str(match[0])


def _rehearse_json(json: Any) -> None:
    json.loads(json.dumps(_VALUE))
    json.loads(json.dumps(_VALUE).encode())


_REHEARSALS: dict[str, Callable[[Any], None]] = {"re": _rehearse_re, "json": _rehearse_json}
