"""Runs the tests of python-app inside the component, against the `person` module that is written in Rust."""

import sys

# The app under test is bundled; mapped are only pytest and the tests.
sys.path += ["/site-packages"]
sys.dont_write_bytecode = True

import pytest

import person

assert person.__name__ in sys.builtin_module_names
arguments = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir=/tests", "-W", "error", "/tests"]
status = pytest.main(arguments)
assert status == 0, status
