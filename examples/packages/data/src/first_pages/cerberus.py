from cerberus import Validator


def example() -> None:
    validator = Validator({"name": {"type": "string"}, "age": {"type": "integer", "min": 10}})
    assert validator.validate({"name": "Ann", "age": 10})
    assert not validator.validate({"name": "Ann", "age": 5})
    assert validator.errors == {"age": ["min value is 10"]}
