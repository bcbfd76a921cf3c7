import io
from email.utils import formatdate
from http.client import HTTPResponse as Answer

import requests
from cachecontrol import CacheControlAdapter
from urllib3 import HTTPResponse


class Bytes(io.BytesIO):
    """A socket with an answer."""

    def makefile(self, *_: object) -> "Bytes":
        return self


class Counting(CacheControlAdapter):
    """Answers without a network."""

    asked = 0

    def get_connection_with_tls_context(self, *_: object, **__: object) -> "Counting":
        return self

    def urlopen(self, *_: object, **__: object) -> HTTPResponse:
        self.asked += 1
        head = f"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nDate: {formatdate(usegmt=True)}\r\n"
        answer = Answer(Bytes(head.encode() + b"Content-Length: 4\r\n\r\ntext"))
        answer.begin()
        return HTTPResponse(answer, answer.getheaders(), status=200, preload_content=False)


def example() -> None:
    session, adapter = requests.Session(), Counting()
    session.mount("http://", adapter)
    pages = [session.get("http://example.org/").text for _ in range(3)]
    assert (pages, adapter.asked) == (["text"] * 3, 1)
