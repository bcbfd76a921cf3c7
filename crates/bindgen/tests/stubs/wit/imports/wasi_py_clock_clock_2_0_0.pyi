"""The time, as it is told today."""


def now() -> str:
    """As text."""
