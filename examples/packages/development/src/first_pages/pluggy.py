import pluggy

specification, implementation = pluggy.HookspecMarker("example"), pluggy.HookimplMarker("example")


class Specification:
    @specification
    def add(self, one: int, other: int) -> int: ...


class Plugin:
    @implementation
    def add(self, one: int, other: int) -> int:
        return one + other


def example() -> None:
    manager = pluggy.PluginManager("example")
    manager.add_hookspecs(Specification)
    manager.register(Plugin())
    assert manager.hook.add(one=1, other=2) == [3]
