from typing import Annotated, get_type_hints

from annotated_doc import Doc


def greet(name: Annotated[str, Doc("Who is greeted")]) -> None: ...


def example() -> None:
    (doc,) = get_type_hints(greet, include_extras=True)["name"].__metadata__
    assert doc.documentation == "Who is greeted"
