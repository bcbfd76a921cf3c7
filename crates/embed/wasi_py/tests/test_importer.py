"""The embedded importer on an ordinary CPython."""

import importlib.metadata
import importlib.resources
import importlib.util
import inspect
import pkgutil
import runpy
import sys
import traceback
from types import ModuleType

import _wasi_py_bundle
import pytest

import _wasi_py_importer as importer


def test_packages_and_modules_are_found() -> None:
    import shop

    assert shop.prices.price() == 3
    assert shop.__file__ == "/bundle/app/shop/__init__.py"
    assert shop.__path__ == ["/bundle/app/shop"]
    assert shop.prices.__spec__.loader == importer.BundleLoader("shop.prices", "/bundle/app/shop/prices.py")


def test_folder_without_init_is_a_namespace_package() -> None:
    import loose
    import loose.part

    assert loose.__file__ is None
    assert loose.part.__name__ == "loose.part"


def test_missing_module_is_missing() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'shop\.missing'"):
        importlib.import_module("shop.missing")


def test_other_path_entries_are_left_to_other_hooks() -> None:
    for path in ["/usr/lib", "", "/bundle", "/bundle/app/missing"]:
        with pytest.raises(ImportError, match="is not a bundled folder"):
            importer.BundleFinder(path)


def test_left_out_module_says_why_when_imported_and_is_none_when_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(importer.LEFT_OUT, "no_such_thing", "nobody needs it")
    with pytest.raises(ModuleNotFoundError) as caught:
        importlib.import_module("no_such_thing")
    expected = "No module named 'no_such_thing': it was left out of this component, since nobody needs it"
    assert str(caught.value) == expected
    assert caught.value.name == "no_such_thing"
    assert importlib.util.find_spec("no_such_thing") is None


def test_left_out_module_says_why_when_it_is_to_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(importer.LEFT_OUT, "no_such_thing", "nobody needs it")
    with pytest.raises(ImportError, match="since nobody needs it"):
        runpy.run_module("no_such_thing")


def test_exception_while_importing_shows_the_source_line() -> None:
    try:
        importlib.import_module("shop.broken")
    except ZeroDivisionError:
        text = traceback.format_exc()
    assert 'File "/bundle/app/shop/broken.py", line 1, in <module>\n    1 / 0\n' in text
    assert "shop.broken" not in sys.modules


def test_source_is_there_when_it_is_bundled() -> None:
    import shop.prices

    assert inspect.getsource(shop.prices.price) == "def price():\n    return 3\n"
    assert importer.BundleLoader("x", "/bundle/app/x.py").get_source("x") is None


def test_modules_are_listed() -> None:
    assert [(found.name, found.ispkg) for found in pkgutil.iter_modules(["/bundle/app"])] == [("shop", True)]
    assert {found.name for found in pkgutil.iter_modules(["/bundle/app/shop"], "shop.")} == {
        "shop.broken",
        "shop.prices",
    }


def test_resources_are_read() -> None:
    folder = importlib.resources.files("shop")
    assert (folder / "data" / "list.txt").read_text("utf-8") == "äpfel\n"
    assert (folder / "data/list.txt").read_bytes() == "äpfel\n".encode()
    assert [path.name for path in folder.joinpath("data").iterdir()] == ["list.txt"]
    assert folder.is_dir()
    assert not folder.is_file()
    with pytest.raises(FileNotFoundError):
        folder.joinpath("missing").read_bytes()
    with pytest.raises(ValueError, match="mode"):
        folder.joinpath("data/list.txt").open("w")


@pytest.mark.parametrize("name", ["Shop.Things", "shop-things", "SHOP_things"])
def test_metadata_is_found_by_any_spelling(name: str) -> None:
    assert importlib.metadata.version(name) == "1.2"


def test_missing_metadata_is_missing() -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("shop")


def test_extension_is_found_where_its_file_was(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/bundle/app/shop/_fast.cpython-313-wasm32-wasi.so"
    monkeypatch.setitem(_wasi_py_bundle.files, path, b"")
    monkeypatch.setattr(_wasi_py_bundle, "extensions", {"shop._fast"})
    spec = importer.BundleFinder("/bundle/app/shop").find_spec("shop._fast")
    assert spec is not None
    assert (spec.origin, spec.has_location, spec.submodule_search_locations) == (path, True, None)
    assert spec.loader == importer.ExtensionLoader("shop._fast", path)


def test_package_can_be_an_extension(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/bundle/app/quick/__init__.abi3.so"
    monkeypatch.setitem(_wasi_py_bundle.files, path, b"")
    monkeypatch.setattr(_wasi_py_bundle, "extensions", {"quick"})
    spec = importer.BundleFinder("/bundle/app").find_spec("quick")
    assert spec is not None
    assert spec.submodule_search_locations == ["/bundle/app/quick"]
    assert isinstance(spec.loader, importer.ExtensionLoader)
    assert spec.loader.is_package("quick")


def test_file_of_an_extension_that_is_not_linked_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_wasi_py_bundle.files, "/bundle/app/shop/_other.so", b"")
    assert importer.BundleFinder("/bundle/app/shop").find_spec("shop._other") is None


def test_extension_is_loaded_by_its_full_name_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    module = ModuleType("shop._fast")
    monkeypatch.setattr("_imp.create_builtin", lambda spec: calls.append(spec.name) or module)
    monkeypatch.setattr("_imp.exec_builtin", calls.append)
    monkeypatch.setitem(_wasi_py_bundle.files, "/bundle/app/shop/_fast.so", b"")
    monkeypatch.setattr(_wasi_py_bundle, "extensions", {"shop._fast"})
    loaded = importlib.import_module("shop._fast")
    assert loaded.__file__ == "/bundle/app/shop/_fast.so"
    assert calls == ["shop._fast", module]
    importlib.reload(loaded)
    assert calls[2:] == [module]


def test_extensions_are_listed_among_the_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ["_fast.cpython-313-wasm32-wasi.so", "__init__.abi3.so"]:
        monkeypatch.setitem(_wasi_py_bundle.files, f"/bundle/app/shop/{name}", b"")
    found = {module.name for module in pkgutil.iter_modules(["/bundle/app/shop"])}
    assert found == {"_fast", "broken", "prices"}
