from dataclasses import dataclass

from dataclasses_json import dataclass_json


@dataclass_json
@dataclass
class Person:
    name: str


def example() -> None:
    assert Person("Ann").to_json() == '{"name": "Ann"}'
    assert Person.from_json('{"name": "Bob"}') == Person("Bob")
