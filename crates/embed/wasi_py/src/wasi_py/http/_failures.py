"""The texts about a failure: little for the client, and all of it on standard error."""

import sys
from collections.abc import Callable

from wasi_py.http.messages import Response


def origin(handler: Callable[..., object] | None) -> str:
    """Names whose answer it is, for what is said of it on standard error."""
    if handler is None:
        return "in the answer that an `HTTPError` is"
    name = getattr(handler, "__qualname__", type(handler).__qualname__)
    return f"in what `{handler.__module__}.{name}` returned"


def complain(error: BaseException | None = None) -> None:
    """Writes the traceback of an exception to standard error: of that which is being handled, unless it is given."""
    import traceback

    traceback.print_exception(error or sys.exception(), file=sys.stderr)


def internal_error() -> Response:
    """What clients get to know of an exception."""
    return Response("Internal Server Error\n", status=500)
