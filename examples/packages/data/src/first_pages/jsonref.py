import jsonref


def example() -> None:
    document = jsonref.loads('{"real": [1, 2], "ref": {"$ref": "#/real"}}')
    assert document["ref"] == [1, 2]
