"""Exceptions raised from a file, so that their tracebacks have source lines to show."""

import person


class BadTag(ValueError):  # noqa: N818
    """An exception of the app's own."""


def raise_own() -> None:
    raise BadTag("the tag is bad")  # this very line


def raise_chained() -> None:
    try:
        {}["missing"]
    except KeyError as error:
        raise RuntimeError("it went wrong") from error


seen: list[object] = []


class Watched(person.Person):
    """Tells `seen` what it was when it went."""

    def __del__(self) -> None:
        seen.append((self.name, self.tags))
