from flask import Flask, jsonify, request


def example() -> None:
    app = Flask(__name__)

    @app.post("/hello/<name>")
    def hello(name: str) -> object:
        return jsonify(hello=name, tags=request.json["tags"])

    answer = app.test_client().post("/hello/Ann", json={"tags": ["a"]})
    assert (answer.status_code, answer.get_json()) == (200, {"hello": "Ann", "tags": ["a"]})
