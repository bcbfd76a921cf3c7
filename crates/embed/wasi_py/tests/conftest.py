"""A bundled package `shop` for every test, gone again after it."""

import marshal
import sys
from collections.abc import Iterator

import _wasi_py_bundle
import pytest

import _wasi_py_importer as importer

APP = "/bundle/app"
SOURCES = {
    "shop/__init__.py": "import shop.prices\n",
    "shop/prices.py": "def price():\n    return 3\n",
    "shop/broken.py": "1 / 0\n",
    "loose/part.py": "",
}


@pytest.fixture(autouse=True)
def bundle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    files = {}
    for name, text in SOURCES.items():
        files[f"{APP}/{name}"] = text.encode()
        files[f"{APP}/{name}c"] = marshal.dumps(compile(text, f"{APP}/{name}", "exec"))
    files[f"{APP}/shop/data/list.txt"] = "äpfel\n".encode()
    files[f"{APP}/shop_things-1.2.dist-info/METADATA"] = b"Metadata-Version: 2.1\nName: Shop.Things\nVersion: 1.2\n"
    monkeypatch.setattr(_wasi_py_bundle, "files", files)
    monkeypatch.setattr(sys, "path", [*sys.path, APP])
    before = set(sys.modules)
    meta_path = list(sys.meta_path)
    importer.complete()
    yield
    sys.meta_path[:] = meta_path
    sys.path_importer_cache.pop(APP, None)
    for name in set(sys.modules) - before:
        del sys.modules[name]
