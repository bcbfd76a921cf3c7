"""Counts visits in the host's store."""

from wit.imports import store
from wit.types import Err

_PREFIX = "visits/"


def visit(name: str) -> int:
    """Notes a visit of somebody, and returns how many there were."""
    count = _visits(name) + 1
    try:
        store.set(_PREFIX + name, count.to_bytes(4, "big"))
    except store.ErrorException as error:
        raise Err(f"cannot note the visit of {name}: {_reason(error.value)}") from error
    return count


def visitors() -> list[tuple[str, int]]:
    """Everybody who was here, with the number of visits."""
    names = [key.removeprefix(_PREFIX) for key in store.keys(_PREFIX)]
    return [(name, _visits(name)) for name in names]


def _visits(name: str) -> int:
    try:
        return int.from_bytes(store.get(_PREFIX + name), "big")
    except store.ErrorException as error:
        match error.value:
            case store.ErrorNoSuchKey(_):
                return 0
            case store.ErrorFull():
                raise


def _reason(error: store.Error) -> str:
    match error:
        case store.ErrorNoSuchKey(key):
            return f"no key `{key}`"
        case store.ErrorFull():
            return "the store is full"
