from io import BytesIO
from wsgiref.util import setup_testing_defaults

from bottle import Bottle, template


def example() -> None:
    app = Bottle()

    @app.route("/hello/<name>")
    def hello(name: str) -> str:
        return template("<b>Hello {{name}}</b>!", name=name)

    environ = {"PATH_INFO": "/hello/Ann", "wsgi.input": BytesIO()}
    setup_testing_defaults(environ)
    assert b"".join(app(environ, lambda *_: None)) == b"<b>Hello Ann</b>!"
