from typing_extensions import TypedDict, deprecated, get_type_hints


class Movie(TypedDict):
    title: str


def old() -> None: ...


def example() -> None:
    assert get_type_hints(Movie) == {"title": str}
    assert deprecated("use another")(old).__deprecated__ == "use another"
