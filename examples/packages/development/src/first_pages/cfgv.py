import cfgv

SCHEMA = cfgv.Map(
    "Hook", "id", cfgv.Required("id", cfgv.check_string), cfgv.Optional("args", cfgv.check_array(str), [])
)


def example() -> None:
    assert cfgv.apply_defaults(cfgv.validate({"id": "a"}, SCHEMA), SCHEMA) == {"id": "a", "args": []}
    try:
        cfgv.validate({}, SCHEMA)
    except cfgv.ValidationError as error:
        assert "Missing required key: id" in str(error)
    else:
        raise AssertionError("a hook without an id was accepted")
