"""Faults of messages."""

from http import HTTPStatus


class HTTPError(Exception):
    """A handler raises it for a response with that status, and `message` as its text."""

    def __init__(self, status: int, message: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message or _phrase(status)
        self.headers = headers or {}

    def __str__(self) -> str:
        return f"{self.status} {self.message}"


class TransportError(OSError):
    """A message did not arrive, or not whole."""

    def __init__(self, code: str, detail: object = None) -> None:
        super().__init__(code if detail is None else f"{code}: {detail}")
        self.code = code
        """The case of WASI's `error-code`, in lower case: `connection-refused`."""
        self.detail = detail
        """What it carries, if anything."""


class BodyTooLongError(ValueError):
    """More bytes came than were to be read."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return f"the body is longer than {self.limit} bytes"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
