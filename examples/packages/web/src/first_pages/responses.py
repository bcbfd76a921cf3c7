import requests
import responses


@responses.activate
def example() -> None:
    responses.get("https://example.org/api", json={"error": "not found"}, status=404)
    answer = requests.get("https://example.org/api")
    assert (answer.status_code, answer.json()) == (404, {"error": "not found"})
    assert len(responses.calls) == 1
