"""People and what can be asked about them. Written in Rust, in `person.rs` beside this file."""

from collections.abc import Iterable
from typing import Any, ClassVar

class Person:
    """Somebody with a name, an age and some tags. Equal to another with the same three; not hashable, since mutable."""

    __match_args__: ClassVar[tuple[str, str, str]]
    __hash__: ClassVar[None]  # type: ignore[assignment]

    name: str
    """What the person is called. Assigning text with lone surrogates raises `UnicodeEncodeError`."""

    age: int
    """In full years. Assigning less than 0 or more than 65535 raises `OverflowError`."""

    tags: list[str]
    """The tags: the list itself, so that changing it changes the person."""

    def __new__(cls, name: str, age: int) -> Person: ...
    def add_tag(self, tag: str) -> None:
        """Adds one tag at the end."""
    def __eq__(self, other: object) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def filter_by_tag(people: Iterable[Person], tag: str) -> list[Person]:
    """The people who carry `tag`, in the order they were given."""
