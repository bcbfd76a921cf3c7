"""The interface `twice`: each function is the host's own, whose values are passed on as they are."""

from wit.imports.twice import (
    echo_change,
    echo_changes,
    echo_edges,
    echo_mark,
    echo_refusal,
    echo_side,
)

__all__ = [
    "echo_change",
    "echo_changes",
    "echo_edges",
    "echo_mark",
    "echo_refusal",
    "echo_side",
]
