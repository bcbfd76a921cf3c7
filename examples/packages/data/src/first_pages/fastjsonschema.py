import fastjsonschema


def example() -> None:
    validate = fastjsonschema.compile({"type": "object", "properties": {"a": {"type": "number", "default": 1}}})
    assert validate({}) == {"a": 1}
    try:
        validate({"a": "text"})
    except fastjsonschema.JsonSchemaException as error:
        assert str(error) == "data.a must be number"
    else:
        raise AssertionError("a text was a number")
