"""The command, run as a user runs it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
REPOSITORY = FOLDER.parents[2]
PEOPLE = REPOSITORY / "dist/people.wasm"
LAB = REPOSITORY / "target/fixtures/lab-snapshot.wasm"
JOHN = '{"name": "John", "age": 21, "tags": ["funny", "student"]}'
JANE = '{"name": "Jane", "age": 22, "tags": []}'


def run(*arguments: str | Path, text: str = f"[{JOHN}, {JANE}]") -> tuple[int, str, str]:
    command = [sys.executable, "filter.py", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=FOLDER, check=False)
    return done.returncode, done.stdout, done.stderr


def test_people_from_standard_input_are_filtered() -> None:
    code, out, err = run(PEOPLE)
    assert (code, err) == (0, "")
    assert json.loads(out) == [json.loads(JOHN)]


def test_people_from_a_file_are_filtered(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(f"[{JOHN}]", encoding="utf-8")
    assert run(PEOPLE, file, "--tag", "busy") == (0, "[]\n", "")


def test_time_is_said_instead_of_the_result() -> None:
    code, out, err = run(PEOPLE, "--time")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"start [\d.]+ ms, first call [\d.]+ ms, warm call [\d.]+ ms\n", out)


def test_exception_of_the_component_is_shown_with_its_traceback() -> None:
    code, out, err = run(LAB, "--tag", "1/0")
    assert (code, out) == (1, "")
    assert err.startswith("error: Python raised in the component\nTraceback (most recent call last):\n")
    assert err.endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[", "`-` is not JSON: Expecting value: line 1 column 2 (char 1)"),
        ("{}", "`-`: expected a list of people, found {}"),
        ("[7]", "person 1: expected an object with `name`, `age` and `tags`, found 7"),
        (f'[{JOHN}, {{"name": "Jane"}}]', "person 2: expected an object with `name`, `age` and `tags`"),
        (f"[{JOHN.replace('21', '70000')}]", "person 1: `age`: expected 0 to 65535, found 70000"),
    ],
)
def test_bad_input_is_explained(text: str, expected: str) -> None:
    code, out, err = run(PEOPLE, text=text)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {expected}")


def test_missing_files_are_named(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "absent.wasm")
    assert code == 2
    assert "absent.wasm`: `cargo xtask build` makes `dist/people.wasm`" in err
    code, _, err = run(PEOPLE, tmp_path / "absent.json")
    assert code == 2
    assert "No such file or directory" in err


def test_file_that_is_no_component_is_refused(tmp_path: Path) -> None:
    core = tmp_path / "core.wasm"
    core.write_bytes(b"\0asm\x01\0\0\0")
    code, _, err = run(core)
    assert code == 2
    assert err.startswith("error: ")
