"""`importlib.resources` on what the component carries: CPython's own reader, or one for bundles without paths."""

import io
import os
from collections.abc import Iterator
from importlib.resources.abc import Traversable, TraversableResources
from types import ModuleType
from typing import IO, Any, Literal, overload

import _wasi_py_bundle as _bundle


class BundlePath(Traversable):
    """A file or folder in a bundle, by the absolute path it seems to have."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __repr__(self) -> str:
        return f"BundlePath({self._path!r})"

    def __str__(self) -> str:
        return self._path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BundlePath) and self._path == other._path

    def __hash__(self) -> int:
        return hash(self._path)

    @property
    def name(self) -> str:
        return self._path.rpartition("/")[2]

    def is_file(self) -> bool:
        return _bundle.is_file(self._path)

    def is_dir(self) -> bool:
        return _bundle.is_folder(self._path)

    def iterdir(self) -> Iterator["BundlePath"]:
        for name, _ in _bundle.list_folder(self._path):
            yield BundlePath(f"{self._path}/{name}")

    def joinpath(self, *descendants: str | os.PathLike[str]) -> "BundlePath":
        parts = [part for path in descendants for part in os.fspath(path).split("/") if part not in ("", ".")]
        return BundlePath("/".join([self._path, *parts]))

    def __truediv__(self, child: str | os.PathLike[str]) -> "BundlePath":
        return self.joinpath(child)

    def read_bytes(self) -> bytes:
        return _bundle.read_file(self._path)

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        with self.open(encoding=encoding, errors=errors) as stream:
            return stream.read()

    @overload
    def open(self, mode: Literal["r"] = "r", *args: Any, **kwargs: Any) -> IO[str]: ...
    @overload
    def open(self, mode: Literal["rb"], *args: Any, **kwargs: Any) -> IO[bytes]: ...
    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        if mode not in ("r", "rb"):
            raise ValueError(f"a bundled file opens with mode 'r' or 'rb', not {mode!r}")
        stream = io.BytesIO(self.read_bytes())
        return stream if mode == "rb" else io.TextIOWrapper(stream, *args, **kwargs)


def adapt(readers: ModuleType) -> None:
    """Lets resources of namespace packages, which CPython looks for in folders and archives, lie in a bundle."""
    if _bundle.has_paths():
        return
    reader = readers.NamespaceReader
    resolve_elsewhere = reader._resolve

    def resolve(path: str) -> Traversable | None:
        return BundlePath(path) if _bundle.is_folder(path) else resolve_elsewhere(path)

    reader._resolve = staticmethod(resolve)


def reader(loader: Any) -> TraversableResources:
    """The resources of the package that was loaded from `loader.path`."""
    if _bundle.has_paths():
        from importlib.resources.readers import FileReader

        return FileReader(loader)
    return BundleReader(os.path.dirname(loader.path))


class BundleReader(TraversableResources):
    """The resources of one package."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def files(self) -> BundlePath:
        return BundlePath(self._folder)
