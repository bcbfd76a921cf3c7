"""Gives nobody away twice: whoever was given before is left out."""

from wit.exports.people import Person
from wit.imports import people as others

_given: set[str] = set()


def filter_by_tag(people: list[Person], tag: str) -> list[Person]:
    """Those of the other component's answer whose names were not in an answer of this one yet."""
    new = [person for person in people if person.name not in _given]
    asked = [others.Person(person.name, person.age, person.tags) for person in new]
    names = {person.name for person in others.filter_by_tag(asked, tag)}
    _given.update(names)
    return [person for person in new if person.name in names]
