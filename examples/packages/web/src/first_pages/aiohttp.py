from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict


def example() -> None:
    request = make_mocked_request("GET", "/hello?name=Ann", headers=CIMultiDict({"Accept": "text/plain"}))
    assert (request.path, request.query["name"]) == ("/hello", "Ann")
    assert request.headers["accept"] == "text/plain"
    assert web.Response(text="Hello").body == b"Hello"
