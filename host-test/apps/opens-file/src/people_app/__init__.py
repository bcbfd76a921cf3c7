"""Reads a file while it is imported."""

from typing import Any

__all__ = ["filter_by_tag"]

with open("/settings.toml") as _file:
    SETTINGS = _file.read()


def filter_by_tag(people: list[Any], _tag: str) -> list[Any]:
    return people
