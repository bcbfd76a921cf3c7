"""Handles a source distribution and calls its build backend, as PEP 517 describes it.

backend.py unpack ARCHIVE FOLDER               unpacks it so that FOLDER has the `pyproject.toml`
backend.py static FOLDER                       prints what `pyproject.toml` asks for, as a JSON list
backend.py requirements FOLDER SETTINGS        prints what the backend asks for besides, in the last line
backend.py wheel FOLDER SETTINGS WHEELS OUT    builds the wheel into WHEELS and unpacks it to OUT

SETTINGS is a JSON object: the settings for each backend, by its module.
"""

import json
import os
import shutil
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

SETUPTOOLS = {"requires": ["setuptools"], "build-backend": "setuptools.build_meta:__legacy__"}
"""The table of a package without one."""


def build_system(folder: Path) -> dict[str, Any]:
    manifest = folder / "pyproject.toml"
    declared = tomllib.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    own: dict[str, Any] = declared.get("build-system", {})
    return SETUPTOOLS | own


def backend(system: dict[str, Any], folder: Path) -> Any:
    """The object with the hooks."""
    sys.path[:0] = [str(folder / path) for path in system.get("backend-path", [])]
    module, _, name = system["build-backend"].partition(":")
    found: Any = import_module(module)
    for part in filter(None, name.split(".")):
        found = getattr(found, part)
    return found


def settings_of(system: dict[str, Any], settings: str) -> dict[str, Any]:
    """The settings for this backend."""
    own: dict[str, Any] = json.loads(settings).get(system["build-backend"].partition(":")[0], {})
    return own


def unpack(archive: Path, folder: Path) -> None:
    work = folder.with_name(folder.name + "-unpacked")
    if zipfile.is_zipfile(archive):
        shutil.unpack_archive(archive, work, "zip")
    else:
        shutil.unpack_archive(archive, work, filter="data")
    (top,) = work.iterdir()
    top.rename(folder)
    work.rmdir()


def requirements(folder: Path, settings: str) -> list[str]:
    """What the build takes beyond what `pyproject.toml` lists."""
    system = build_system(folder)
    hook = getattr(backend(system, folder), "get_requires_for_build_wheel", None)
    return list(hook(settings_of(system, settings))) if hook else []


def wheel(folder: Path, settings: str, wheels: Path, out: Path) -> None:
    system = build_system(folder)
    name = backend(system, folder).build_wheel(str(wheels), settings_of(system, settings))
    with zipfile.ZipFile(wheels / name) as archive:
        archive.extractall(out)


def main(action: str, *arguments: str) -> None:
    places = [Path(argument).resolve() for argument in arguments]
    match action, arguments:
        case "unpack", [_, _]:
            unpack(*places)
        case "static", [_]:
            print(json.dumps(build_system(places[0])["requires"]))
        case "requirements", [_, settings]:
            os.chdir(places[0])
            found = requirements(places[0], settings)
            print("\n" + json.dumps(found))
        case "wheel", [_, settings, _, _]:
            os.chdir(places[0])
            wheel(places[0], settings, places[2], places[3])
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
