"""Routing, messages and errors of `wasi_py.http`, which need no host."""

from collections.abc import Iterator

import pytest

from wasi_py import snapshot
from wasi_py.http import App, Body, BodyTooLongError, HTTPError, Request, Response


@pytest.fixture
def app() -> App:
    app = App()

    @app.get("/")
    def root(_: Request) -> str:
        return "root"

    @app.get("/hello/{name}")
    def hello(_: Request, name: str) -> str:
        return f"hello {name}"

    @app.get("/hello/{name}/{count:int}")
    def hello_often(_: Request, name: str, count: int) -> bytes:
        return name.encode() * count

    @app.post("/hello/{name}")
    def posted(request: Request, name: str) -> Response:
        return Response.of_json([name, request.json(limit=20)], status=201)

    @app.get("/refuse")
    def refuse(_: Request) -> str:
        raise HTTPError(409, "not now", {"retry-after": "3"})

    @app.get("/fail")
    def fail(_: Request) -> str:
        raise KeyError("secret")

    return app


def answer(app: App, method: str, target: str, body: bytes = b"") -> tuple[int, bytes]:
    response = app.respond(Request(method, target, body=body))
    return response.status, response.body.read()


def test_path_chooses_the_handler(app: App) -> None:
    assert answer(app, "GET", "/") == (200, b"root")
    assert answer(app, "GET", "/hello/Ann") == (200, b"hello Ann")
    assert answer(app, "GET", "/?query") == (200, b"root")


def test_parameters_are_decoded_segments(app: App) -> None:
    assert answer(app, "GET", "/hello/Zo%C3%AB%2Fb%20c") == (200, "hello Zoë/b c".encode())
    assert answer(app, "GET", "/hello/") == (404, b"Not Found\n")
    assert answer(app, "GET", "/hello/a/b/c") == (404, b"Not Found\n")


def test_parameter_that_is_no_number_fits_no_route(app: App) -> None:
    assert answer(app, "GET", "/hello/ab/3") == (200, b"ababab")
    assert answer(app, "GET", "/hello/ab/three") == (404, b"Not Found\n")


def test_method_without_a_handler_is_told_which_there_are(app: App) -> None:
    response = app.respond(Request("DELETE", "/hello/Ann"))
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_head_is_answered_as_get(app: App) -> None:
    assert answer(app, "HEAD", "/hello/Ann") == (200, b"hello Ann")


def test_first_of_two_routes_answers() -> None:
    app = App()
    app.get("/{a}")(lambda _, a: f"first {a}")
    app.get("/b")(lambda _: "second")
    assert answer(app, "GET", "/b") == (200, b"first b")


@pytest.mark.parametrize("path", ["people", "/{}", "/{a b}", "/{a", "/{a:float}"])
def test_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"^a (path|parameter) "):
        App().get(path)


def test_error_of_a_handler_is_its_answer(app: App) -> None:
    response = app.respond(Request("GET", "/refuse"))
    assert (response.status, response.headers["retry-after"]) == (409, "3")
    assert response.body.read() == b"not now\n"


def test_error_without_a_message_says_what_its_status_means() -> None:
    assert [HTTPError(status).message for status in (404, 418, 499)] == ["Not Found", "I'm a Teapot", "Status 499"]


def test_exception_is_told_to_standard_error_alone(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(app, "GET", "/fail") == (500, b"Internal Server Error\n")
    said = capsys.readouterr().err
    assert said.startswith("Traceback (most recent call last):\n")
    assert said.endswith("KeyError: 'secret'\n")


def test_json_in_and_out(app: App) -> None:
    assert answer(app, "POST", "/hello/Ann", b'{"a": 1}') == (201, b'["Ann", {"a": 1}]')


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xff"])
def test_body_that_is_no_json_is_a_bad_request(app: App, body: bytes) -> None:
    status, text = answer(app, "POST", "/hello/Ann", body)
    assert status == 400
    assert text.startswith(b"the body is no JSON: ")


def test_body_that_is_too_long_is_refused(app: App) -> None:
    assert answer(app, "POST", "/hello/Ann", b" " * 21) == (413, b"the body is longer than 20 bytes\n")


def test_body_is_read_no_further_than_the_limit() -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(b"1234")
            yield taken[-1]

    with pytest.raises(BodyTooLongError, match="longer than 10 bytes"):
        Body(endless()).read(limit=10)
    assert len(taken) == 3


def test_body_comes_once() -> None:
    body = Body(iter([b"a", b"b"]))
    assert (body.length, list(body), body.read()) == (None, [b"a", b"b"], b"")
    assert (Body("ä").length, list(Body(b""))) == (2, [])


def test_headers_are_the_same_in_any_case() -> None:
    request = Request("GET", "/", headers=[("X-A", "1"), ("x-a", "2")])
    assert request.headers.get_all("x-A") == ["1", "2"]
    assert "X-a" in request.headers
    assert request.headers.get("x-b") is None


def test_requests_to_warm_up_with_are_kept_for_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_requests", [])
    App().warm_up("POST", "/a?b", headers={"x-name": "\xe9"}, body=b"c")
    assert snapshot._requests == [("POST", "/a?b", [("x-name", b"\xe9")], b"c")]


def test_query_has_all_values_of_a_name() -> None:
    request = Request("GET", "/a?tag=x&tag=%C3%A4+y&empty=")
    assert (request.path, request.query) == ("/a", {"tag": ["x", "ä y"], "empty": [""]})


def test_text_and_json_say_what_they_are() -> None:
    assert Response("ä").headers["content-type"] == "text/plain; charset=utf-8"
    assert Response("a", headers={"Content-Type": "text/html"}).headers.get_all("content-type") == ["text/html"]
    assert Response(b"a").headers.get("content-type") is None
    response = Response.of_json({"a": 1})
    assert (response.headers["content-type"], response.json()) == ("application/json", {"a": 1})
