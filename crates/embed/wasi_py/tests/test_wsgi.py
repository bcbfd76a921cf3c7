"""WSGI applications as handlers, without a host."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.validate import validator

import pytest

from wasi_py import snapshot
from wasi_py.http import Request, wsgi
from wasi_py.http._exchange import Exchange, Steps
from wasi_py.http._wsgi import WsgiGateway

Environ = dict[str, Any]
Start = Callable[..., Callable[[bytes], object]]
TEXT = [("Content-Type", "text/plain")]


class Wire:
    """A client that notes what reaches it, and takes no more than it likes."""

    def __init__(self, pieces: Iterable[bytes] = (), room: int = 1000) -> None:
        self.said: list[Any] = []
        self._pieces = iter(pieces)
        self._room = room

    def take(self) -> Steps[bytes]:
        yield from ()
        return next(self._pieces, b"")

    def begin(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.said += [status, dict(headers)]

    def write(self, piece: bytes) -> Steps[None]:
        yield from ()
        self.said.append(piece)

    def finish(self, trailers: list[tuple[str, str]]) -> Steps[None]:
        yield from ()
        self.said += [dict(trailers), "end"] if trailers else ["end"]

    def break_off(self) -> None:
        self.said.append("broken off")


def asked(application: Any, method: str = "GET", target: str = "/", body: Iterable[bytes] = ()) -> list[Any]:
    """What reaches a client."""
    wire = Wire(body)
    wsgi(application)._serve(Exchange(method, target, [], "http", "host:81", wire, wire))
    return wire.said


def returning(*pieces: bytes, status: str = "200 OK", headers: Any = TEXT) -> Any:
    def application(environ: Environ, start_response: Start) -> Iterable[bytes]:
        start_response(status, headers)
        return list(pieces)

    return application


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
def test_validator_of_the_standard_library_finds_no_fault(method: str) -> None:
    def application(environ: Environ, start_response: Start) -> Iterator[bytes]:
        body = environ["wsgi.input"]
        parts = [body.read(2), body.readline(), *body.readlines(), *body]
        environ["wsgi.errors"].flush()
        start_response("200 OK", TEXT)
        yield b"|".join(parts)

    body = [b"on", b"e\ntwo\nth", b"ree"] if method == "POST" else []
    request = Request(method, "/a%20b?c=d", headers={"host": "h:81", "content-length": "13"}, body=iter(body))
    response = wsgi(validator(application)).respond(request)
    expected = {"POST": b"on|e\n|two\n|three", "HEAD": b""}.get(method, b"|")
    assert (response.status, response.body.read()) == (200, expected)


def test_environment_has_what_was_asked() -> None:
    seen: Environ = {}

    def application(environ: Environ, start_response: Start) -> list[bytes]:
        seen.update(environ)
        start_response("204 No Content", [])
        return []

    headers = [("Host", "h.example:81"), ("X-A", "1"), ("x-a", "2"), ("Cookie", "a=1"), ("Cookie", "b=2")]
    headers += [("Content-Type", "text/x"), ("X_A", "spoofed")]
    wsgi(application).respond(Request("PUT", "/Zo%C3%AB%2Fb?q=%20&r", headers=headers, scheme="https"))
    expected = {
        "REQUEST_METHOD": "PUT",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/Zoë/b".encode().decode("latin-1"),
        "QUERY_STRING": "q=%20&r",
        "SERVER_NAME": "h.example",
        "SERVER_PORT": "81",
        "HTTP_HOST": "h.example:81",
        "HTTP_X_A": "1, 2",
        "HTTP_COOKIE": "a=1; b=2",
        "CONTENT_TYPE": "text/x",
        "wsgi.url_scheme": "https",
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
    }
    assert {key: seen.get(key) for key in expected} == expected
    assert "CONTENT_LENGTH" not in seen
    assert "HTTP_CONTENT_TYPE" not in seen


@pytest.mark.parametrize(
    ("authority", "scheme", "expected"),
    [
        ("h", "http", ("h", 80)),
        ("h", "https", ("h", 443)),
        ("[::1]:8080", "http", ("[::1]", 8080)),
        ("[::1]", "http", ("[::1]", 80)),
        ("", "http", ("localhost", 80)),
    ],
)
def test_port_is_that_of_the_scheme_unless_it_is_given(authority: str, scheme: str, expected: tuple[str, int]) -> None:
    wire = Wire()
    assert Exchange("GET", "/", [], scheme, authority, wire, wire).server == expected


def test_body_of_one_piece_has_its_length() -> None:
    assert asked(returning(b"abc")) == [200, dict(TEXT) | {"content-length": "3"}, b"abc", "end"]
    assert asked(returning()) == [200, dict(TEXT) | {"content-length": "0"}, "end"]
    assert asked(returning(b"a", b"b")) == [200, dict(TEXT), b"a", b"b", "end"]


def test_each_piece_is_sent_before_the_next_is_made() -> None:
    order: list[str] = []

    class Ordered(Wire):
        def write(self, piece: bytes) -> Steps[None]:
            order.append(f"sent {piece!r}")
            yield from ()

    def application(environ: Environ, start_response: Start) -> Iterator[bytes]:
        start_response("200 OK", TEXT)
        for piece in (b"", b"a", b"b"):
            order.append(f"made {piece!r}")
            yield piece

    wire = Ordered()
    wsgi(application)._serve(Exchange("GET", "/", [], "http", "", wire, wire))
    assert order == ["made b''", "made b'a'", "sent b'a'", "made b'b'", "sent b'b'"]


def test_what_is_written_comes_before_what_is_returned() -> None:
    def application(environ: Environ, start_response: Start) -> list[bytes]:
        write = start_response("200 OK", TEXT)
        write(b"written")
        write(b"")
        return [b"returned"]

    assert asked(application) == [200, dict(TEXT), b"written", b"returned", "end"]


def test_body_is_not_read_before_it_is_asked_for() -> None:
    def application(environ: Environ, start_response: Start) -> list[bytes]:
        start_response("200 OK", TEXT)
        return [environ["wsgi.input"].readline()]

    def arriving() -> Iterator[bytes]:
        yield b"first\n"
        raise AssertionError("nobody has asked for more")

    assert asked(application, "POST", body=arriving())[2] == b"first\n"


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [
        ("HEAD", "200 OK", [200, {"Content-Length": "3"}, "broken off"]),
        ("GET", "204 No Content", [204, {}, "end"]),
        ("GET", "304 Not Modified", [304, {"Content-Length": "3"}, "end"]),
    ],
)
def test_answer_without_a_body_has_none(method: str, status: str, expected: list[Any]) -> None:
    application = returning(b"abc", status=status, headers=[("Content-Length", "3")])
    assert asked(application, method) == expected


def test_headers_of_a_connection_are_left_out() -> None:
    headers = [("Connection", "close"), ("Transfer-Encoding", "chunked"), ("X-A", "1"), ("X-A", "2")]
    response = wsgi(returning(b"a", headers=headers)).respond(Request("GET", "/"))
    assert response.headers.items() == [("X-A", "1"), ("X-A", "2"), ("content-length", "1")]


class Closing:
    """Pieces that note whether they were closed."""

    def __init__(self, *pieces: Any) -> None:
        self.closed = 0
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("pieces", [(), (b"a", b"b"), (KeyError("x"),), (b"a", KeyError("x"))])
def test_pieces_are_closed_whatever_happens(pieces: Any) -> None:
    closing = Closing(*pieces)

    def application(environ: Environ, start_response: Start) -> Any:
        start_response("200 OK", TEXT)
        return closing

    asked(application)
    assert closing.closed == 1


def error_of(application: Any, capsys: pytest.CaptureFixture[str]) -> str:
    said = asked(application)
    assert (said[0], said[2]) == (500, b"Internal Server Error\n")
    return capsys.readouterr().err


def raising(environ: Environ, start_response: Start) -> list[bytes]:
    raise KeyError("secret")


def exiting(environ: Environ, start_response: Start) -> list[bytes]:
    raise SystemExit(3)


def starting_twice(environ: Environ, start_response: Start) -> list[bytes]:
    start_response("200 OK", TEXT)
    start_response("200 OK", TEXT)
    return []


def starting_never(environ: Environ, start_response: Start) -> list[bytes]:
    return [b"a"]


@pytest.mark.parametrize(
    ("application", "error"),
    [
        (raising, "KeyError: 'secret'"),
        (exiting, "SystemExit: 3"),
        (starting_twice, "`start_response` was called twice, and the second time without `exc_info`"),
        (starting_never, "the application sends a body, and has not called `start_response`"),
        (returning("text"), "a piece of a body is bytes, not str"),  # type: ignore[arg-type]
        (returning(b"a", status="99 Low"), "a status of WSGI is like `200 OK`, not '99 Low'"),
        (returning(b"a", status="101 Switching Protocols"), "a number from 200 to 999, not 101"),
        (returning(b"a", status=200), "a status of WSGI is text, not int"),  # type: ignore[arg-type]
        (returning(b"a", headers=[("X-A", 5)]), "both of text, not 'X-A': 5"),
        (returning(b"a", headers=[("Content-Length", "three")]), "is a number of bytes, not 'three'"),
        (lambda environ, start_response: start_response("200 OK", []) and None, "'NoneType' object is not iterable"),
    ],
)
def test_fault_before_the_first_byte_is_status_500(
    application: Any, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = error_of(application, capsys)
    assert said.startswith("Traceback (most recent call last):\n")
    assert error in said.splitlines()[-1]


@pytest.mark.parametrize(
    ("length", "pieces", "error"),
    [
        ("2", [b"ab", b"c"], "the body is longer than its `content-length`, by 1 bytes"),
        ("9", [b"ab", b"c"], "the body is shorter than its `content-length`, by 6 bytes"),
    ],
)
def test_body_of_another_length_is_broken_off(
    length: str, pieces: list[bytes], error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(returning(*pieces, headers=[("Content-Length", length)]))
    assert (said[0], said[-1]) == (200, "broken off")
    assert error in capsys.readouterr().err


def test_fault_after_the_first_byte_breaks_the_body_off(capsys: pytest.CaptureFixture[str]) -> None:
    def application(environ: Environ, start_response: Start) -> Iterator[bytes]:
        start_response("200 OK", TEXT)
        yield b"a"
        raise KeyError("late")

    assert asked(application) == [200, dict(TEXT), b"a", "broken off"]
    assert "KeyError: 'late'" in capsys.readouterr().err


def test_error_of_an_application_replaces_an_answer_that_has_not_begun() -> None:
    def application(environ: Environ, start_response: Start) -> list[bytes]:
        start_response("200 OK", TEXT)
        try:
            raise KeyError("found out")
        except KeyError:
            start_response("503 Service Unavailable", TEXT, sys.exc_info())
        return [b"sorry"]

    assert asked(application)[::2] == [503, b"sorry"]


def test_error_of_an_application_is_raised_again_once_an_answer_has_begun(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def application(environ: Environ, start_response: Start) -> Iterator[bytes]:
        start_response("200 OK", TEXT)
        yield b"a"
        try:
            raise KeyError("found out late")
        except KeyError:
            start_response("500 Oops", TEXT, sys.exc_info())

    assert asked(application) == [200, dict(TEXT), b"a", "broken off"]
    assert "KeyError: 'found out late'" in capsys.readouterr().err


def test_what_cannot_be_called_is_no_application() -> None:
    with pytest.raises(TypeError, match="a WSGI application can be called, as str cannot"):
        wsgi("app")  # type: ignore[arg-type]


def test_requests_to_warm_up_with_are_kept_for_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_requests", [])
    handle = wsgi(returning(b"a"))
    assert isinstance(handle, WsgiGateway)
    handle.warm_up("POST", "/a?b", headers={"x-name": "\xe9"}, body=b"c")
    assert snapshot._requests == [("POST", "/a?b", [("x-name", b"\xe9")], b"c")]
