import httplib2


def example() -> None:
    http = httplib2.Http(cache="/tmp/httplib2-cache")
    http.add_credentials("name", "password")
    assert httplib2.iri2uri("http://example.org/ä") == "http://example.org/%C3%A4"
    assert httplib2.Response({"status": "404"}).status == 404
