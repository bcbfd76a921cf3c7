"""Filters people by a tag: `python filter.py people.wasm people.json`."""

import argparse
import itertools
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wasmtime import WasmtimeError

from people import People, Person, PythonError

ROUNDS = 5
CALLS = 1000


def main() -> int:
    parser = argparse.ArgumentParser(description="Filters people by a tag, in a WebAssembly component.")
    parser.add_argument("component", type=Path, help="the component, `people.wasm`")
    parser.add_argument("people", nargs="?", default="-", help="people as JSON; standard input unless given")
    parser.add_argument("--tag", default="student", help="the tag that people have to carry (default: %(default)s)")
    parser.add_argument("--time", action="store_true", help="says how long it takes instead of who is left")
    arguments = parser.parse_args()
    if not arguments.component.is_file():
        parser.error(f"there is no component `{arguments.component}`: `cargo xtask build` makes `dist/people.wasm`")
    try:
        asked = read(arguments.people)
        if arguments.time:
            print(timing(arguments.component, asked, arguments.tag))
            return 0
        left = People(arguments.component).filter_by_tag(asked, arguments.tag)
    except PythonError as error:
        print(f"error: Python raised in the component\n{error.traceback}", end="", file=sys.stderr)
        return 1
    except (OSError, LookupError, TypeError, ValueError, WasmtimeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps([asdict(person) for person in left], ensure_ascii=False))
    return 0


def read(path: str) -> list[Person]:
    """People from a JSON file, or from standard input when it is called `-`."""
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"`{path}` is not JSON: {error}") from error
    if not isinstance(values, list):
        raise TypeError(f"`{path}`: expected a list of people, found {values!r}")
    return [person(value, number) for number, value in enumerate(values, start=1)]


def person(value: Any, number: int) -> Person:
    if not isinstance(value, dict) or value.keys() != {"name", "age", "tags"}:
        raise TypeError(f"person {number}: expected an object with `name`, `age` and `tags`, found {value!r}")
    try:
        return Person(**value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"person {number}: {error}") from error


def timing(component: Path, asked: list[Person], tag: str) -> str:
    """How long it takes to start an instance, to call it, and to call it again: the quickest of some rounds."""
    times = [time.perf_counter()]
    people = People(component)
    times.append(time.perf_counter())
    people.filter_by_tag(asked, tag)
    times.append(time.perf_counter())
    for _ in range(ROUNDS):
        for _ in range(CALLS):
            people.filter_by_tag(asked, tag)
        times.append(time.perf_counter())
    start, first, *warm = [(end - begin) * 1000 for begin, end in itertools.pairwise(times)]
    return f"start {start:.1f} ms, first call {first:.2f} ms, warm call {min(warm) / CALLS:.4f} ms"


if __name__ == "__main__":
    sys.exit(main())
