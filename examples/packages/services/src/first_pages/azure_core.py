from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline import Pipeline
from azure.core.pipeline.policies import HeadersPolicy
from azure.core.pipeline.transport import HttpRequest, HttpTransport


class Echo(HttpTransport):
    """Answers with the request, without a network."""

    def send(self, request: HttpRequest, **_: object) -> HttpRequest:
        return request

    def open(self) -> None: ...
    def close(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def example() -> None:
    with Pipeline(Echo(), [HeadersPolicy({"x-name": "Ann"})]) as pipeline:
        sent = pipeline.run(HttpRequest("GET", "https://example.org/")).http_response
    assert sent.headers["x-name"] == "Ann"
    assert AzureKeyCredential("key").key == "key"
