"""Headers of messages."""

import wsgiref.headers


class Headers(wsgiref.headers.Headers):
    """Names and values, of which names are the same in any case.

    The base looks at each text with a regular expression, which costs more than the rest of a small answer.
    """

    def _convert_string_type(self, value: str, **kind: bool) -> str:
        """Has the base look only at what it might refuse."""
        if type(value) is str and value.isascii() and value.isprintable():
            return value
        return super()._convert_string_type(value, **kind)  # type: ignore[misc,no-any-return]
