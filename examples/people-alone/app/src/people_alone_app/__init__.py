"""The people of the world, filtered. Nothing in it is written in Rust, and nothing is warmed up by hand."""

from wit.exports.people import Person


def filter_by_tag(people: list[Person], tag: str) -> list[Person]:
    """The people who carry `tag`, in the order they were given."""
    return [person for person in people if tag in person.tags]
