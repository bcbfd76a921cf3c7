from typing import Annotated, Final

from typing_inspection.introspection import AnnotationSource, inspect_annotation


def example() -> None:
    found = inspect_annotation(Final[Annotated[int, "note"]], annotation_source=AnnotationSource.ANY)
    assert (found.type, found.metadata, found.qualifiers) == (int, ["note"], {"final"})
