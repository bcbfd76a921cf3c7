import h11


def example() -> None:
    client = h11.Connection(our_role=h11.CLIENT)
    sent = client.send(h11.Request(method="GET", target="/", headers=[("Host", "example.org")]))
    assert sent == b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"
    client.send(h11.EndOfMessage())
    client.receive_data(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    assert client.next_event().status_code == 200
    assert client.next_event().data == b"hi"
