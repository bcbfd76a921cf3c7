from overrides import overrides


class Base:
    def name(self) -> str:
        """The name."""
        return "base"


def example() -> None:
    class Derived(Base):
        @overrides
        def name(self) -> str:
            return "derived"

    assert Derived.name.__doc__ == "The name."
    try:

        class Wrong(Base):
            @overrides
            def nane(self) -> None: ...

    except TypeError:
        return
    raise AssertionError("a misspelt method was accepted")
