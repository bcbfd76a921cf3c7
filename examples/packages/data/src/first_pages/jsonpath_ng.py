from jsonpath_ng import parse


def example() -> None:
    found = parse("foo[*].baz").find({"foo": [{"baz": 1}, {"baz": 2}]})
    assert [match.value for match in found] == [1, 2]
    assert [str(match.full_path) for match in found] == ["foo.[0].baz", "foo.[1].baz"]
