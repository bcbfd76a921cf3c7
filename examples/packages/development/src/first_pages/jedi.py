import jedi


def example() -> None:
    script = jedi.Script("import json\njson.lo", path="/tmp/example.py")
    assert {found.name for found in script.complete(2, 7)} == {"load", "loads"}
