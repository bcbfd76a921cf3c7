"""Runs the tests of python-app inside the component, against the `person` module that is written in Rust.

Mapped are pytest at `/site-packages` and the project at `/python-app`, whose app takes the place of the lab.
"""

import importlib
import os
import sys

import person

assert person.__name__ in sys.builtin_module_names
sys.dont_write_bytecode = True
for name in [name for name in sys.modules if name.partition(".")[0] == "people_app"]:
    del sys.modules[name]
sys.path[:0] = ["/python-app/src", "/site-packages"]
os.chdir("/python-app")

# No descriptor can be duplicated and there is no `/dev/null`, which these plugins need.
unavailable = ["cacheprovider", "faulthandler", "logging"]
options = ["-q", "--capture=sys", "-o", "pythonpath=", "-W", "error", *[f"-pno:{plugin}" for plugin in unavailable]]
status = importlib.import_module("pytest").main([*options, "tests"])
assert status == 0, status
