"""Imports every module of the standard library that is bundled, and every built-in one."""

import contextlib
import importlib
import io
import pkgutil
import sys
import warnings

warnings.simplefilter("ignore")
# Not modules to import: one opens a browser, the others run a program.
SKIPPED = ("antigravity", "__main__")
# What they import is there in worlds that have HTTP.
OF_A_WORLD = "wasi_py.http._"

found = [module.name for module in pkgutil.walk_packages(["/bundle/stdlib"])]
names = [
    name
    for name in [*found, *sys.builtin_module_names]
    if not name.endswith(SKIPPED) and not name.startswith(OF_A_WORLD)
]
failed = {}
for name in names:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            importlib.import_module(name)
    except BaseException as error:
        failed[name] = f"{type(error).__name__}: {error}"
assert not failed, failed
assert len(names) > 500, len(names)
print(len(names), "modules")
