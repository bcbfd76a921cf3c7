"""Opens a socket while it is imported."""

import socket
from typing import Any

__all__ = ["filter_by_tag"]

_connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def filter_by_tag(people: list[Any], _tag: str) -> list[Any]:
    return people
