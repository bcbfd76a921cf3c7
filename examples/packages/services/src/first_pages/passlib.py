from passlib.hash import pbkdf2_sha256, sha512_crypt


def example() -> None:
    for scheme in (pbkdf2_sha256.using(rounds=1000), sha512_crypt.using(rounds=1000)):
        hashed = scheme.hash("password")
        assert scheme.verify("password", hashed)
        assert not scheme.verify("other", hashed)
