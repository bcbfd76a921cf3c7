"""Every function of a socket in every state: what it returns or an `OSError`, and never the end of the program.

The peer, whose port is the argument, closes each connection: at once, or, sent a line, with the line unread.
"""

import contextlib
import errno
import gc
import io
import select
import socket
import sys
import time
import warnings
from collections.abc import Callable

PEER = ("127.0.0.1", int(sys.argv[1]))
NOBODY = ("127.0.0.1", 1)

FUNCTIONS: dict[str, Callable[[socket.socket], object]] = {
    "repr": repr,
    "getsockname": socket.socket.getsockname,
    "getpeername": socket.socket.getpeername,
    "recv": lambda tried: tried.recv(10),
    "recv_into": lambda tried: tried.recv_into(bytearray(10)),
    "recvfrom": lambda tried: tried.recvfrom(10),
    "peek": lambda tried: tried.recv(1, socket.MSG_PEEK),
    "send": lambda tried: tried.send(b"x"),
    "sendto": lambda tried: tried.sendto(b"x", NOBODY),
    "accept": socket.socket.accept,
    "listen": socket.socket.listen,
    "bind": lambda tried: tried.bind(("127.0.0.1", 0)),
    "connect": lambda tried: tried.connect(NOBODY),
    "connect_ex": lambda tried: tried.connect_ex(NOBODY),
    "select": lambda tried: select.select([tried], [tried], [tried], 0),
    "shut reading": lambda tried: tried.shutdown(socket.SHUT_RD),
    "shut writing": lambda tried: tried.shutdown(socket.SHUT_WR),
    "shut both": lambda tried: tried.shutdown(socket.SHUT_RDWR),
    "shut what": lambda tried: tried.shutdown(9),
    "close": socket.socket.close,
    "closed repr": repr,
    "closed getpeername": socket.socket.getpeername,
}
for level, name, value in [
    *[
        (socket.SOL_SOCKET, getattr(socket, option), 1)
        for option in ("SO_ACCEPTCONN", "SO_ERROR", "SO_KEEPALIVE", "SO_RCVBUF", "SO_REUSEADDR", "SO_SNDBUF", "SO_TYPE")
    ],
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1),
    (socket.IPPROTO_IP, socket.IP_TTL, 9),
]:
    for text, use in {
        "get": lambda tried, level=level, name=name: tried.getsockopt(level, name),
        "set": lambda tried, level=level, name=name, value=value: tried.setsockopt(level, name, value),
    }.items():
        FUNCTIONS = {f"{text} {level} {name}": use, **FUNCTIONS}


def connected() -> socket.socket:
    return socket.create_connection(PEER)


def peer_closed() -> socket.socket:
    tried = connected()
    tried.sendall(b"at once\n")
    while tried.recv(10):
        pass
    return tried


def peer_reset() -> socket.socket:
    tried = connected()
    tried.sendall(b"unread\n")
    with contextlib.suppress(OSError):
        while tried.recv(10):
            pass
    return tried


def connecting() -> socket.socket:
    tried = socket.socket()
    tried.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        tried.connect(PEER)
    return tried


def refused() -> socket.socket:
    tried = socket.socket()
    with contextlib.suppress(ConnectionRefusedError):
        tried.connect(NOBODY)
    return tried


def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def accepted_too_late() -> socket.socket:
    """Of a connection that is reset by the time it is accepted."""
    with listening() as server:
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"x")
        time.sleep(0.01)
        tried, _ = server.accept()
        with contextlib.suppress(OSError):
            tried.sendall(b"unwanted")
            time.sleep(0.01)
        return tried


def shut() -> socket.socket:
    tried = connected()
    tried.shutdown(socket.SHUT_RDWR)
    return tried


def bound(kind: socket.SocketKind) -> socket.socket:
    tried = socket.socket(type=kind)
    tried.bind(("127.0.0.1", 0))
    return tried


def udp_connected() -> socket.socket:
    tried = bound(socket.SOCK_DGRAM)
    tried.connect(NOBODY)
    return tried


def udp_waited() -> socket.socket:
    """Connected, and the time that a datagram may take is over."""
    tried = udp_connected()
    tried.settimeout(0.01)
    with contextlib.suppress(TimeoutError):
        tried.recv(10)
    return tried


def udp_answered() -> socket.socket:
    """Connected to a peer, which has sent one datagram that was read and one that was not."""
    tried = bound(socket.SOCK_DGRAM)
    with bound(socket.SOCK_DGRAM) as peer:
        tried.connect(peer.getsockname())
        for datagram in (b"read", b"unread"):
            peer.sendto(datagram, tried.getsockname())
        assert tried.recv(10) == b"read"
    return tried


STATES = {
    "new": socket.socket,
    "bound": lambda: bound(socket.SOCK_STREAM),
    "listening": listening,
    "connecting": connecting,
    "refused": refused,
    "connected": connected,
    "peer closed": peer_closed,
    "peer reset": peer_reset,
    "accepted too late": accepted_too_late,
    "shut": shut,
    "udp new": lambda: socket.socket(type=socket.SOCK_DGRAM),
    "udp bound": lambda: bound(socket.SOCK_DGRAM),
    "udp connected": udp_connected,
    "udp waited": udp_waited,
    "udp answered": udp_answered,
}


def outcome(use: Callable[[socket.socket], object], tried: socket.socket) -> str:
    try:
        return type(use(tried)).__name__
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)


count = 0
for make in STATES.values():
    # Each function on a socket of its own, and all of them on one.
    for use in FUNCTIONS.values():
        tried = make()
        tried.setblocking(False)
        outcome(use, tried)
        repr(tried)
        tried.close()
        count += 1
    tried = make()
    tried.setblocking(False)
    for use in FUNCTIONS.values():
        outcome(use, tried)
    # Collected unclosed, which the warning prints.
    tried = make()
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("always")
        del tried
        gc.collect()

assert count == len(STATES) * len(FUNCTIONS)
for gone in (peer_reset, refused, socket.socket, listening):
    with gone() as tried:
        print(gone.__name__, outcome(socket.socket.getpeername, tried))

# Another peer after each that did not answer, by the same socket.
with bound(socket.SOCK_DGRAM) as peer, socket.socket(type=socket.SOCK_DGRAM) as tried:
    tried.settimeout(0.01)
    for _ in range(10):
        tried.connect(NOBODY)
        with contextlib.suppress(TimeoutError, ConnectionRefusedError):
            tried.recv(10)
    tried.connect(peer.getsockname())
    tried.settimeout(5)
    tried.send(b"question")
    question, address = peer.recvfrom(10)
    peer.sendto(b"answer", address)
    print("udp anew", question, tried.recv(10))
