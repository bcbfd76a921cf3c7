from glom import Coalesce, glom


def example() -> None:
    target = {"a": {"b": [{"c": 1}, {"c": 2}]}}
    assert glom(target, ("a.b", ["c"])) == [1, 2]
    assert glom(target, Coalesce("x", default=0)) == 0
