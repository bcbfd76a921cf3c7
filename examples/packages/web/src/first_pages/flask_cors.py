from flask import Flask
from flask_cors import CORS


def example() -> None:
    app = Flask(__name__)
    CORS(app)
    app.add_url_rule("/", view_func=lambda: "Hello")
    answer = app.test_client().get("/", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", "https://example.org")
