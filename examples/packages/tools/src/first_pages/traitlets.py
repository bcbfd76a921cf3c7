from traitlets import HasTraits, Int, TraitError, default, observe


class Parent(HasTraits):
    age = Int()
    seen: list = []  # noqa: RUF012

    @default("age")
    def _age(self) -> int:
        return 30

    @observe("age")
    def _changed(self, change: dict) -> None:
        self.seen.append((change["old"], change["new"]))


def example() -> None:
    parent = Parent()
    assert parent.age == 30
    parent.age = 31
    assert parent.seen == [(30, 31)]
    try:
        parent.age = "old"
    except TraitError:
        return
    raise AssertionError("a text is an age")
