from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived


def example() -> None:
    client = H2Connection(config=H2Configuration(client_side=True))
    server = H2Connection(config=H2Configuration(client_side=False))
    client.initiate_connection()
    server.initiate_connection()
    headers = [(":method", "GET"), (":path", "/"), (":scheme", "https"), (":authority", "example.org")]
    client.send_headers(1, headers, end_stream=True)
    events = server.receive_data(client.data_to_send())
    assert any(isinstance(event, RequestReceived) for event in events)
