"""The interface `people` of the component, as Python has it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wasmtime import Config, Engine, Store, WasiConfig
from wasmtime.component import Component, ExportIndex, Linker

INTERFACE = "wasi-py:people/people@0.1.0"
MAX_AGE = 0xFFFF


@dataclass(frozen=True)
class Person:
    """The record `person`. What its types do not allow is a `TypeError` or a `ValueError`."""

    name: str
    age: int
    tags: list[str]

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise TypeError(f"`name`: expected a string, found {self.name!r}")
        if type(self.age) is not int:
            raise TypeError(f"`age`: expected a whole number, found {self.age!r}")
        # wasmtime would keep the lower 16 bits and say nothing.
        if not 0 <= self.age <= MAX_AGE:
            raise ValueError(f"`age`: expected 0 to {MAX_AGE}, found {self.age}")
        if not isinstance(self.tags, list) or not all(isinstance(tag, str) for tag in self.tags):
            raise TypeError(f"`tags`: expected a list of strings, found {self.tags!r}")


class PythonError(Exception):
    """What Python raised inside the component: the record `exception`."""

    def __init__(self, type_name: str, message: str, traceback: str) -> None:
        # What it is made of again where it has been pickled: in the process that waits for a worker.
        super().__init__(type_name, message, traceback)
        self.type_name = type_name
        self.message = message
        self.traceback = traceback

    def __str__(self) -> str:
        return f"{self.type_name}: {self.message}"


class People:
    """An instance of the component. It is given nothing: no files, no environment, no network."""

    def __init__(self, component: Path) -> None:
        config = Config()
        # Machine code is kept in wasmtime's cache, so that only the first run compiles, for seconds.
        config.cache = True
        engine = Engine(config)
        linker = Linker(engine)
        linker.add_wasip2()
        self._store = Store(engine)
        self._store.set_wasi(WasiConfig())
        self._instance = linker.instantiate(self._store, Component.from_file(engine, component))
        function = self._instance.get_func(self._store, self._export("filter-by-tag", self._export(INTERFACE)))
        assert function is not None, "it is a function in the interface"
        self._filter_by_tag = function

    def filter_by_tag(self, people: list[Person], tag: str) -> list[Person]:
        """Those who carry `tag`, in the order they were given. What Python raises is a `PythonError`."""
        # Either case of the result, without a tag to tell which.
        answer: Any = self._filter_by_tag(self._store, people, tag)
        if not isinstance(answer, list):
            raise PythonError(getattr(answer, "type-name"), answer.message, answer.traceback)
        return [Person(person.name, person.age, person.tags) for person in answer]

    def _export(self, name: str, interface: ExportIndex | None = None) -> ExportIndex:
        index = self._instance.get_export_index(self._store, name, interface)
        if index is None:
            raise LookupError(f"the component does not export `{name}`")
        return index
