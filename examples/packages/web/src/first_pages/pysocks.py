import socks


def example() -> None:
    socks.set_default_proxy(socks.SOCKS5, "localhost", 1080, username="ann")
    kind, host, port, _, user, _ = socks.get_default_proxy()
    assert (kind, host, port, user) == (socks.SOCKS5, "localhost", 1080, b"ann")
    assert socks.PROXY_TYPES["SOCKS5"] == socks.SOCKS5
