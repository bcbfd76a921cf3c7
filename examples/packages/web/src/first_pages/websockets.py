from websockets.client import ClientProtocol
from websockets.uri import parse_uri


def example() -> None:
    client = ClientProtocol(parse_uri("ws://example.org/chat"))
    client.send_request(client.connect())
    request = b"".join(client.data_to_send())
    assert request.startswith(b"GET /chat HTTP/1.1\r\nHost: example.org\r\n")
    assert b"Sec-WebSocket-Key: " in request
