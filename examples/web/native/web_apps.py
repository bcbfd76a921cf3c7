"""The apps of this example for native servers: `web_apps:flask`, `web_apps:fastapi`. Only the named one is imported.

`web_app` itself imports what only components have.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_FOLDER = Path(__file__).parents[1] / "app/src/web_app"


def __getattr__(name: str) -> Any:
    package = ModuleType("web_app")
    package.__path__ = [str(_FOLDER)]
    sys.modules.setdefault("web_app", package)
    try:
        return importlib.import_module(f"web_app.{name}_site").app
    except ModuleNotFoundError as error:
        # Servers ask for other attributes, too.
        if error.name == f"web_app.{name}_site":
            raise AttributeError(f"there is no app {name!r}") from error
        raise
