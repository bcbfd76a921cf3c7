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


# A host may end a program that connects a socket anew while a datagram is on its way: no socket of UDP is.
ONCE = ("connect", "connect_ex")
UDP_FUNCTIONS = {name: use for name, use in FUNCTIONS.items() if name not in ONCE}

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
}


def outcome(use: Callable[[socket.socket], object], tried: socket.socket) -> str:
    try:
        return type(use(tried)).__name__
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)


count = 0
for state, make in STATES.items():
    functions = UDP_FUNCTIONS if state.startswith("udp ") else FUNCTIONS
    # Each function on a socket of its own, and all of them on one.
    for use in functions.values():
        tried = make()
        tried.setblocking(False)
        outcome(use, tried)
        repr(tried)
        tried.close()
        count += 1
    tried = make()
    tried.setblocking(False)
    for use in functions.values():
        outcome(use, tried)
    # Collected unclosed, which the warning prints.
    tried = make()
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("always")
        del tried
        gc.collect()

assert count == len(STATES) * len(FUNCTIONS) - 3 * len(ONCE)
for gone in (peer_reset, refused, socket.socket, listening):
    with gone() as tried:
        print(gone.__name__, outcome(socket.socket.getpeername, tried))
