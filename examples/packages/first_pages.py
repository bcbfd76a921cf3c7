"""Packages from PyPI as apps have them: imported while the component is built, and so part of its snapshot.

Each module beside this one is named after a package. It imports the package, and has an `example` that raises
unless the package does what its first page shows.
"""

import pkgutil
from contextlib import suppress
from importlib import import_module


def imports(module: str) -> None:
    import_module(f"{__name__}.{module}")


def example(module: str) -> None:
    import_module(f"{__name__}.{module}").example()


for _module in pkgutil.iter_modules(__spec__.submodule_search_locations):
    # What cannot be imported raises once more when it is asked for.
    with suppress(Exception):
        imports(_module.name)
