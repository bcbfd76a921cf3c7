"""The app's answers, on an ordinary CPython: what needs no host."""

import json
from typing import Any

import pytest
from http_app import app

from wasi_py.http import Request

PEOPLE = [{"name": "Ann", "age": 3, "tags": ["a", "b"]}, {"name": "Bob", "age": 4, "tags": ["b"]}]


def asked(method: str, target: str, body: object = b"") -> tuple[int, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = app.respond(Request(method, target, body=content))
    return response.status, response.body.read().decode()


def test_people_are_listed_by_tag() -> None:
    status, text = asked("GET", "/people")
    assert (status, [person["name"] for person in json.loads(text)]) == (200, ["John", "Jane", "George"])
    status, text = asked("GET", "/people?tag=student&tag=funny")
    assert (status, [person["name"] for person in json.loads(text)]) == (200, ["John"])


def test_people_of_the_body_are_filtered() -> None:
    status, text = asked("POST", "/people/a", PEOPLE)
    assert (status, json.loads(text)) == (200, PEOPLE[:1])


@pytest.mark.parametrize("person", [{}, {"name": 1, "age": 2, "tags": []}, {"name": "a", "age": 2, "tags": [1]}, 3])
def test_what_is_no_person_is_a_bad_request(person: object) -> None:
    status, text = asked("POST", "/people/a", [person])
    assert status == 400
    assert text.startswith("no person, ")


def test_numbers_are_counted_as_they_are_asked_for() -> None:
    response = app.respond(Request("GET", f"/count/{10**12}"))
    pieces = iter(response.body)
    assert [next(pieces) for _ in range(3)] == [b"1\n", b"2\n", b"3\n"]


def test_echo_is_the_body_itself() -> None:
    request = Request("POST", "/echo", headers={"content-type": "text/plain"}, body=iter([b"a", b"b"]))
    response = app.respond(request)
    assert (list(response.body), response.headers["content-type"]) == ([b"a", b"b"], "text/plain")


def test_headers_with_an_x_come_back() -> None:
    response = app.respond(Request("GET", "/headers", headers=[("x-a", "1"), ("b", "2")]))
    assert response.headers["x-a"] == "1"
    assert json.loads(response.body.read()) == [["x-a", "1"], ["b", "2"]]
