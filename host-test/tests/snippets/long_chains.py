"""Chains of objects that C walks along one by one, of a length that a native CPython does not mind."""

import collections
import itertools
from collections.abc import Callable, Iterator
from typing import Any

LENGTH = 20_000


def chain(begin: Any, link: Callable[[Any], Any]) -> Any:
    for _ in range(LENGTH):
        begin = link(begin)
    return begin


def delegating(rest: Iterator[int]) -> Iterator[int]:
    yield from rest


ITERATORS: list[Callable[[Any], Any]] = [
    itertools.chain,
    enumerate,
    zip,
    lambda rest: filter(None, rest),
    lambda rest: itertools.islice(rest, 5),
    lambda rest: map(abs, rest),
]
OTHERS: list[Callable[[Any], Any]] = [
    delegating,
    lambda rest: [rest],
    lambda rest: (rest,),
    lambda rest: {"rest": rest},
    lambda rest: collections.deque([rest]),
    lambda rest: lambda: rest,
]

for link in [*ITERATORS, *OTHERS]:
    chain([1], link)
for link in ITERATORS:
    assert len(list(chain([1], link))) == 1
assert isinstance(hash(chain((), lambda rest: (rest,))), int)
print(len(ITERATORS) + len(OTHERS), "kinds")
