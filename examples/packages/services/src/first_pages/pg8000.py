from pg8000.converters import literal
from pg8000.native import identifier


def example() -> None:
    assert literal("it's") == "'it''s'"
    assert identifier("top secret") == '"top secret"'
