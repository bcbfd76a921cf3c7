"""The module `person` in plain Python, for tests on an ordinary CPython.

Inside the component the same tests run against the real one, written in Rust: what passes here and fails there, or the
other way round, is a difference between the two.
"""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

MAX_AGE = 65535


class Person:
    __match_args__: ClassVar[tuple[str, str, str]] = ("name", "age", "tags")
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(self, name: str, age: int) -> None:
        self.name = name
        self.age = age
        self.tags = []

    def __setattr__(self, attribute: str, value: Any) -> None:
        expected = {"name": str, "age": int, "tags": list}.get(attribute, object)
        if not isinstance(value, expected):
            raise TypeError(f"{attribute} must be {expected.__name__}, not {type(value).__name__}")
        if attribute == "name":
            value.encode()
        if attribute == "age" and not 0 <= value <= MAX_AGE:
            raise OverflowError(f"age {value} does not fit u16 (0..={MAX_AGE})")
        super().__setattr__(attribute, value)

    def add_tag(self, tag: str) -> None:
        if not isinstance(tag, str):
            raise TypeError(f"tag must be str, not {type(tag).__name__}")
        self.tags.append(tag)

    def __repr__(self) -> str:
        quoted = [json.dumps(text, ensure_ascii=False) for text in [self.name, *self.tags]]
        return f"Person(Name: {quoted[0]}, Age: {self.age}, Tags:[{', '.join(quoted[1:])}])"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Person):
            return NotImplemented
        return (self.name, self.age, self.tags) == (other.name, other.age, other.tags)


def filter_by_tag(people: Iterable[Person], tag: str) -> list[Person]:
    return [person for person in people if tag in person.tags]
