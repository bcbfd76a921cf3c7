from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request


def example() -> None:
    client, server = WSConnection(ConnectionType.CLIENT), WSConnection(ConnectionType.SERVER)
    server.receive_data(client.send(Request(host="example.org", target="/chat")))
    event = next(server.events())
    assert (event.host, event.target) == ("example.org", "/chat")
    client.receive_data(server.send(AcceptConnection()))
    assert isinstance(next(client.events()), AcceptConnection)
