"""`importlib.metadata` on what the component carries."""

import os
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, DistributionFinder

import _wasi_py_bundle as _bundle

from _wasi_py_resources import BundlePath


class BundleDistribution(Distribution):
    """A distribution whose metadata lies in a bundled `.dist-info` folder."""

    def __init__(self, folder: BundlePath, root: BundlePath) -> None:
        self._folder = folder
        self._root = root

    def read_text(self, filename: str | os.PathLike[str]) -> str | None:
        path = self._folder.joinpath(os.fspath(filename))
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def locate_file(self, path: str | os.PathLike[str]) -> BundlePath:  # type: ignore[override]
        return self._root.joinpath(os.fspath(path))


def find_distributions(context: DistributionFinder.Context) -> Iterator[BundleDistribution]:
    """Finds the distributions of that name, or all, on the bundled entries of the context's path."""
    wanted = None if context.name is None else _normalize(context.name)
    for entry in context.path:
        for name, is_folder in _bundle.list_folder(entry.rstrip("/")):
            if is_folder and name.endswith(".dist-info"):
                found = _normalize(name.removesuffix(".dist-info").partition("-")[0])
                if wanted in (None, found):
                    root = BundlePath(entry.rstrip("/"))
                    yield BundleDistribution(root / name, root)


def _normalize(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
