import urllib3


def example() -> None:
    retries = urllib3.Retry(total=3, backoff_factor=0.1)
    http = urllib3.PoolManager(retries=retries)
    assert http.connection_from_url("http://example.org:8080/").port == 8080
    answer = urllib3.HTTPResponse(b'{"a": 1}', status=200, headers={"content-type": "application/json"})
    assert (answer.json(), answer.headers["Content-Type"]) == ({"a": 1}, "application/json")
    assert urllib3.util.parse_url("https://example.org/a?b=c").query == "b=c"
