import socket

from aiohappyeyeballs import pop_addr_infos_interleave

ADDRESSES = [
    (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 80, 0, 0)),
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)),
]


def example() -> None:
    addresses = list(ADDRESSES)
    pop_addr_infos_interleave(addresses, 1)
    assert addresses == []
