"""Copies installed packages without what differs between machines, and refuses what a component cannot use.

Arguments: folder of the installed packages, folder to copy them to, name of the lock, the environment markers as a JSON
object, two JSON lists of packages, those to be without native code and those whose native code is linked into the
component, then what the app asks for. Problems go to
standard error, with an exit status of their own.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

PROBLEM_STATUS = 3
NOISE = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
"""What an installer adds to the metadata: it tells how and where it ran."""
BILLS = "sboms"
"""The folder of bills of materials in the metadata. Those of a build name the folder that it ran in."""
NATIVE = re.compile(r"\.(so(\.\d+)*|pyd|dylib|dll)$")


def native_code(installed: list[Distribution], accepted: set[str]) -> Iterator[str]:
    """A line for each package that is more than Python and not `accepted` all the same."""
    for distribution in installed:
        if canonicalize_name(distribution.name) in accepted:
            continue
        native = [str(file) for file in distribution.files or [] if NATIVE.search(file.name)]
        tags = re.findall(r"^Tag: (.+)$", distribution.read_text("WHEEL") or "", re.MULTILINE)
        native += [f"a wheel for {tag}" for tag in tags if not tag.endswith("-none-any")]
        if native:
            yield (
                f"the dependency `{distribution.name}` has native code: `{native[0]}`\n"
                f"= help: a component loads none; use a package that is Python alone"
            )


def uncovered(installed: list[Distribution], asked: list[str], lock: str, environment: dict[str, str]) -> Iterator[str]:
    """A line for each requirement, of the app or of what it depends on, that the lock does not meet."""
    found = {canonicalize_name(distribution.name): distribution for distribution in installed}
    open_requirements = [(requirement, "`pyproject.toml`", frozenset({""})) for requirement in asked]
    seen = set()
    while open_requirements:
        text, asker, extras = open_requirements.pop()
        requirement = Requirement(text)
        marker = requirement.marker
        if marker and not any(marker.evaluate(environment | {"extra": extra}) for extra in extras):
            continue
        distribution = found.get(canonicalize_name(requirement.name))
        if distribution is None:
            yield f"`{lock}` does not cover `{text}`, which {asker} asks for: it has no `{requirement.name}`"
        elif not requirement.specifier.contains(distribution.version, prereleases=True):
            pin = f"{distribution.name}=={distribution.version}"
            yield f"`{lock}` does not cover `{text}`, which {asker} asks for: it has `{pin}`"
        elif (key := (requirement.name, frozenset(requirement.extras))) not in seen:
            seen.add(key)
            extras = frozenset({"", *requirement.extras})
            open_requirements += [(needed, f"`{distribution.name}`", extras) for needed in distribution.requires or []]


def copy(installed: list[Distribution], without: set[str], built: set[str], target: Path) -> None:
    """Copies the files of each package. Scripts and what belongs beside `site-packages` are left out."""
    target.mkdir()
    for distribution in installed:
        is_without = canonicalize_name(distribution.name) in without
        is_built = canonicalize_name(distribution.name) in built
        for file in distribution.files or []:
            if is_without and NATIVE.search(file.name):
                continue
            is_metadata = file.parts[0].endswith(".dist-info")
            if is_built and is_metadata and BILLS in file.parts:
                continue
            if ".." in file.parts or "__pycache__" in file.parts or (is_metadata and file.name in NOISE):
                continue
            path = target / file
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(distribution.locate_file(file)), path)


def main(source: str, target: str, lock: str, markers: str, without: str, linked: str, *asked: str) -> int:
    installed = list(distributions(path=[source]))
    python_alone, built = set(json.loads(without)), set(json.loads(linked))
    problems = list(native_code(installed, python_alone | built))
    problems += [
        f"{problem}\n= help: run `cargo wasi-py lock`, which writes it anew"
        for problem in uncovered(installed, list(asked), lock, json.loads(markers))
    ]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return PROBLEM_STATUS
    copy(installed, python_alone, built, Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
