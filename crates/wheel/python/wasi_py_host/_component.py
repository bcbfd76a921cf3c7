"""Components whose functions are called with values of any type."""

from os import PathLike
from pathlib import Path
from typing import Any

from . import _cache, _native
from ._description import Description, path
from ._limits import CallLimits
from ._waiting import wait


class Component:
    """Calls the functions that a component exports, on any thread and any number at a time.

    Each call has an instance of its own, unless `calls_per_instance` is more than one: then calls that follow each
    other in an instance see what those before have left. As many instances as `instances` can be alive at a time.

    `component.filter_by_tag(people, "a")` calls the only function of that name. `component.call` takes names as the
    WIT has them, with the interface in front if there are several: `wasi-py:people/people@0.1.0#filter-by-tag`.

    A record is made of an object or a dictionary, and comes back as an object. Variants are `Case`s, enums names, flags
    sets of names, options `None` or the value, `list<u8>` is `bytes`. The error of a `result` is raised, as a
    `ResultError` with its value.
    """

    def __init__(
        self,
        wasm: str | PathLike[str],
        *,
        limits: CallLimits | None = None,
        instances: int = _native.DEFAULT_INSTANCES,
        scan: bool = False,
        calls_per_instance: int = 1,
    ) -> None:
        wasm = Path(wasm)
        self._native = _native.Component(
            wasm,
            _cache.machine_code_of(wasm),
            instances=instances,
            scan=scan,
            limits=limits or CallLimits(),
            calls_per_instance=calls_per_instance,
        )
        self._paths: dict[str, list[str]] = {}
        for interface, _, functions in self.description:
            for name, _, _ in functions:
                found = path(interface, name)
                for known in {name, _native.python_name(name), found}:
                    self._paths.setdefault(known, []).append(found)

    @property
    def description(self) -> Description:
        """What it exports: its interfaces, with their types and functions."""
        return self._native.description

    def call(self, function: str, /, *arguments: Any) -> Any:
        """Calls a function. If it has no result, that is a `ComponentError`."""
        return self._native.call(self._path(function), arguments)

    async def call_async(self, function: str, /, *arguments: Any) -> Any:
        """Calls a function and leaves the event loop free; if this is cancelled, the call is stopped."""
        called = self._path(function)
        return await wait(lambda *told: self._native.begin(called, arguments, *told), ())

    def __getattr__(self, name: str) -> "Function":
        if name.startswith("_") or name not in self._paths:
            raise AttributeError(f"the component exports no function `{name}`", name=name, obj=self)
        return Function(self, self._path(name))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name for name in self._paths if name.isidentifier())]

    def _path(self, function: str) -> str:
        match self._paths.get(function):
            case None:
                known = ", ".join(f"`{name}`" for name in self._paths if "#" in name) or "none"
                raise ValueError(f"the component exports no function `{function}`: it has {known}")
            case [found]:
                return found
            case several:
                names = ", ".join(f"`{name}`" for name in several)
                raise ValueError(f"`{function}` may be {names}\n= help: give the interface as well")


class Function:
    """A function of a component."""

    def __init__(self, component: Component, called: str) -> None:
        self._component = component
        self._path = called

    def __call__(self, *arguments: Any) -> Any:
        """Calls it."""
        return self._component.call(self._path, *arguments)

    async def call_async(self, *arguments: Any) -> Any:
        """Calls it and leaves the event loop free."""
        return await self._component.call_async(self._path, *arguments)

    def __repr__(self) -> str:
        return f"<function {self._path}>"
