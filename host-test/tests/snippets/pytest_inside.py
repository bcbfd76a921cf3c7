"""Runs the tests of python-app inside the component, against the `person` module that is written in Rust.

Mapped are pytest at `/site-packages` and the project at `/python-app`, whose app takes the place of the lab.
"""

import importlib
import sys

import person

assert person.__name__ in sys.builtin_module_names
sys.dont_write_bytecode = True
for name in [name for name in sys.modules if name.partition(".")[0] == "people_app"]:
    del sys.modules[name]
sys.path[:0] = ["/python-app/src", "/site-packages"]

pytest = importlib.import_module("pytest")
status = pytest.main(["-q", "-p", "no:cacheprovider", "-o", "pythonpath=", "-W", "error", "/python-app/tests"])
assert status == 0, status
