import jwt


def example() -> None:
    token = jwt.encode({"some": "payload"}, "a secret of more than thirty-two bytes", algorithm="HS256")
    assert jwt.decode(token, "a secret of more than thirty-two bytes", algorithms=["HS256"]) == {"some": "payload"}
    try:
        jwt.decode(token, "another secret of more than thirty-two bytes", algorithms=["HS256"])
    except jwt.InvalidSignatureError:
        return
    raise AssertionError("another's token was accepted")
