"""Numbers at random. The global generator begins anew in each instance, one with a seed where it was left."""

from collections.abc import Buffer
from typing import Protocol

import numpy as np
import numpy.random
from wit.exports.chance import Source


class Drawing(Protocol):
    """What draws numbers."""

    def random(self, size: int) -> Buffer: ...

    def standard_normal(self, size: int) -> Buffer: ...


SOURCES: dict[Source, Drawing] = {
    Source.GLOBAL: np.random,
    Source.SEEDED: np.random.default_rng(7),
}


def draw(from_: Source, count: int) -> Buffer:
    """Numbers between 0 and 1."""
    return SOURCES[from_].random(count)


def draw_normal(from_: Source, count: int) -> Buffer:
    """Numbers around 0."""
    return SOURCES[from_].standard_normal(count)


# Such numbers come in pairs. The global generator keeps the other one of this, which no instance may return.
np.random.standard_normal()
