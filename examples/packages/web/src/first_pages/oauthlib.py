from urllib.parse import parse_qs, urlsplit

from oauthlib.oauth2 import WebApplicationClient


def example() -> None:
    client = WebApplicationClient("my-id")
    address = client.prepare_request_uri("https://example.org/auth", "https://me.example", scope=["profile"])
    assert parse_qs(urlsplit(address).query)["scope"] == ["profile"]
    client.parse_request_body_response('{"access_token": "abc", "token_type": "Bearer"}')
    assert client.token["access_token"] == "abc"
