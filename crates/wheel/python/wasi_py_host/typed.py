"""What packages stand on that `python -m wasi_py_host.bindings` has written."""

from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any, ClassVar

from . import _native
from ._cases import Case
from ._component import Component
from ._description import Description, Kind, path
from ._failures import LoadError, ResultError
from ._limits import CallLimits
from ._native import python_name

__all__ = ["Case", "TypedComponent", "TypedInterface"]

_Read = Callable[[Any], Any]
Classes = Mapping[tuple[str, str], Any]
"""By interface and name: the class of a record, an enum or flags, or the classes of the cases of a variant."""
Raised = Mapping[str, type[ResultError]]
"""By function: the exception that it raises."""


class TypedComponent:
    """A component with a package that was written for it."""

    DESCRIPTION: ClassVar[Description]
    """What the component exports if it is the one that the package was written for."""
    CLASSES: ClassVar[Classes]
    RAISED: ClassVar[Raised]

    def __init__(
        self,
        wasm: str | PathLike[str],
        *,
        limits: CallLimits | None = None,
        instances: int = _native.DEFAULT_INSTANCES,
        scan: bool = False,
        calls_per_instance: int = 1,
    ) -> None:
        """Loads the component; see `wasi_py_host.Component`. One with other types is a `LoadError`."""
        self.component = Component(
            wasm, limits=limits, instances=instances, scan=scan, calls_per_instance=calls_per_instance
        )
        if self.component.description != self.DESCRIPTION:
            raise LoadError(
                f"`{wasm}` does not export what `{type(self).__module__}` was written for\n"
                f"= help: python -m wasi_py_host.bindings {wasm} -o {type(self).__module__}"
            )
        readers = _Readers(self.DESCRIPTION, self.CLASSES)
        self._results = {
            path(interface, name): _Result(result, readers, self.RAISED.get(path(interface, name)))
            for interface, _, functions in self.DESCRIPTION
            for name, _, result in functions
        }


class TypedInterface:
    """An interface of such a component."""

    def __init__(self, of: TypedComponent) -> None:
        self._component = of.component
        self._results = of._results

    def _call(self, function: str, *arguments: Any) -> Any:
        result = self._results[function]
        try:
            value = self._component.call(function, *arguments)
        except ResultError as error:
            raise result.raised(error.value) from None
        return value if result.read is None else result.read(value)

    async def _call_async(self, function: str, *arguments: Any) -> Any:
        result = self._results[function]
        try:
            value = await self._component.call_async(function, *arguments)
        except ResultError as error:
            raise result.raised(error.value) from None
        return value if result.read is None else result.read(value)


class _Result:
    """What a function returns, or raises."""

    def __init__(self, kind: Kind | None, readers: "_Readers", error: type[ResultError] | None) -> None:
        is_result = kind is not None and kind[0] == "result"
        returned, raised = kind[1:] if kind is not None and is_result else (kind, None)
        self.read = readers.of(returned)
        self._read_error = readers.of(raised)
        self._error = error or ResultError

    def raised(self, value: Any) -> ResultError:
        """The exception for an error."""
        return self._error(value if self._read_error is None else self._read_error(value))


class _Readers:
    """Functions that turn what `Component` returns into objects of the package's classes. `None` changes nothing."""

    def __init__(self, description: Description, classes: Classes) -> None:
        self._kinds = {(interface, name): kind for interface, types, _ in description for name, kind in types}
        self._classes = classes
        self._known: dict[tuple[str, str], _Read | None] = {}

    def of(self, kind: Kind | None) -> _Read | None:
        """The function for what is of this kind."""
        match kind:
            case ("named", interface, name):
                if (interface, name) not in self._known:
                    self._known[interface, name] = self._named(interface, name)
                return self._known[interface, name]
            case ("list", item):
                return _list(self.of(item))
            case ("option", (("option", _) as inner)):
                return _option(_inner_case({"some": self.of(inner)}))
            case ("option", inner):
                return _option(self.of(inner))
            case ("map", key, value):
                return _map(self.of(key), self.of(value))
            case ("tuple", *items):
                return _tuple([self.of(item) for item in items])
            case ("result", ok, err):
                return _inner_case({"ok": self.of(ok), "err": self.of(err)})
            case _:
                return None

    def _named(self, interface: str, name: str) -> _Read | None:
        made_of: Any = self._classes.get((interface, name))
        match self._kinds[interface, name]:
            case ("record", *fields):
                return _record(made_of, [(python_name(field), self.of(kind)) for field, kind in fields])
            case ("enum", *_):
                return _enum(made_of)
            case ("flags", *_):
                return _flags(made_of)
            case ("variant", *cases):
                return _case({case: (made_of[case], kind is not None, self.of(kind)) for case, kind in cases})
            case alias:
                return self.of(alias)


def _plain(read: _Read | None, value: Any) -> Any:
    return value if read is None else read(value)


def _list(item: _Read | None) -> _Read | None:
    return None if item is None else lambda values: [item(value) for value in values]


def _option(inner: _Read | None) -> _Read | None:
    return None if inner is None else lambda value: None if value is None else inner(value)


def _map(key: _Read | None, value: _Read | None) -> _Read | None:
    if key is None and value is None:
        return None
    return lambda entries: {_plain(key, name): _plain(value, entry) for name, entry in entries.items()}


def _tuple(items: list[_Read | None]) -> _Read | None:
    if not any(items):
        return None
    return lambda values: tuple(_plain(read, value) for read, value in zip(items, values, strict=True))


def _record(made_of: Any, fields: list[tuple[str, _Read | None]]) -> _Read:
    return lambda found: made_of(*[_plain(read, getattr(found, name)) for name, read in fields])


def _enum(made_of: Any) -> _Read:
    return lambda name: made_of(name)


def _flags(made_of: Any) -> _Read:
    return lambda names: frozenset(made_of(name) for name in names)


def _case(cases: dict[str, tuple[Any, bool, _Read | None]]) -> _Read:
    """For a variant: each case has a class of its own, which takes what is inside, if there is anything."""

    def read(found: Case) -> Any:
        made_of, has_value, inner = cases[found.name]
        return made_of(_plain(inner, found.value)) if has_value else made_of()

    return read


def _inner_case(cases: dict[str, _Read | None]) -> _Read:
    return lambda found: Case(found.name, _plain(cases[found.name], found.value))
