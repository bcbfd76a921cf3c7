from jaraco.classes.properties import NonDataProperty


class Thing:
    @NonDataProperty
    def name(self) -> str:
        return "thing"


def example() -> None:
    assert Thing().name == "thing"
