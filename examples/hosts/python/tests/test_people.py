"""The component as a Python program sees it: values, exceptions, and what is refused before it is asked."""

import copy
import pickle
from pathlib import Path

import pytest
from wasmtime import ExitTrap, WasmtimeError

import people as host
from people import People, Person, PythonError

REPOSITORY = Path(__file__).parents[4]
JOHN = Person("John", 21, ["funny", "student"])
JANE = Person("Jané 🐍", 22, [])


@pytest.fixture(scope="module")
def people() -> People:
    return People(REPOSITORY / "dist/people.wasm")


@pytest.fixture
def lab() -> People:
    """The same world around an app that runs the tag as Python code."""
    return People(REPOSITORY / "target/fixtures/lab-snapshot.wasm")


def test_people_are_filtered_in_order(people: People) -> None:
    assert people.filter_by_tag([JANE, JOHN, JANE, JOHN], "student") == [JOHN, JOHN]
    assert people.filter_by_tag([JANE], "student") == []


def test_values_cross_unchanged(lab: People) -> None:
    oldest = Person("", 65535, ["", "é\0"])
    assert lab.filter_by_tag([JANE, oldest], "result = people") == [JANE, oldest]


def test_exception_arrives_with_type_message_and_traceback(lab: People) -> None:
    with pytest.raises(PythonError, match=r"^ValueError: the tag is bad$") as raised:
        lab.filter_by_tag([], "raise ValueError('the tag is bad')")
    assert raised.value.type_name == "ValueError"
    assert raised.value.message == "the tag is bad"
    assert '  File "<lab>", line 1, in <module>\nValueError: the tag is bad\n' in raised.value.traceback


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_exception_can_be_pickled(protocol: int) -> None:
    classes = [kind for kind in vars(host).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert classes == [PythonError]
    error = PythonError("ValueError", "the tag is bad", "Traceback\nValueError: the tag is bad\n")
    error.add_note("batch 3")
    for again in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error)):
        assert type(again) is PythonError
        assert str(again) == "ValueError: the tag is bad"
        assert vars(again) == vars(error)


@pytest.mark.parametrize(
    "endless",
    [
        "def deeper(): deeper()\ndeeper()",
        "class Deeper:\n    def __repr__(self): return repr(self)\nrepr(Deeper())",
        "nested = []\nfor _ in range(100_000): nested = [nested]\nrepr(nested)",
    ],
    ids=["in Python", "in C and Python", "in C"],
)
def test_endless_recursion_is_an_exception_and_the_instance_goes_on(lab: People, endless: str) -> None:
    with pytest.raises(PythonError) as raised:
        lab.filter_by_tag([], endless)
    assert raised.value.type_name == "RecursionError"
    assert lab.filter_by_tag([JOHN], "result = people") == [JOHN]


@pytest.mark.parametrize(
    ("reach", "type_name"),
    [
        ("import os; os.listdir('/etc')", "FileNotFoundError"),
        ("import os; os.environ['PATH']", "KeyError"),
        ("import socket; socket.socket().connect(('127.0.0.1', 1))", "PermissionError"),
    ],
    ids=["files", "environment", "network"],
)
def test_component_is_given_nothing(lab: People, reach: str, type_name: str) -> None:
    with pytest.raises(PythonError) as raised:
        lab.filter_by_tag([], reach)
    assert raised.value.type_name == type_name


def test_exit_ends_the_instance_and_not_the_program(lab: People) -> None:
    with pytest.raises(ExitTrap):
        lab.filter_by_tag([], "import os; os._exit(3)")
    with pytest.raises(WasmtimeError):
        lab.filter_by_tag([], "")


@pytest.mark.parametrize("age", [-1, 65536])
def test_age_that_does_not_fit_is_refused(age: int) -> None:
    with pytest.raises(ValueError, match=f"`age`: expected 0 to 65535, found {age}"):
        Person("John", age, [])


def test_wrong_types_are_refused() -> None:
    with pytest.raises(TypeError, match="`name`: expected a string, found 3"):
        Person(3, 21, [])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="`age`: expected a whole number, found True"):
        Person("John", True, [])
    with pytest.raises(TypeError, match="`tags`: expected a list of strings, found 'funny'"):
        Person("John", 21, "funny")  # type: ignore[arg-type]


def test_component_of_another_world_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.wat"
    empty.write_text("(component)", encoding="utf-8")
    with pytest.raises(LookupError, match="does not export `wasi-py:people/people@"):
        People(empty)
