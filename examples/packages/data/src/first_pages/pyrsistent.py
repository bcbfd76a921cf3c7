from pyrsistent import m, pmap, v


def example() -> None:
    vector = v(1, 2, 3)
    assert (vector.append(4), vector) == (v(1, 2, 3, 4), v(1, 2, 3))
    assert m(a=1).set("b", 2) == pmap({"a": 1, "b": 2})
