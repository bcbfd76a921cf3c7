"""Runs the tag as Python code, in the place of the real app.

The code sees the arguments as `people` and may set `result`, which is returned, whatever it is.
"""

from typing import Any

from people_app import behaviours, kept

__all__ = ["filter_by_tag"]


def filter_by_tag(people: list[Any], tag: str) -> Any:
    names: dict[str, Any] = {"__name__": "lab", "people": people, "result": [], "behaviours": behaviours, "kept": kept}
    exec(compile(tag, "<lab>", "exec"), names)
    return names["result"]
