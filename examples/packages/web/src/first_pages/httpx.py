import httpx


def example() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"path": request.url.path})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        response = client.get("https://example.org/some/path", params={"a": 1})
    assert response.status_code == 200
    assert response.json() == {"path": "/some/path"}
