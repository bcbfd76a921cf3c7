from itsdangerous import BadSignature, URLSafeSerializer


def example() -> None:
    serializer = URLSafeSerializer("secret key", salt="activate")
    token = serializer.dumps({"id": 5, "name": "Ann"})
    assert serializer.loads(token) == {"id": 5, "name": "Ann"}
    try:
        serializer.loads(token + "x")
    except BadSignature:
        return
    raise AssertionError("a changed token was accepted")
