"""Generators of numpy that begin anew, on an ordinary CPython and with as much of numpy as that takes."""

import sys
from collections.abc import Iterator
from random import Random
from types import ModuleType
from typing import Any

import pytest

import _wasi_py_numpy

DRAWS = iter(range(1 << 100, 1 << 101))


class SeedSequence:
    def __init__(
        self, entropy: int | None = None, *, spawn_key: tuple[int, ...] = (), pool_size: int = 4, **_: int
    ) -> None:
        self.entropy = (
            sys.modules["numpy.random.bit_generator"].randbits(pool_size * 32) if entropy is None else entropy
        )
        self.spawn_key = spawn_key
        self.pool_size = pool_size
        self.n_children_spawned = 0


class BitGenerator:
    def __init__(self, seed: SeedSequence | int | None = None) -> None:
        self.seed_seq: Any = seed if isinstance(seed, SeedSequence) else SeedSequence(seed)
        self.state = Random(f"{self.seed_seq.entropy} {self.seed_seq.spawn_key}").getstate()


class MT19937(BitGenerator):
    pass


class RandomState:
    def __init__(self, seed: int | None = None) -> None:
        self._bit_generator = MT19937(seed)

    def seed(self, words: object) -> None:
        self._bit_generator.state = Random(repr(words)).getstate()
        self._bit_generator.seed_seq = None


@pytest.fixture
def numpy_random(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The generators of numpy, as if the app had imported them while the component is built."""
    bit_generator: Any = ModuleType("numpy.random.bit_generator")
    bit_generator.randbits = lambda count: next(DRAWS)
    bit_generator.SeedSequence, bit_generator.BitGenerator = SeedSequence, BitGenerator
    mtrand: Any = ModuleType("numpy.random.mtrand")
    mtrand.RandomState = RandomState
    for module in (bit_generator, mtrand):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    _wasi_py_numpy.adapt(bit_generator)
    yield bit_generator
    _wasi_py_numpy._functions.clear()


def states_of_instances(*generators: BitGenerator) -> list[list[object]]:
    """The states of generators in two instances that begin from one snapshot."""
    unseeded = list(_wasi_py_numpy.forget())
    found = []
    for _ in range(2):
        for one in unseeded:
            one.seed()
        found.append([generator.state for generator in generators])
    return found


def test_generator_without_a_seed_begins_anew_in_each_instance(numpy_random: Any) -> None:
    states = RandomState(), RandomState()
    one, other = states_of_instances(*(state._bit_generator for state in states))
    assert len({*map(str, one), *map(str, other)}) == 4


def test_generator_with_a_seed_stays_where_it_is(numpy_random: Any) -> None:
    older, again = RandomState(7), RandomState()
    again.seed(7)
    one, other = states_of_instances(older._bit_generator, again._bit_generator)
    assert one == other
    assert one[0] == MT19937(7).state


def test_nothing_of_the_watching_stays(numpy_random: Any) -> None:
    generator = BitGenerator()
    list(_wasi_py_numpy.forget())
    assert numpy_random.randbits(128) < generator.seed_seq.entropy
    assert not _wasi_py_numpy._drawn
