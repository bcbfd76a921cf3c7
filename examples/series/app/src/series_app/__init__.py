"""Works on lists of numbers, which are arrays here."""

from array import array
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from wit.world import Samples


def echo(values: array[float]) -> array[float]:
    """The same numbers."""
    return values


def smooth(samples: Samples) -> Samples:
    """Samples with the median of each and its two neighbours in its place."""
    values = samples.values
    inner = array("d", (median(values[index - 1 : index + 2]) for index in range(1, len(values) - 1)))
    return Samples(samples.times_ms, values[:1] + inner + values[-1:])


def differences(values: array[int]) -> memoryview:
    """The differences between neighbours, in a buffer that is no array."""
    return memoryview(array("i", (after - before for before, after in pairwise(values))))


def returned(kind: str) -> tuple[str, object]:
    """What `kind` names, for a list of `s16`, and what its class is called."""
    value = BUFFERS[kind]()
    return type(value).__name__, value


def bytes_of(kind: str) -> object:
    """What `kind` names, for a list of `u8`."""
    return BUFFERS[kind]()


BUFFERS: dict[str, Callable[[], object]] = {
    "same": lambda: array("h", [1, -2, 3]),
    "every second": lambda: memoryview(array("h", [1, 9, -2, 9, 3, 9]))[::2],
    "wider": lambda: array("q", [1, -2, 3]),
    "too wide": lambda: array("q", [1, 1 << 15]),
    "floats": lambda: array("d", [1.0]),
    "two dimensions": lambda: memoryview(array("h", [1, 2, 3, 4])).cast("B").cast("h", (2, 2)),
    "bytes": lambda: b"12",
    "list": lambda: [1, -2, 3],
    "signed bytes": lambda: array("b", [1, -1]),
    "small": lambda: array("h", [1, 255]),
}
