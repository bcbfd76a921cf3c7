from jose import jwt


def example() -> None:
    token = jwt.encode({"sub": "ann"}, "secret", algorithm="HS256")
    assert jwt.decode(token, "secret", algorithms=["HS256"]) == {"sub": "ann"}
