"""Results."""


class Err(Exception):  # noqa: N818
    """A result that did not go well."""

    def __init__(self, value: object) -> None:
        super().__init__(value)
        self.value = value
