"""Has the generator behind the functions of `numpy.random` begin anew in each instance, as it does in each process,
unless the app has given it a seed.
"""

import gc
import os
import sys
from collections.abc import Iterator
from typing import Any

import _wasi_py_entropy

_WORD_BITS = 32
_LEGACY_WORDS = 8

_drawn: set[int] = set()
"""The seeds that numpy drew itself. A generator that is seeded by one keeps it."""
_functions: dict[str, Any] = {}


class UnseededState:
    """A generator of the older kind, such as the one behind the functions of `numpy.random`."""

    def __init__(self, state: Any) -> None:
        self.state = state

    def seed(self) -> None:
        """Draws another seed. Numpy's own way to do that takes ten times as long, in every instance."""
        words = os.urandom(_LEGACY_WORDS * _WORD_BITS // 8)
        self.state.seed(memoryview(words).cast("I").tolist())


def adapt(bit_generator: Any) -> None:
    """Called when the app imports numpy's generators at build time: notes the seeds that numpy draws."""
    urandom = _wasi_py_entropy.unwatched(os.urandom)

    def randbits(count: int) -> int:
        seed = int.from_bytes(urandom(count // 8))
        _drawn.add(seed)
        return seed

    _functions.setdefault("randbits", bit_generator.randbits)
    bit_generator.randbits = randbits


def forget() -> Iterator[UnseededState]:
    """Called before the snapshot: leaves numpy as it was, and finds what it has seeded."""
    if not _functions:
        return
    module: Any = sys.modules["numpy.random.bit_generator"]
    module.randbits = _functions["randbits"]
    older: Any = sys.modules.get("numpy.random.mtrand")
    for state in _instances(older.RandomState) if older is not None else ():
        generator = state._bit_generator
        # Others cannot be seeded again, and nobody has them in such a generator.
        if _is_drawn(generator.seed_seq) and type(generator).__name__ == "MT19937":
            yield UnseededState(state)
    _drawn.clear()


def _is_drawn(sequence: Any) -> bool:
    entropy = getattr(sequence, "entropy", None)
    return isinstance(entropy, int) and entropy in _drawn


def _instances(kind: Any) -> list[Any]:
    return [thing for thing in gc.get_objects() if issubclass(type(thing), kind)]
