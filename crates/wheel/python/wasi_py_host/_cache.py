"""Where the component is, and the machine code that is made of it."""

import hashlib
import os
from importlib import metadata
from pathlib import Path

CACHE_VARIABLE = "WASI_PY_HOST_CACHE"
"""The folder of the machine code, if it is another than `wasi-py-host` among the user's caches."""


def component() -> Path:
    """The component, as it came with this package."""
    return Path(__file__).with_name("sandbox.wasm")


def machine_code() -> Path:
    """The file of its machine code, which says by hash what it was made from. Its folder is for this user alone."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"sandbox-{metadata.version('wasi-py-host')}.cwasm"


def machine_code_of(component: Path) -> Path:
    """The file of the machine code of a component of somebody else."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = hashlib.sha256(os.fsencode(component.resolve())).hexdigest()[:16]
    return folder / f"{component.stem}-{place}-{metadata.version('wasi-py-host')}.cwasm"


def _folder() -> Path:
    if given := os.environ.get(CACHE_VARIABLE):
        return Path(given)
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "wasi-py-host"
