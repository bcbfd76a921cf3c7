import jsonpatch


def example() -> None:
    patch = jsonpatch.JsonPatch([{"op": "add", "path": "/a/-", "value": 2}])
    assert patch.apply({"a": [1]}) == {"a": [1, 2]}
    assert jsonpatch.make_patch({"a": 1}, {"a": 2}).patch == [{"op": "replace", "path": "/a", "value": 2}]
