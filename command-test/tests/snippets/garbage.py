"""Collects objects that refer to themselves through one of CPython's own types, for each type."""

import collections
import contextvars
import functools
import gc
import itertools
import operator
import queue
import threading
import types
import weakref
from collections.abc import Callable, Generator
from typing import Any


class Watched:
    """Can be referred to weakly."""


def context(held: Any) -> contextvars.Context:
    made = contextvars.Context()
    made.run(contextvars.ContextVar[Any]("variable").set, held)
    return made


def generator(held: Any) -> Generator[Any]:
    def generate() -> Generator[Any]:
        yield held

    made = generate()
    next(made)
    return made


def filled_queue(held: Any) -> queue.SimpleQueue[Any]:
    made: queue.SimpleQueue[Any] = queue.SimpleQueue()
    made.put(held)
    return made


def local(held: Any) -> threading.local:
    made = threading.local()
    made.held = held
    return made


def traceback(held: Any) -> types.TracebackType | None:
    try:
        raise ValueError(held)
    except ValueError as error:
        return error.__traceback__


HOLDERS: list[Callable[[Any], Any]] = [
    lambda held: [held],
    lambda held: {"held": held},
    lambda held: (held,),
    lambda held: slice(held),
    lambda held: lambda: held,
    classmethod,
    collections.defaultdict,
    lambda held: collections.deque([held]),
    lambda held: collections.OrderedDict(held=held),
    context,
    filled_queue,
    functools.cache,
    functools.partial,
    functools.singledispatch,
    generator,
    lambda held: itertools.chain([held]),
    lambda held: itertools.cycle([held]),
    itertools.repeat,
    lambda held: itertools.tee([held])[0],
    local,
    lambda held: map(held, []),
    operator.itemgetter,
    lambda held: operator.methodcaller("name", held),
    lambda held: operator.methodcaller("name", held, key=held),
    property,
    staticmethod,
    traceback,
    lambda held: types.MethodType(held, held),
    lambda held: types.MappingProxyType({"held": held}),
    lambda held: types.SimpleNamespace(held=held),
    lambda held: types.GenericAlias(list, (held,)),
    lambda held: type("Class", (), {"held": held}),
    lambda held: weakref.ref(Watched, held),
    lambda held: zip([held], strict=True),
]


gc.disable()
for number, hold in enumerate(HOLDERS):
    # The collector comes to a dictionary once something is put into it, so here it comes to the holder first.
    circle: dict[str, Any] = {}
    circle["holder"] = hold(circle.get)
    circle["watched"] = Watched()
    watched = weakref.ref(circle["watched"])
    del circle
    gc.collect()
    assert watched() is None, number
print(len(HOLDERS))
