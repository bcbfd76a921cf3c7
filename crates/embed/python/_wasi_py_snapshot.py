"""Makes an interpreter fit to be kept, and a restored one equal to one that has just started."""

import _io
import gc
import posix
import sys
from types import ModuleType
from typing import Any

from wasi_py import snapshot

STANDARD_STREAMS = (0, 1, 2)
_HIGHEST_PROBED_DESCRIPTOR = 256

_explicitly_seeded = "_wasi_py_explicitly_seeded"
_unseeded: list[Any] = []
_environment: dict[bytes, bytes] = {}
_seed_methods: dict[str, Any] = {}


def adapt(random: ModuleType) -> None:
    """Called when the app imports `random` at build time: notes which generators are seeded on purpose."""

    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        _seed_methods["seed"](self, a, version)
        setattr(self, _explicitly_seeded, a is not None)

    def setstate(self: Any, state: Any) -> None:
        _seed_methods["setstate"](self, state)
        setattr(self, _explicitly_seeded, True)

    _seed_methods.update(seed=random.Random.seed, setstate=random.Random.setstate)
    _replace_seed_methods(random, {"seed": seed, "setstate": setstate})


def _replace_seed_methods(random: ModuleType, methods: dict[str, Any]) -> None:
    for name, method in methods.items():
        setattr(random.Random, name, method)
        setattr(random, name, getattr(random._inst, name))


def preload() -> None:
    for name in snapshot._preload:
        __import__(name)


def prepare() -> bool:
    """The last step before the snapshot. Returns whether `restore` has anything to do."""
    for hook in snapshot._before_snapshot:
        hook()
    if handles := _open_handles():
        raise RuntimeError(f"a snapshot cannot keep what is open: {', '.join(handles)}; close it or open it on demand")
    if (os := sys.modules.get("os")) is not None:
        _environment.update(os.environ._data)
    _forget_random()
    _forget_caches()
    gc.collect()
    gc.freeze()
    return bool(snapshot._after_restore or _unseeded or "logging" in sys.modules)


def restore() -> None:
    """The first step of a restored instance, before anything of the app runs."""
    for generator in _unseeded:
        generator.seed()
    logging: Any = sys.modules.get("logging")
    if logging is not None:
        import time

        logging._startTime = time.time_ns()
    for hook in snapshot._after_restore:
        hook()


def restore_environment(variables: list[tuple[str, str]]) -> None:
    """The environment of the run. What the app itself set while it was imported, it sets again."""
    run = {_encode(name): _encode(value) for name, value in variables}
    posix.environ.update(run)
    if (os := sys.modules.get("os")) is not None:
        os.environ._data.update(run)
        for name, value in _environment.items():
            os.environb[name] = value


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _open_handles() -> list[str]:
    """Names everything open but the standard streams."""
    named = {}
    socket = sys.modules.get("_socket")
    for thing in gc.get_objects():
        if isinstance(thing, _io.FileIO) and not thing.closed:
            named[thing.fileno()] = f"file {thing.name!r}"
        elif socket is not None and isinstance(thing, socket.socket) and thing.fileno() >= 0:
            named[thing.fileno()] = f"socket {thing!r}"
    for descriptor in range(_HIGHEST_PROBED_DESCRIPTOR):
        if descriptor not in named and _is_open(descriptor):
            named[descriptor] = f"descriptor {descriptor}"
    return [name for descriptor, name in sorted(named.items()) if descriptor not in STANDARD_STREAMS]


def _is_open(descriptor: int) -> bool:
    try:
        posix.fstat(descriptor)
    except OSError:
        return False
    return True


def _forget_random() -> None:
    """Finds the generators that nobody seeded on purpose; in an ordinary process each start seeds them anew."""
    if (random := sys.modules.get("random")) is not None:
        _replace_seed_methods(random, _seed_methods)
        for thing in gc.get_objects():
            is_ours = isinstance(thing, random.Random) and not isinstance(thing, random.SystemRandom)
            if is_ours and not thing.__dict__.pop(_explicitly_seeded, False):
                _unseeded.append(thing)


def _forget_caches() -> None:
    """What a module remembers of the machine."""
    uuid: Any = sys.modules.get("uuid")
    if uuid is not None:
        uuid._node = uuid._last_timestamp = None
    for path, finder in list(sys.path_importer_cache.items()):
        # Folders that are not mapped at build time may be at run time.
        if finder is None or not path.startswith("/bundle/"):
            del sys.path_importer_cache[path]
