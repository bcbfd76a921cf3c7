"""Clients of HTTP, where the host makes their requests and where it does not."""

import importlib.util
import socket
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import _wasi_py_clients as ours


def fresh(name: str) -> Any:
    """A module of its own to adapt."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def client() -> Any:
    client = fresh("http.client")
    ours.adapt(client)
    return client


class Server:
    """One that notes whom it is asked for, in place of the host and of sockets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, asks_host: bool) -> None:
        self.asked: list[Any] = []
        monkeypatch.setattr(ours, "asks_host", lambda: asks_host)
        monkeypatch.setattr(ours, "connect", lambda *asked, **_: self.asked.append(("host", *asked)))
        monkeypatch.setattr(socket, "create_connection", lambda *asked: self.asked.append(("socket", *asked)))


def test_host_is_asked_if_the_world_imports_its_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    for names, expected in [((), False), (("outgoing_handler",), True), (("wasi_http_outgoing_handler",), True)]:
        imports = ModuleType("wit.imports")
        vars(imports).update(dict.fromkeys(names))
        monkeypatch.setitem(sys.modules, "wit.imports", imports)
        assert ours.asks_host() is expected
    monkeypatch.delitem(sys.modules, "wit.imports")
    assert not ours.asks_host()


def test_client_of_the_standard_library_asks_the_host(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(monkeypatch, asks_host=True)
    client.HTTPConnection("h", 81, timeout=3).connect()
    assert server.asked == [("host", ("h", 81), 3)]


def test_client_uses_a_socket_in_other_worlds(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(monkeypatch, asks_host=False)
    with pytest.raises(AttributeError, match="setsockopt"):
        client.HTTPConnection("h", 81, timeout=3).connect()
    assert server.asked == [("socket", ("h", 81), 3, None)]
    with pytest.raises(OSError, match="OpenSSL is not part of the component"):
        client.HTTPSConnection("h").connect()


def test_urllib3_asks_the_host_in_such_worlds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    module = SimpleNamespace(__name__="urllib3.util.connection", create_connection=lambda *to, **_: asked.append(to))
    ours.adapt(module)  # type: ignore[arg-type]
    server = Server(monkeypatch, asks_host=False)
    module.create_connection(("h", 81), 3, source_address=None)
    assert (asked, server.asked) == ([(("h", 81), 3)], [])
    server = Server(monkeypatch, asks_host=True)
    module.create_connection(("h", 81), 3, source_address=None)
    assert server.asked == [("host", ("h", 81), 3)]
