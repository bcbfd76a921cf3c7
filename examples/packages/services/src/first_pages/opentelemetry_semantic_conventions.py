from opentelemetry.semconv.attributes import http_attributes


def example() -> None:
    assert http_attributes.HTTP_REQUEST_METHOD == "http.request.method"
