"""The exceptions."""

import copy
import inspect
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

import wasi_py_host
from wasi_py_host import RaisedError, Sandbox, SandboxError, SourceError, _failures, _native

CLASSES = [kind for _, kind in inspect.getmembers(_failures, inspect.isclass) if issubclass(kind, Exception)]


def test_each_kind_of_failure_has_a_class_of_its_own() -> None:
    assert list(_failures.OF_KIND) == list(dict.fromkeys(_failures.OF_KIND))
    assert set(_failures.OF_KIND) == set(_native.FAILURE_KINDS)
    assert len(set(_failures.OF_KIND.values())) == len(_native.FAILURE_KINDS)
    assert all(kind.__name__ in wasi_py_host.__all__ for kind in CLASSES)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_exception_can_be_pickled(kind: type[SandboxError], protocol: int) -> None:
    if issubclass(kind, SourceError):
        error: SandboxError = kind("KeyError", "'x'", "Traceback\nKeyError: 'x'\n", 3, "out", "err")
    else:
        error = kind("it is missing")
    error.add_note("batch 3")
    for again in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error)):
        assert type(again) is kind
        assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))


def divide(by: int) -> object:
    return Sandbox().run(f"1 / {by}").value


def test_exception_comes_back_from_another_process() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        assert processes.submit(divide, 2).result(120) == 0.5
        with pytest.raises(RaisedError, match="division by zero") as raised:
            processes.submit(divide, 0).result(120)
    assert raised.value.type_name == "ZeroDivisionError"
