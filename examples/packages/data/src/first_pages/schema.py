from schema import And, Schema, SchemaError, Use


def example() -> None:
    schema = Schema([{"name": And(str, len), "age": And(Use(int), lambda age: age >= 18)}])
    assert schema.validate([{"name": "Ann", "age": "28"}]) == [{"name": "Ann", "age": 28}]
    try:
        schema.validate([{"name": "", "age": 1}])
    except SchemaError:
        return
    raise AssertionError("a wrong person was accepted")
