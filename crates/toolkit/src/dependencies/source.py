"""Finds files of packages where pip finds them: source distributions, and the hashes of wheels.

source.py find NAME VERSION OUT [OPTION...]       downloads the source distribution into OUT and prints its file name
source.py fetch NAME FILE OUT [OPTION...]         downloads that file into OUT
source.py hashes NAME==VERSION,... [OPTION...]    prints the sha256 of all wheels of each, as a JSON object

OPTIONs are pip's, for where packages are.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pip._internal.commands import create_command
from pip._internal.index.collector import parse_links
from pip._internal.index.package_finder import PackageFinder
from pip._internal.models.link import Link
from pip._internal.network.session import PipSession
from pip._vendor.packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from pip._vendor.packaging.version import InvalidVersion, Version

PROBLEM_STATUS = 3


class Index:
    """The places of packages."""

    def __init__(self, finder: PackageFinder, session: PipSession) -> None:
        self.finder = finder
        self.session = session

    def links(self, name: str) -> Iterator[Link]:
        """All files of a package, whatever machine they are for."""
        collector = self.finder._link_collector

        def of_page(location: Link) -> Iterator[Link]:
            page = collector.fetch_response(location)
            yield from parse_links(page) if page else []

        sources = collector.collect_sources(project_name=name, candidates_from_page=of_page)  # type: ignore[arg-type]
        for source in [*sources.find_links, *sources.index_urls]:
            if source is not None:
                yield from source.page_candidates()  # type: ignore[misc]
                yield from source.file_links()

    def read(self, link: Link) -> bytes:
        if link.is_file:
            return Path(link.file_path).read_bytes()
        response = self.session.get(link.url_without_fragment, headers={"Accept-Encoding": "identity"})
        response.raise_for_status()
        return bytes(response.content)


def source_version(link: Link, name: str) -> Version | None:
    """The version of the package that this is a source distribution of."""
    try:
        found, version = parse_sdist_filename(link.filename)
    except (InvalidSdistFilename, InvalidVersion):
        return None
    return version if found == canonicalize_name(name) else None


def wheel_version(link: Link, name: str) -> Version | None:
    try:
        found, version, _, _ = parse_wheel_filename(link.filename)
    except (InvalidWheelFilename, InvalidVersion):
        return None
    return version if found == canonicalize_name(name) else None


def find(index: Index, name: str, version: str, out: Path) -> str:
    """Downloads a source distribution and returns its name, or raises `LookupError`."""
    found = [link for link in index.links(name) if source_version(link, name) == Version(version)]
    # One of several formats: always the same.
    for link in sorted(found, key=lambda link: (link.filename.endswith(".zip"), link.filename)):
        (out / link.filename).write_bytes(index.read(link))
        return link.filename
    raise LookupError(f"    no source distribution of {name} {version} was found")


def fetch(index: Index, name: str, file: str, out: Path) -> None:
    for link in index.links(name):
        if link.filename == file:
            (out / file).write_bytes(index.read(link))
            return
    raise LookupError(f"    `{file}` was not found")


def hashes(index: Index, pins: list[str]) -> dict[str, list[str]]:
    found = {}
    for pin in pins:
        name, _, version = pin.partition("==")
        wheels = [link for link in index.links(name) if wheel_version(link, name) == Version(version)]
        found[name] = sorted({sha256(index, link) for link in wheels})
    return found


def sha256(index: Index, link: Link) -> str:
    if link.hash_name == "sha256" and link.hash:
        return link.hash
    return hashlib.sha256(index.read(link)).hexdigest()


def run(index: Index, action: str, arguments: list[str]) -> None:
    match action, arguments:
        case "find", [name, version, out]:
            print(find(index, name, version, Path(out)))
        case "fetch", [name, file, out]:
            fetch(index, name, file, Path(out))
        case "hashes", [pins]:
            print(json.dumps(hashes(index, pins.split(","))))
        case _:
            sys.exit(__doc__)


def main(action: str, *arguments: str) -> int:
    count = 1 if action == "hashes" else 3
    command = create_command("download")
    with command.main_context():
        options, _ = command.parse_args([*arguments[count:], "nothing"])
        session = command.get_default_session(options)  # type: ignore[attr-defined]
        index = Index(command._build_package_finder(options, session), session)  # type: ignore[attr-defined]
        try:
            run(index, action, list(arguments[:count]))
        except LookupError as problem:
            print(problem.args[0], file=sys.stderr)
            return PROBLEM_STATUS
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
