"""What answers hosts, imported before the snapshot."""

import importlib
import sys

# Of the modules that a world has, only those of async functions need the first, and of their worlds not all have it.
_is_service = "wit.streams" in sys.modules and hasattr(importlib.import_module("wit.exports"), "handler")
importlib.import_module(f"wasi_py.http.{'_service.server' if _is_service else '_server'}")
