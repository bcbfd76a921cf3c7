# %% names that are no names
for name in ("", ".", "..", "a..b", "a/b", "../etc/passwd", "a\0b", "\ud800", "x" * 100_000, "os.path.x", "person.x"):
    try:
        __import__(name)
        print("imported")
    except BaseException as error:
        print(f"{type(error).__name__}: {str(error)[:60]}")

# %% relative beyond the top
__import__("x", {"__package__": "people_app"}, {}, ["y"], 5)

# %% relative without a package
from . import x

# %% wrong types
for arguments in ((7,), (None,), ("os", 7), ("os", {}, {}, 7), ("os", {}, {}, [7]), ("os", {}, {}, [], -1)):
    try:
        __import__(*arguments)
        print("imported")
    except BaseException as error:
        print(f"{type(error).__name__}: {error}")

# %% module that raises
import sys
import types


class Finder:
    def find_spec(self, name, path, target=None):
        if name == "evil":
            raise SystemExit("in find_spec")


sys.meta_path.insert(0, Finder())
import evil

# %% finder that returns a lie
import sys


class Finder:
    def find_spec(self, name, path, target=None):
        return 7 if name == "evil" else None


sys.meta_path.insert(0, Finder())
import evil

# %% finder that imports what it is asked for
import sys


class Finder:
    def find_spec(self, name, path, target=None):
        __import__(name)


sys.meta_path.insert(0, Finder())
import evil

# %% finders removed
import sys

sys.meta_path.clear()
sys.path_hooks.clear()
sys.path_importer_cache.clear()
import colorsys

import xdrlib

# %% path replaced
import sys

sys.path[:] = ["/etc", "relative", 7, "\ud800", "", "/bundle/app/../../etc"]
sys.path_importer_cache.clear()
import no_such_module

# %% path is nothing
import sys

sys.path = None
import no_such_module

# %% module that is nothing
import sys

sys.modules["json"] = None
import json

# %% module that is a number
import sys

sys.modules["evil"] = 7
import evil

print(evil)

# %% module whose attributes run code
import sys
import types


class Module(types.ModuleType):
    def __getattr__(self, name):
        raise SystemExit(f"in getattr of {name}")


sys.modules["evil"] = Module("evil")
from evil import x

# %% modules that are built in, loaded again
import importlib
import sys

for name in ("sys", "builtins", "person", "people_app", "_imp", "gc", "_wasi_py_bundle"):
    try:
        print(importlib.reload(__import__(name)).__name__)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}")
result = people

# %% modules that are built in, imported anew
import sys

import person

for name in ("person", "_wasi_py_bundle", "gc", "_imp", "time", "_io"):
    old = sys.modules.pop(name, None)
    try:
        print(name, __import__(name) is old)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}")
sys.modules["person"].Person("Jo", 1)
result = people[:1]

# %% modules made by hand
import _imp
import importlib.machinery

for name in ("person", "no_such_module", "sys"):
    try:
        spec = importlib.machinery.ModuleSpec(name, None)
        print(_imp.create_builtin(spec).__name__)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}")

# %% native modules
import importlib.machinery
import importlib.util

print(importlib.machinery.EXTENSION_SUFFIXES)
loader = importlib.machinery.SourceFileLoader("x", "/etc/passwd")
loader.load_module()

# %% frozen modules
import __hello__

# %% archive
import zipimport

zipimport.zipimporter("/etc/passwd")

# %% importer's own insides
import _wasi_py_bundle as bundle

for use in (
    lambda: bundle.read_file("/etc/passwd"),
    lambda: bundle.read_file("/bundle/../etc/passwd"),
    lambda: bundle.read_file("/bundle/app"),
    lambda: bundle.read_file(""),
    lambda: bundle.read_file("\0" * 100_000),
    lambda: bundle.read_file("\ud800"),
    lambda: bundle.read_file(7),
    lambda: bundle.list_folder("/no/such"),
    lambda: bundle.list_folder("/bundle/app/people_app/.."),
    lambda: bundle.is_file("/bundle/app//people_app/__init__.py"),
    lambda: bundle.is_folder("/bundle/app/"),
):
    try:
        print(use())
    except BaseException as error:
        print(f"{type(error).__name__}: {str(error)[:60]}")

# %% importer's own insides replaced
import _wasi_py_importer
import sys

for name in [name for name in vars(_wasi_py_importer) if not name.startswith("__")]:
    setattr(_wasi_py_importer, name, None)
sys.modules.pop("colorsys", None)
import colorsys

# %% snapshot's hooks called again
from wasi_py import snapshot

snapshot.register_after_restore(7)

# %% snapshot taken from inside
import _wasi_py_snapshot

for name in ("prepare", "preload", "watch"):
    try:
        print(name, getattr(_wasi_py_snapshot, name)())
    except BaseException as error:
        print(name, f"{type(error).__name__}: {error}")
result = people[:1]

# %% metadata of packages
import importlib.metadata

importlib.metadata.version("../../etc/passwd")

# %% resources outside
import importlib.resources

importlib.resources.files("people_app").joinpath("../../../etc/passwd").read_text()

# %% code run as a module
import runpy

runpy.run_path("/etc/passwd")

# %% module that imports itself while it is imported
import sys


class Loader:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        del sys.modules["evil"]
        import evil


class Finder:
    def find_spec(self, name, path, target=None):
        import importlib.machinery

        return importlib.machinery.ModuleSpec(name, Loader()) if name == "evil" else None


sys.meta_path.insert(0, Finder())
import evil

# %% cached bytecode that is garbage
import importlib._bootstrap_external as bootstrap
import marshal

for data in (
    b"",
    b"\x00",
    b"\xff" * 100,
    b"c" + b"\xff" * 100,
    b"s\xff\xff\xff\x7f",
    b"[\xff\xff\xff\x7f",
    b"r\x00\x00\x00\x10",
):
    try:
        print(marshal.loads(data))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
