from attrs import define
from cattrs import structure, unstructure


@define
class Person:
    name: str
    tags: list[str]


def example() -> None:
    ann = structure({"name": "Ann", "tags": ["a"]}, Person)
    assert ann == Person("Ann", ["a"])
    assert unstructure(ann) == {"name": "Ann", "tags": ["a"]}
