"""What `people-alone.wasm` exports, written by `python -m wasi_py_host.bindings`. Do not change it: write it again."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from wasi_py_host import ResultError
from wasi_py_host.typed import Case, TypedComponent, TypedInterface


@dataclass(frozen=True)
class PythonException:
    type_name: str
    message: str
    traceback: str


@dataclass(frozen=True)
class Person:
    name: str
    age: int
    tags: list[str]


class ExceptionRaised(ResultError):
    value: PythonException


class People(TypedInterface):
    def filter_by_tag(self, people: list[Person], tag: str) -> list[Person]:
        returned: list[Person] = self._call("wasi-py:people/people@0.1.0#filter-by-tag", people, tag)
        return returned

    async def filter_by_tag_async(self, people: list[Person], tag: str) -> list[Person]:
        returned: list[Person] = await self._call_async("wasi-py:people/people@0.1.0#filter-by-tag", people, tag)
        return returned


class Component(TypedComponent):
    """The component."""

    DESCRIPTION = (
        ('wasi-py:people/python@0.1.0',
         (('exception',
           ('record', ('type-name', ('string',)), ('message', ('string',)), ('traceback', ('string',)))),),
         ()),
        ('wasi-py:people/people@0.1.0',
         (('exception', ('named', 'wasi-py:people/python@0.1.0', 'exception')),
          ('person',
           ('record', ('name', ('string',)), ('age', ('u16',)), ('tags', ('list', ('string',)))))),
         (('filter-by-tag',
           (('people', ('list', ('named', 'wasi-py:people/people@0.1.0', 'person'))), ('tag', ('string',))),
           ('result',
            ('list', ('named', 'wasi-py:people/people@0.1.0', 'person')),
            ('named', 'wasi-py:people/python@0.1.0', 'exception'))),)),
    )
    CLASSES: ClassVar = {
        ("wasi-py:people/python@0.1.0", "exception"): PythonException,
        ("wasi-py:people/people@0.1.0", "person"): Person,
    }
    RAISED: ClassVar = {
        "wasi-py:people/people@0.1.0#filter-by-tag": ExceptionRaised,
    }

    @cached_property
    def people(self) -> People:
        """`wasi-py:people/people@0.1.0`."""
        return People(self)
