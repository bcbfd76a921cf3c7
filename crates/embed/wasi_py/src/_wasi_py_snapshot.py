"""Makes an interpreter fit to be kept, and a restored one equal to one that has just started."""

import _io
import gc
import os
import posix
import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import _wasi_py_bundle as _bundle

import _wasi_py_entropy
import _wasi_py_library
from _wasi_py_entropy import explicitly_seeded
from wasi_py import snapshot

STANDARD_STREAMS = (0, 1, 2)
_HIGHEST_PROBED_DESCRIPTOR = 256
_REHEARSALS = 64
"""Enough for CPython to have specialised the code."""
_TEMPORARY = "/tmp"

_unseeded: list[Any] = []
_unseeded_since: list[Any] = []
"""Those that a copy of this instance has as well: see `_wasi_py_copy`."""
_keeps_marks = False
"""True if generators go on saying whether somebody has seeded them on purpose."""
_seed_methods: dict[str, Any] = {}

# What the app sets while it is imported, and which of that it only sets where the run has nothing.
_environment: dict[bytes, bytes] = {}
_defaults: set[bytes] = set()
_environ_methods: dict[str, Any] = {}


def adapt(random: ModuleType) -> None:
    """Called when the app imports `random` at build time: notes which generators are seeded on purpose."""

    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        _seed_methods["seed"](self, a, version)
        setattr(self, explicitly_seeded, a is not None)

    def setstate(self: Any, state: Any) -> None:
        _seed_methods["setstate"](self, state)
        setattr(self, explicitly_seeded, True)

    _seed_methods.update(seed=random.Random.seed, setstate=random.Random.setstate)
    _replace_seed_methods(random, {"seed": seed, "setstate": setstate})
    _wasi_py_entropy.watch_generators(random)


def _replace_seed_methods(random: ModuleType, methods: dict[str, Any]) -> None:
    for name, method in methods.items():
        setattr(random.Random, name, method)
        setattr(random, name, getattr(random._inst, name))


def watch() -> None:
    """Called before the app is imported."""
    snapshot._is_prepared = True
    _watch_environment()
    _wasi_py_entropy.watch()


def _watch_environment() -> None:
    """Notes variables that are only defaults: those of the run go before them."""

    def setdefault(self: Any, key: str, value: str) -> str:
        if key not in self:
            self[key] = value
            _defaults.add(self.encodekey(key))
        return str(self[key])

    def setitem(self: Any, key: str, value: str) -> None:
        _environ_methods["__setitem__"](self, key, value)
        _defaults.discard(self.encodekey(key))

    _replace_environ_methods({"setdefault": setdefault, "__setitem__": setitem})


def _replace_environ_methods(methods: dict[str, Any]) -> None:
    environ: Any = os._Environ
    for name, method in methods.items():
        _environ_methods[name] = getattr(environ, name)
        setattr(environ, name, method)


def preload() -> None:
    for name in snapshot._preload:
        __import__(name)


def requests() -> list[tuple[str, str, list[tuple[str, bytes]], bytes]]:
    """Returns the requests that the host is to make before the snapshot."""
    return snapshot._requests


def rehearse(handlers: list[Callable[..., object]]) -> None:
    """Runs parts of the standard library. Has exported handlers of HTTP that can rehearse add requests."""
    _wasi_py_library.rehearse()
    for handle, rehearse_it in snapshot._rehearsals:
        if handle in handlers:
            rehearse_it()
    snapshot._rehearsals.clear()


def warm_ups() -> list[tuple[Callable[..., object], tuple[object, ...]]]:
    """Returns the calls that the app has asked for, which nothing keeps any more."""
    asked = snapshot._warm_ups[:]
    snapshot._warm_ups.clear()
    return asked


def prepare() -> bool:
    """The last step before the snapshot. Returns whether `restore` has anything to do."""
    for hook in snapshot._before_snapshot:
        hook()
    if handles := _open_handles():
        raise RuntimeError(f"a snapshot cannot keep what is open: {', '.join(handles)}; close it or open it on demand")
    _replace_environ_methods(dict(_environ_methods))
    _environment.update(os.environb)
    _forget_random()
    _forget_caches()
    snapshot._is_prepared = False
    has_hooks = bool(snapshot._after_restore or _unseeded or _environment or _MODULES.keys() & sys.modules.keys())
    if has_hooks:
        for _ in range(_REHEARSALS):
            _renew([])
    return has_hooks


def restore(variables: list[tuple[str, str]]) -> None:
    """The first step of a restored instance, before anything of the app runs; `variables` are those of the run.

    Without hooks, and without a time zone in the environment, it is not called: `restore.rs` sets the variables.
    """
    _renew(variables)
    for hook in snapshot._after_restore:
        hook()


def _renew(variables: list[tuple[str, str]]) -> None:
    """Makes new what each run has anew, but for what the app does itself."""
    _restore_environment(variables)
    if "TZ" in os.environ:
        time.tzset()
    while _unseeded_since:
        _unseeded_since.pop().seed()
    for generator in _unseeded:
        # One that is marked was seeded in a copy.
        if not getattr(generator, explicitly_seeded, False):
            generator.seed()
    for name, restore_module in _MODULES.items():
        if (module := sys.modules.get(name)) is not None:
            restore_module(module)


def _restore_environment(variables: list[tuple[str, str]]) -> None:
    run = {_encode(name): _encode(value) for name, value in variables}
    os.environ._data.update(run)  # type: ignore[attr-defined]
    for name, value in _environment.items():
        if name not in _defaults or name not in run:
            os.environb[name] = value


def _restart_logging(logging: Any) -> None:
    logging._startTime = time.time_ns()


# What modules of the standard library look up when they are imported.
_MODULES: dict[str, Callable[[Any], None]] = {
    "logging": _restart_logging,
    "zoneinfo": lambda zoneinfo: zoneinfo.reset_tzpath(),
}


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _open_handles() -> list[str]:
    """Names everything open but the standard streams."""
    named = {}
    socket = sys.modules.get("_socket")
    for file in _instances(_io.FileIO):
        if not file.closed:
            named[file.fileno()] = f"file {file.name!r}"
    for peer in _instances(socket.socket) if socket is not None else ():
        if peer.fileno() >= 0:
            named[peer.fileno()] = f"socket {peer!r}"
    for descriptor in range(_HIGHEST_PROBED_DESCRIPTOR):
        if descriptor not in named and _is_open(descriptor):
            named[descriptor] = f"descriptor {descriptor}"
    always_open = {*STANDARD_STREAMS, *_bundle.folder_descriptors()}
    names = [name for descriptor, name in sorted(named.items()) if descriptor not in always_open]
    return names + _foreign_loops()


def _foreign_loops() -> list[str]:
    """Names event loops beside that of a world with async functions, which is the one that runs in an instance."""
    ours: Any = sys.modules.get("_wasi_py_loop")
    if ours is None:
        return []
    others: list[str] = ours.foreign_loops(list(_instances(ours.asyncio.AbstractEventLoop)))
    return others


def _instances(kind: Any) -> Iterator[Any]:
    """Finds the objects of a type. `isinstance` would ask them too, and a weak proxy raises once its object is gone."""
    return (thing for thing in gc.get_objects() if issubclass(type(thing), kind))


def _is_open(descriptor: int) -> bool:
    try:
        posix.fstat(descriptor)
    except OSError:
        return False
    return True


def _forget_random() -> None:
    """Finds the generators that nobody seeded on purpose; in an ordinary process each start seeds them anew."""
    _wasi_py_entropy.forget()
    if (random := sys.modules.get("random")) is not None:
        _unseeded.extend(_unseeded_generators(random))
        if not _keeps_marks:
            _replace_seed_methods(random, _seed_methods)
            for generator in _instances(random.Random):
                generator.__dict__.pop(explicitly_seeded, None)
    numpy: Any = sys.modules.get("_wasi_py_numpy")
    if numpy is not None:
        _unseeded.extend(numpy.forget())


def _unseeded_generators(random: ModuleType) -> list[Any]:
    generators = _instances(random.Random)
    return [
        generator
        for generator in generators
        if not issubclass(type(generator), random.SystemRandom) and not generator.__dict__.get(explicitly_seeded, False)
    ]


def _forget_node() -> None:
    """Forgets the number that stands for this instance in what `uuid1` makes."""
    uuid: Any = sys.modules.get("uuid")
    if uuid is not None:
        uuid._node = uuid._last_timestamp = None


def _forget_caches() -> None:
    """Forgets what a module remembers of the machine."""
    _forget_node()
    tempfile: Any = sys.modules.get("tempfile")
    if tempfile is not None and tempfile.tempdir == _TEMPORARY:
        # The folder that is found where nothing else is mapped.
        tempfile.tempdir = None
    for path, finder in list(sys.path_importer_cache.items()):
        # Folders that are not mapped at build time may be at run time.
        if finder is None or not path.startswith("/bundle/"):
            del sys.path_importer_cache[path]
