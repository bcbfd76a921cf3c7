"""Requests of HTTP/1.1 as bytes, which clients send to the host."""

from collections.abc import Iterable

import pytest

from wasi_py.http._framing import BodyReader, RefusedError, read_head

GET = b"GET /a?b HTTP/1.1\r\nHost: h.example:81"


def test_head_is_read_without_what_is_of_the_connection() -> None:
    head = read_head(
        GET + b"\r\nX-A:  1 \r\nx-a:2\r\nConnection: close\r\nExpect: 100-Continue", "http", "h.example", 81
    )
    assert (head.method, head.target, head.headers) == ("GET", "/a?b", [("X-A", "1"), ("x-a", "2")])
    assert (head.length, head.waits_for_permission) == (0, True)


@pytest.mark.parametrize(
    ("said", "scheme", "host", "port"),
    [
        ("h.example", "http", "h.example", 80),
        ("H.Example:443", "https", "h.example.", 443),
        ("[::1]", "http", "::1", 80),
        ("[::1]:81", "http", "::1", 81),
        ("h.example", "https", "h.example", 443),
    ],
)
def test_host_that_is_asked_may_be_named(said: str, scheme: str, host: str, port: int) -> None:
    assert read_head(f"GET / HTTP/1.1\r\nhost: {said}".encode(), scheme, host, port).headers == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"GET / HTTP/1.1\r\nHost: other", "names whom it asks, `h.example:81`, and not 'other'"),
        (b"GET http://h.example/ HTTP/1.1", "no way through a proxy but that of its host"),
        (b"CONNECT h.example:81 HTTP/1.1", "no way through a proxy"),
        (b"PRI * HTTP/2.0", "requests of HTTP/1.1, not b'PRI"),
        (b"GET /", "requests of HTTP/1.1, not b'GET /'"),
        (GET + b"\r\nno header", "a header has a name and a value, not b'no header'"),
        (GET + b"\r\n folded: 1", "a header has a name and a value"),
        (GET + b"\r\nContent-Length: -1", "is a number of bytes, not '-1'"),
        (GET + b"\r\nTransfer-Encoding: gzip, chunked", "the only transfer coding of a request is `chunked`"),
    ],
)
def test_head_that_the_host_would_send_otherwise_is_refused(content: bytes, error: str) -> None:
    with pytest.raises(RefusedError) as raised:
        read_head(content, "http", "h.example", 81)
    assert error in str(raised.value)


def read(length: int | None, pieces: Iterable[bytes]) -> tuple[bytes, bool, bytes]:
    """What is read of a body that arrives in pieces: it, whether it is whole, and what follows."""
    reader, received, body = BodyReader(length), bytearray(), b""
    for piece in pieces:
        received += piece
        body += b"".join(reader.read(received))
    return body, reader.is_whole, bytes(received)


def test_body_ends_after_its_length() -> None:
    assert read(0, [b"x"]) == (b"", True, b"x")
    assert read(3, [b"a", b"bcd"]) == (b"abc", True, b"d")
    assert read(3, [b"ab"]) == (b"ab", False, b"")


CHUNKS = b"3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n"


@pytest.mark.parametrize("size", [1, 2, 3, 7, len(CHUNKS)])
def test_chunks_are_a_body_however_they_arrive(size: int) -> None:
    pieces = [CHUNKS[start : start + size] for start in range(0, len(CHUNKS), size)]
    assert read(None, pieces) == (b"abc0123456789", True, b"")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"x\r\n", "begins with its length, not with b'x'"),
        (b"\r\n\r\n", "begins with its length, not with b''"),
        (b"-1\r\n", "begins with its length"),
        (b"f" * 16 + b"\r\n", "begins with its length"),
        (b"1" * 5000, "not with so long a line"),
        (b"0\r\nx-a: 1\r\n\r\n", "trailers of a request are not sent"),
        (b"0\r\n" + b"x" * 5000, "the trailers of a body are too long"),
    ],
)
def test_chunks_that_are_none_are_refused(content: bytes, error: str) -> None:
    with pytest.raises(RefusedError, match=error):
        read(None, [content])
