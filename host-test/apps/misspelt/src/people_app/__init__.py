"""An app that does not fit its world."""

from person import Person


def filter_by_tags(people: list[Person], tag: str) -> list[Person]:
    """Not what the world exports: one letter too many."""
    return people
