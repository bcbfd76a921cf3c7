"""What the standard library says of bundled code: resources, metadata, sources, listings."""

import importlib.metadata
import importlib.resources
import importlib.util
import inspect
import pkgutil

import people_app
from people_app import behaviours

folder = importlib.resources.files("people_app")
assert folder.is_dir()
assert folder.joinpath("behaviours.py").is_file()
assert not folder.joinpath("missing").is_file()
assert "behaviours.py" in [path.name for path in folder.iterdir()]
assert folder.joinpath("data", "note.txt").read_text(encoding="utf-8") == "a note from the bundle\n"
assert importlib.resources.read_binary("people_app", "data", "note.txt") == b"a note from the bundle\n"
with importlib.resources.open_text("people_app.data", "note.txt") as note:
    assert note.readline() == "a note from the bundle\n"

assert importlib.metadata.version("people-lab") == "0.1.0"
assert importlib.metadata.version("People_Lab") == "0.1.0"
assert importlib.metadata.metadata("people-lab")["Summary"].startswith("A `people_app`")
assert [distribution.name for distribution in importlib.metadata.distributions()] == ["people-lab"]
try:
    importlib.metadata.version("requests")
except importlib.metadata.PackageNotFoundError:
    pass
else:
    raise AssertionError("a distribution that is not bundled was found")

assert inspect.getsource(behaviours.raise_own).startswith("def raise_own() -> None:")
assert inspect.getsourcefile(behaviours) == "/bundle/app/people_app/behaviours.py"
assert "Exceptions raised from a file" in inspect.getsource(behaviours)

assert [module.name for module in pkgutil.iter_modules(people_app.__path__)] == ["behaviours", "kept"]
assert "json.decoder" in [module.name for module in pkgutil.walk_packages(["/bundle/stdlib"])]
assert pkgutil.get_data("people_app", "data/note.txt") == b"a note from the bundle\n"

assert importlib.util.find_spec("tkinter") is None
assert importlib.util.find_spec("json").origin == "/bundle/stdlib/json/__init__.py"
assert importlib.import_module("people_app.data").__file__ is None
