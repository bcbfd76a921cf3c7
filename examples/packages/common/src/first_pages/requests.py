import io

import requests
from requests.adapters import BaseAdapter


class Echo(BaseAdapter):
    """Answers with what it was asked, without a network."""

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.headers["content-type"] = "application/json"
        response.raw = io.BytesIO(b'{"authorization": "%s"}' % request.headers["Authorization"].encode())
        return response

    def close(self) -> None:
        """Nothing is open."""


def example() -> None:
    session = requests.Session()
    session.mount("https://", Echo())
    response = session.get("https://example.org/user", params={"q": "ä b"}, auth=("user", "pass"))
    assert response.url == "https://example.org/user?q=%C3%A4+b"
    assert response.json() == {"authorization": "Basic dXNlcjpwYXNz"}
