import datetime

from google.auth import credentials, jwt
from google.oauth2.credentials import Credentials


def example() -> None:
    found = Credentials(token="abc", expiry=datetime.datetime(2001, 1, 1))
    assert (found.token, found.expired) == ("abc", True)
    assert jwt.decode_header(b"eyJhbGciOiAiUlMyNTYifQ.e30.") == {"alg": "RS256"}
    assert credentials.AnonymousCredentials().valid
