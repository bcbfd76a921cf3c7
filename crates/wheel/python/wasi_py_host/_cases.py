"""Cases of variants."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """A case of a variant, of a `result` inside a value (`ok`, `err`), or of an option in an option (`some`)."""

    name: str
    """Its name in the WIT."""
    value: Any = None
    """What it has inside."""
