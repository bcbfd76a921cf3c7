"""The world `everything`."""

from typing import Protocol

class Exports(Protocol):
    """What the module that implements this has to have."""

    def clocks(self) -> tuple[int, str]:
        """What both versions of the clock say."""

