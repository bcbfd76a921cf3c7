"""The working folder of sources, in the memory of the instance."""

import os
from collections.abc import Iterator

from wit.exports.sandbox import File

from ._builtins import KEPT
from ._values import NODE_BYTES, Writer

__builtins__ = KEPT

FOLDER = "/tmp/work"
_Stamp = tuple[int, int]
"""The time and the length of a file: one that keeps both counts as unchanged."""


class Folder:
    """The working folder, and what was in it when it was last looked at."""

    def __init__(self) -> None:
        self._seen: dict[str, _Stamp] = {}

    def enter(self) -> None:
        """Makes it the current folder."""
        os.makedirs(FOLDER, exist_ok=True)
        os.chdir(FOLDER)

    def look(self) -> None:
        """Takes what is in it for known."""
        self._seen = dict(_stamps(FOLDER))

    def changed(self, writer: Writer) -> list[File]:
        """The files that were made or changed since it was last looked at, in order of their paths."""
        before = self._seen
        self.look()
        changed = sorted(path for path, stamp in self._seen.items() if before.get(path) != stamp)
        files = []
        for path in changed:
            writer.take(NODE_BYTES + len(path) + self._seen[path][1])
            with open(os.path.join(FOLDER, path), "rb") as file:
                files.append(File(path, file.read()))
        return files


def _stamps(folder: str) -> Iterator[tuple[str, _Stamp]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(entry.path)
            else:
                status = entry.stat(follow_symlinks=False)
                yield os.path.relpath(entry.path, FOLDER), (status.st_mtime_ns, status.st_size)
