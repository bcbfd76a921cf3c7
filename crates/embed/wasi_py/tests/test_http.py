"""Routing, messages and errors of `wasi_py.http`, which need no host."""

import array
import functools
import pickle
import re
import wsgiref.headers
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from wasi_py import snapshot
from wasi_py.http import App, Body, BodyTooLongError, HTTPError, Request, Response, TransportError
from wasi_py.http._address import address


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
    app.get("/a/b")(lambda _: "first")
    app.get("/{a}/b")(lambda _, a: f"second {a}")
    app.get("/a/b")(lambda _: "third")
    assert answer(app, "GET", "/a/b") == (200, b"first")
    assert answer(app, "GET", "/%61/b") == (200, b"first")


def test_route_may_have_what_is_encoded_in_a_path() -> None:
    app = App()
    app.get("/a b%2Fc")(lambda _: "found")
    assert answer(app, "GET", "/a%20b%2Fc") == (200, b"found")
    assert answer(app, "GET", "/a b%2fc") == (200, b"found")


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


def test_headers_are_those_of_wsgiref() -> None:
    headers = Response("a", headers={"X-A": "1"}).headers
    assert isinstance(headers, wsgiref.headers.Headers)
    headers["x-a"] = "caf\xe9\t1"
    headers.add_header("x-b", "a", name="b c")
    assert headers.items()[1:] == [("x-a", "caf\xe9\t1"), ("x-b", 'a; name="b c"')]


@pytest.mark.parametrize(("name", "value"), [("x-a", 1), (1, "a")])
def test_header_that_is_set_to_no_text_is_refused(name: Any, value: Any) -> None:
    headers = Response("a").headers
    with pytest.raises((AssertionError, AttributeError)):
        headers[name] = value


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


def told(returned: object, capsys: pytest.CaptureFixture[str]) -> str:
    """What standard error has when a handler returns something that is no answer."""
    app = App()

    def own_handler(_: Request) -> Any:
        return returned

    app.get("/")(own_handler)
    assert answer(app, "GET", "/") == (500, b"Internal Server Error\n")
    return capsys.readouterr().err


def numbers() -> Iterator[Any]:
    yield 1


async def numbers_later() -> AsyncIterator[Any]:
    yield 1


@pytest.mark.parametrize(
    ("returned", "error", "shown"),
    [
        (None, "not NoneType", "None"),
        (5, "not int", "5"),
        ({"a": 1}, "not dict; `Response.of_json` makes one of what JSON knows", "{'a': 1}"),
        ({}, "not dict", "{}"),
        ({b"a": 1}, "not dict", "{b'a': 1}"),
        ({b"a"}, "not set", "{b'a'}"),
        (["a", "b"], "a piece of a body is bytes, not str", "['a', 'b']"),
        (("no such thing", 404), "a piece of a body is bytes, not str", "('no such thing', 404)"),
        ((b"no such thing", 404), "a piece of a body is bytes, not int", "(b'no such thing', 404)"),
        (iter(["a"]), "a piece of a body is bytes, not str", "<list_iterator object at "),
        (numbers(), "a piece of a body is bytes, not int", "<generator object numbers at "),
        (numbers_later(), "a piece of a body is bytes, not int", "<async_generator object numbers_later at "),
        (Response, "not type", "<class 'wasi_py.http.messages.Response'>"),
        (object(), "not object", "<object object at "),
        ("\ud800", "surrogates not allowed", r"'\ud800'"),
        (Response("a", status=99), "the status of an answer is a number from 200 to 999, not 99", "<"),
        (Response("a", status=101), "not 101", "<"),
        (Response("a", status=1000), "not 1000", "<"),
        (Response("a", status="200"), "not '200'", "<"),  # type: ignore[arg-type]
        (Response("a", status=None), "not None", "<"),  # type: ignore[arg-type]
    ],
)
def test_result_that_is_no_answer_is_status_500_and_named(
    returned: object, error: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(returned, capsys)
    assert error in said
    assert f"in what `test_http.told.<locals>.own_handler` returned: {shown}" in said


def test_long_result_is_shown_in_part(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(["x" * 10_000] * 1000, capsys)
    assert len(said) < 3000


def test_handler_without_a_name_is_named_by_its_type(capsys: pytest.CaptureFixture[str]) -> None:
    app = App()
    app.get("/")(functools.partial(lambda _, returned: returned, returned=None))
    assert answer(app, "GET", "/")[0] == 500
    assert "in what `functools.partial` returned: None" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [bytearray(b"abc"), memoryview(b"abc"), [b"a", bytearray(b"b"), memoryview(b"c")], (b"abc",), iter([b"abc"])],
)
def test_bytes_of_every_kind_are_a_body(content: Any) -> None:
    assert Response(content).body.read() == b"abc"
    app = App()
    app.get("/")(lambda _: content)
    response = app.respond(Request("GET", "/"))
    assert (response.status, "content-type" in response.headers) == (200, False)


def test_view_of_numbers_is_counted_in_bytes() -> None:
    body = Body(memoryview(array.array("I", [1, 2])))
    assert (body.length, len(body.read())) == (8, 8)


def test_body_is_no_view_of_what_changes_later() -> None:
    content = bytearray(b"before")
    body = Body(content)
    content[:] = b"changed"
    assert (body.length, body.read()) == (6, b"before")


def test_first_piece_is_taken_before_the_headers_and_the_others_after() -> None:
    taken = []

    def pieces() -> Iterator[bytes]:
        for piece in (b"a", b"b", b"c"):
            taken.append(piece)
            yield piece

    app = App()
    app.get("/")(lambda _: pieces())
    response = app.respond(Request("GET", "/"))
    assert (response.status, taken) == (200, [b"a"])
    assert response.body.read() == b"abc"


def test_later_piece_that_is_none_raises_where_it_is_sent() -> None:
    app = App()
    app.get("/")(lambda _: iter([b"first", "second"]))
    response = app.respond(Request("GET", "/"))
    sent = iter(response.body)
    assert (response.status, next(sent)) == (200, b"first")
    with pytest.raises(TypeError, match=r"^a piece of a body is bytes, not str$"):
        next(sent)


def test_body_that_fails_at_once_is_an_error_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    def failing(error: Exception) -> Iterator[bytes]:
        raise error
        yield b""

    app = App()
    app.get("/raises")(lambda _: failing(ValueError("no data")))
    app.get("/refuses")(lambda _: Response(failing(HTTPError(410, "gone"))))
    assert answer(app, "GET", "/raises")[0] == 500
    assert "ValueError: no data\nin what `test_http." in capsys.readouterr().err
    assert answer(app, "GET", "/refuses") == (410, b"gone\n")


def test_body_of_a_request_is_answered_with_before_it_arrives() -> None:
    def arriving() -> Iterator[bytes]:
        raise AssertionError("nothing has arrived")
        yield b""

    app = App()
    app.post("/")(lambda request: request.body)
    app.post("/response")(lambda request: Response(request.body))
    for path in ("/", "/response"):
        assert app.respond(Request("POST", path, body=Body(arriving()))).status == 200


def test_response_that_was_sent_before_is_not_sent_again(capsys: pytest.CaptureFixture[str]) -> None:
    app, once = App(), Response("ok")
    app.get("/")(lambda _: once)
    assert [answer(app, "GET", "/")[0] for _ in range(2)] == [200, 500]
    assert "the body has been sent before: it comes once" in capsys.readouterr().err


@pytest.mark.parametrize("headers", [{"x-n": 5}, {"x-n": b"a"}, {7: "a"}, [("x-n", None)]])
def test_header_that_is_no_text_is_refused(headers: Any) -> None:
    with pytest.raises(TypeError, match=r"^a header is a name and a value, both of text, not "):
        Response("x", headers=headers)


@pytest.mark.parametrize(
    "error",
    [HTTPError(99), HTTPError("404"), HTTPError(404, headers={"x": 5}), SystemExit(3), KeyboardInterrupt()],  # type: ignore[arg-type,dict-item]
)
def test_whatever_a_handler_raises_is_answered(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    app = App()

    @app.get("/")
    def raising(_: Request) -> str:
        raise error

    assert answer(app, "GET", "/") == (500, b"Internal Server Error\n")
    assert "Traceback (most recent call last):\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://host/a", ("http", "host", "/a")),
        ("HTTPS://Host:8443", ("https", "Host:8443", "/")),
        ("http://host?x", ("http", "host", "/?x")),
        ("http://host:/", ("http", "host", "/")),
        ("http://[::1]:80/", ("http", "[::1]:80", "/")),
        ("http://[::1]/", ("http", "[::1]", "/")),
        (" http://host/a b?c=d e#f g ", ("http", "host", "/a%20b?c=d%20e")),
        ("http://host/café?q=é&r=→", ("http", "host", "/caf%C3%A9?q=%C3%A9&r=%E2%86%92")),
        ("http://host/caf%C3%A9%2F?q=a+b%20c", ("http", "host", "/caf%C3%A9%2F?q=a+b%20c")),
        ("http://host/100%/%zz?%", ("http", "host", "/100%25/%25zz?%25")),
        ('http://host/"<>\\^`{|}', ("http", "host", "/%22%3C%3E%5C%5E%60%7B%7C%7D")),
        ("http://host/a;b=1,2/@:!$&'()*+~[]", ("http", "host", "/a;b=1,2/@:!$&'()*+~[]")),
        ("http://host/a?b?c/d", ("http", "host", "/a?b?c/d")),
        ("http://bücher.example:80/", ("http", "xn--bcher-kva.example:80", "/")),
        ("http://host/a@b?c=d@e", ("http", "host", "/a@b?c=d@e")),
    ],
)
def test_url_is_sent_encoded(url: str, expected: tuple[str, str, str]) -> None:
    found = address(url)
    assert (found.scheme, found.authority, found.target) == expected


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("", "a URL begins with `http://` or `https://` and a host, not as ''"),
        ("/people", "a URL begins with"),
        ("//host/", "a URL begins with"),
        ("host/a", "a URL begins with"),
        ("ftp://host/", "a URL begins with"),
        ("http:/host", "a URL begins with"),
        ("http://", "a URL begins with"),
        ("http:///a", "a URL begins with"),
        ("http://:80/", "a URL begins with"),
        ("http://host:99999/", "Port out of range 0-65535"),
        ("http://host:-1/", "Port could not be cast"),
        ("http://host:http/", "Port could not be cast"),
        ("http://user:password@host/", "a URL has no `user:password@`: the header `authorization` says who asks"),
        ("http://user@host/", "a URL has no `user:password@`"),
        ("http://@host/", "a URL has no `user:password@`"),
        ("http://a b/", "no host can be called 'a b'"),
        ("http://h%6Fst/", "no host can be called 'h%6Fst'"),
        ("http://a\\b/", r"no host can be called 'a\\b'"),
        ("http://[::1/", "Invalid IPv6 URL"),
        ("http://a..ü/", "no host can be called 'a..ü'"),
        ("http://host/\n", "a URL has no control characters"),
        ("http://ho\tst/", "a URL has no control characters"),
        ("http://host/\0", "a URL has no control characters"),
        ("http://host/\x7f", "a URL has no control characters"),
        ("http://host/\ud800", "surrogates not allowed"),
    ],
)
def test_url_that_no_request_can_have_is_refused(url: str, error: str) -> None:
    with pytest.raises(ValueError, match=re.escape(error)):
        address(url)


def test_password_in_a_url_is_in_no_message() -> None:
    for url in (
        "ftp://me:secret@host/",
        "http://me:secret@host/",
        "http://me:secret@host:99999/",
        "http://me:secret@/\0",
    ):
        with pytest.raises(ValueError) as raised:  # noqa: PT011
            address(url)
        assert "secret" not in str(raised.value)


def test_url_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="a URL is text, not bytes"):
        address(b"http://host/")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [
        HTTPError(409, "not now", {"retry-after": "3"}),
        TransportError("connection-refused"),
        TransportError("internal-error", "why"),
        BodyTooLongError(3),
    ],
)
def test_exceptions_can_be_pickled(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
