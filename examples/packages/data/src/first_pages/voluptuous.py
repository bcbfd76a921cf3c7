from voluptuous import All, MultipleInvalid, Range, Required, Schema


def example() -> None:
    schema = Schema({Required("q"): All(str), "per_page": All(int, Range(min=1))})
    assert schema({"q": "a", "per_page": 5}) == {"q": "a", "per_page": 5}
    try:
        schema({"q": "a", "per_page": 0})
    except MultipleInvalid as error:
        assert "per_page" in str(error)
    else:
        raise AssertionError("a wrong page was accepted")
