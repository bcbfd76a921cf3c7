"""Tests of the calls to build backends."""

import json
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from backend import main

BACKEND = """
import zipfile

class hooks:
    @staticmethod
    def get_requires_for_build_wheel(settings):
        print("noise")
        return ["cython", settings["more"]]

    @staticmethod
    def build_wheel(folder, settings):
        with zipfile.ZipFile(folder + "/a.whl", "w") as wheel:
            wheel.writestr("a/__init__.py", "")
        return "a.whl"
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "path", [*sys.path])
    sys.modules.pop("own_backend", None)
    table = '[build-system]\nrequires = ["wheel"]\nbuild-backend = "own_backend:hooks"\nbackend-path = ["build"]\n'
    (tmp_path / "pyproject.toml").write_text(table)
    (tmp_path / "build").mkdir()
    (tmp_path / "build/own_backend.py").write_text(BACKEND)
    return tmp_path


def test_static_requirements_are_those_of_pyproject(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main("static", str(source))
    assert json.loads(capsys.readouterr().out) == ["wheel"]


def test_package_without_a_table_is_built_by_setuptools(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main("static", str(tmp_path))
    assert json.loads(capsys.readouterr().out) == ["setuptools"]


def test_backend_is_asked_for_more_in_the_last_line(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main("requirements", str(source), '{"own_backend": {"more": "ninja"}}')
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == ["cython", "ninja"]


def test_wheel_is_built_and_unpacked(source: Path, tmp_path: Path) -> None:
    wheels, out = tmp_path / "wheels", tmp_path / "out"
    wheels.mkdir()
    main("wheel", str(source), "{}", str(wheels), str(out))
    assert zipfile.is_zipfile(wheels / "a.whl")
    assert (out / "a/__init__.py").exists()


@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_source_distribution_is_unpacked(source: Path, tmp_path_factory: pytest.TempPathFactory, ending: str) -> None:
    work = tmp_path_factory.mktemp("work")
    archive, out = work / f"a-1.{ending}", work / "out"
    if ending == "zip":
        with zipfile.ZipFile(archive, "w") as packed:
            packed.write(source / "pyproject.toml", "a-1/pyproject.toml")
    else:
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(source, "a-1")
    main("unpack", str(archive), str(out))
    assert (out / "pyproject.toml").exists()
    assert sorted(path.name for path in work.iterdir()) == [archive.name, "out"]
