"""Numbers and services by number or name, for which no leave to look names up is needed."""

import errno
import http.client
import os
import platform
import socket
import sys
import urllib.request
from collections.abc import Callable

STREAM, DATAGRAM = (socket.SOCK_STREAM, socket.IPPROTO_TCP), (socket.SOCK_DGRAM, socket.IPPROTO_UDP)


def found(*arguments: object, **options: object) -> list[tuple[object, ...]]:
    return [(kind, protocol, *address) for _, kind, protocol, _, address in socket.getaddrinfo(*arguments, **options)]


def refusal(use: Callable[..., object], *arguments: object, **options: object) -> int | None:
    try:
        use(*arguments, **options)
    except socket.gaierror as error:
        return error.errno
    return None


def stream(*arguments: object, **options: object) -> list[tuple[object, ...]]:
    return [address for _, _, *address in found(*arguments, type=socket.SOCK_STREAM, **options)]


assert found("127.0.0.1", 80) == [(*STREAM, "127.0.0.1", 80), (*DATAGRAM, "127.0.0.1", 80)]
assert found("127.0.0.1", "80", proto=socket.IPPROTO_UDP) == [(*DATAGRAM, "127.0.0.1", 80)]
for text, address in {
    "0.0.0.0": "0.0.0.0",
    "255.255.255.255": "255.255.255.255",
    "127.1": "127.0.0.1",
    "0x7f.0.0.010": "127.0.0.8",
    "16909060": "1.2.3.4",
}.items():
    assert stream(text, 0) == [[address, 0]], text
assert stream(b"10.0.0.1", b"http") == [["10.0.0.1", 80]]
assert stream("10.0.0.1", "https") == [["10.0.0.1", 443]]
assert stream("10.0.0.1", None) == [["10.0.0.1", 0]]
assert found("10.0.0.1", "ssh") == [(*STREAM, "10.0.0.1", 22)]
assert stream(None, 80, family=socket.AF_INET) == [["127.0.0.1", 80]]
assert stream(None, 80, family=socket.AF_INET, flags=socket.AI_PASSIVE) == [["0.0.0.0", 80]]
assert stream("localhost", 80, family=socket.AF_INET) == [["127.0.0.1", 80]]

for text, address in {
    "::": "::",
    "::1": "::1",
    "2001:DB8:0:0::1": "2001:db8::1",
    "::ffff:1.2.3.4": "::ffff:1.2.3.4",
}.items():
    assert stream(text, 80) == [[address, 80, 0, 0]], text
assert stream("fe80::1%3", 80)[0][3] == 3
assert stream(None, 80) == [["127.0.0.1", 80], ["::1", 80, 0, 0]]
assert stream(None, 80, flags=socket.AI_PASSIVE) == [["0.0.0.0", 80], ["::", 80, 0, 0]]
assert stream("1.2.3.4", 80, family=socket.AF_INET6, flags=socket.AI_V4MAPPED) == [["::ffff:1.2.3.4", 80, 0, 0]]
assert socket.getaddrinfo("127.0.0.1", 80, flags=socket.AI_CANONNAME)[0][3] == "127.0.0.1"

NO_NAME, NO_FAMILY, NO_TYPE, NO_SERVICE = (
    socket.EAI_NONAME,
    socket.EAI_FAMILY,
    socket.EAI_SOCKTYPE,
    socket.EAI_SERVICE,
)
for expected, arguments, options in [
    (NO_NAME, (None, None), {}),
    (NO_NAME, ("", 80), {}),
    (NO_NAME, ("example.org", 80), {"flags": socket.AI_NUMERICHOST}),
    (NO_NAME, ("127.0.0.1", "http"), {"flags": socket.AI_NUMERICSERV}),
    (NO_NAME, ("1.2.3.4", 80), {"family": socket.AF_INET6}),
    (NO_NAME, ("::1", 80), {"family": socket.AF_INET}),
    (NO_NAME, ("256.1.1.1", 80), {"flags": socket.AI_NUMERICHOST}),
    (NO_NAME, ("1.2.3.4.5", 80), {"flags": socket.AI_NUMERICHOST}),
    (NO_NAME, ("fe80::1%eth0", 80), {"flags": socket.AI_NUMERICHOST}),
    (NO_SERVICE, ("127.0.0.1", "no-such-service"), {}),
    (NO_SERVICE, ("127.0.0.1", 65536), {}),
    (NO_SERVICE, ("127.0.0.1", "-1"), {}),
    (NO_SERVICE, ("127.0.0.1", ""), {}),
    (NO_TYPE, ("127.0.0.1", 80), {"type": 99}),
    (NO_FAMILY, ("127.0.0.1", 80), {"family": 99}),
]:
    assert refusal(socket.getaddrinfo, *arguments, **options) == expected, arguments
assert refusal(socket.getaddrinfo, "example.org", 80) is not None

assert socket.getnameinfo(("10.0.0.1", 80), 0) == ("10.0.0.1", "http")
assert socket.getnameinfo(("10.0.0.1", 80), socket.NI_NUMERICSERV) == ("10.0.0.1", "80")
assert socket.getnameinfo(("::2", 50_000, 0, 0), 0) == ("::2", "50000")
assert socket.getnameinfo(("fe80::1", 80, 0, 3), socket.NI_NUMERICSERV) == ("fe80::1%3", "80")
for loopback in (("127.0.0.1", 80), ("::1", 80, 0, 0)):
    assert socket.getnameinfo(loopback, 0) == ("localhost", "http")
    assert socket.getnameinfo(loopback, socket.NI_NAMEREQD) == ("localhost", "http")
    assert socket.getnameinfo(loopback, socket.NI_NUMERICHOST) == (loopback[0], "http")
assert refusal(socket.getnameinfo, ("10.0.0.1", 80), socket.NI_NAMEREQD) == NO_NAME

assert socket.gethostname() == os.uname().nodename == platform.node() == "localhost"
assert socket.gethostbyname(socket.gethostname()) == "127.0.0.1"
assert socket.gethostbyname_ex("localhost") == ("localhost", [], ["127.0.0.1"])
assert socket.gethostbyname_ex("10.0.0.1") == ("10.0.0.1", [], ["10.0.0.1"])
assert refusal(socket.gethostbyname_ex, "::1") is not None
assert refusal(socket.gethostbyname_ex, "example.org") is not None
for host in ("127.0.0.1", "localhost"):
    assert socket.gethostbyaddr(host) == ("localhost", [], ["127.0.0.1"])
assert socket.gethostbyaddr("::1") == ("localhost", [], ["::1"])
for host in ("10.0.0.1", "::2"):
    try:
        socket.gethostbyaddr(host)
    except socket.herror as error:
        assert error.errno == 1
        assert error.strerror == "Unknown host: WASI has no look-up from an address to a name"
    else:
        raise AssertionError(f"{host} has a name")
assert socket.getfqdn() == socket.getfqdn("127.0.0.1") == "localhost"
assert socket.getfqdn("10.0.0.1") == "10.0.0.1"

assert socket.has_ipv6
assert socket.gethostbyname("127.0.0.1") == "127.0.0.1"
assert socket.gethostbyname("") == "0.0.0.0"
for address in (("127.0.0.1", 1), ("localhost", 1)):
    try:
        socket.create_connection(address)
    except ConnectionRefusedError as error:
        assert error.errno == errno.ECONNREFUSED
    else:
        raise AssertionError(f"{address} is there")

port = int(sys.argv[1])
connection = http.client.HTTPConnection("127.0.0.1", port)
connection.request("GET", "/")
print(connection.getresponse().read())
print(urllib.request.urlopen(f"http://127.0.0.1:{port}/").read())
