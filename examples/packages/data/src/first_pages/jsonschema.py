import jsonschema

SCHEMA = {"type": "object", "properties": {"price": {"type": "number"}}, "required": ["price"]}


def example() -> None:
    jsonschema.validate({"price": 34.99}, SCHEMA)
    errors = jsonschema.Draft202012Validator(SCHEMA).iter_errors({"price": "cheap"})
    assert [error.message for error in errors] == ["'cheap' is not of type 'number'"]
