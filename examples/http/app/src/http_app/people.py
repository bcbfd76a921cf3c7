"""People, as JSON has them."""

from dataclasses import dataclass
from typing import Any

from wasi_py.http import HTTPError


@dataclass
class Person:
    """Somebody."""

    name: str
    age: int
    tags: list[str]

    @classmethod
    def of_json(cls, value: Any) -> "Person":
        """A person of a JSON object. Answers with 400 if it is none."""
        match value:
            case {"name": str(name), "age": int(age), "tags": [*tags]} if all(isinstance(tag, str) for tag in tags):
                return cls(name, age, tags)
            case _:
                raise HTTPError(400, f"no person, which has `name`, `age` and `tags`: {value!r}")
