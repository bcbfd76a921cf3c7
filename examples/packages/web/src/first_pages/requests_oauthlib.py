from requests_oauthlib import OAuth2Session


def example() -> None:
    session = OAuth2Session("my-id", redirect_uri="https://me.example/back", scope=["email"])
    address, state = session.authorization_url("https://example.org/auth")
    assert f"state={state}" in address
    assert "client_id=my-id" in address
