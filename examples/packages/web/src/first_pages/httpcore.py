import httpcore


def example() -> None:
    backend = httpcore.MockBackend([b"HTTP/1.1 200 OK\r\n", b"Content-Length: 5\r\n\r\n", b"Hello"])
    with httpcore.ConnectionPool(network_backend=backend) as pool:
        response = pool.request("GET", "http://example.org/")
    assert (response.status, response.content) == (200, b"Hello")
