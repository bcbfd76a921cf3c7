from aenum import Enum


class Suit(Enum):
    _init_ = "value symbol"
    HEARTS = 1, "h"
    SPADES = 2, "s"


def example() -> None:
    assert (Suit.HEARTS.value, Suit.HEARTS.symbol) == (1, "h")
