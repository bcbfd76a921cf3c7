"""Questions about people."""

import person
from person import Person


def filter_by_tag(people: list[Person], tag: str) -> list[Person]:
    """The people who carry `tag`, in the order they were given."""
    return person.filter_by_tag(people, tag)
