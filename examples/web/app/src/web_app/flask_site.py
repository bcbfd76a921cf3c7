"""A site by Flask."""

import hashlib
import time
from collections.abc import Iterator
from typing import IO, Any

from flask import Flask, Request, Response, jsonify, render_template, request, session, stream_with_context

from web_app import clients


class _Upload:
    """A file that is uploaded: it is measured as it comes, and not kept."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self._hash.update(piece)
        return len(piece)

    def seek(self, *_: int) -> int:
        return 0

    def digest(self) -> str:
        return self._hash.hexdigest()


class _StreamingRequest(Request):
    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return _Upload()  # type: ignore[return-value]


app = Flask(__name__)
app.secret_key = "of an example, so no secret"
app.request_class = _StreamingRequest


@app.get("/")
def greet() -> str:
    return "Hello from Flask\n"


@app.get("/hello/<name>")
def greet_by_name(name: str) -> str:
    return render_template("hello.html", name=name)


@app.get("/visits")
def count_visits() -> str:
    """Counts in a cookie: an instance may not live longer than a request."""
    session["visits"] = session.get("visits", 0) + 1
    return f"{session['visits']}\n"


@app.post("/echo")
def echo() -> Response:
    """The body, while it comes in."""

    def pieces() -> Iterator[bytes]:
        while piece := request.stream.read1(65536):  # type: ignore[attr-defined]
            yield piece

    return Response(stream_with_context(pieces()), mimetype="application/octet-stream")


@app.post("/upload")
def upload() -> Response:
    """The size of each uploaded file, whatever that is, and the fields beside them."""
    files = {name: [file.filename, file.stream.size, file.stream.digest()] for name, file in request.files.items()}  # type: ignore[attr-defined]
    return jsonify(files=files, fields=request.form)


@app.get("/events")
def send_events() -> Response:
    """Three events, one after the other."""

    def events() -> Iterator[str]:
        for number in range(3):
            yield f"id: {number}\ndata: event {number}\n\n"
            time.sleep(0.05)

    return Response(events(), mimetype="text/event-stream")


@app.route("/page", methods=["GET", "POST"])
def show_page() -> str:
    """A page with a form, and events that arrive while it is shown."""
    return render_template("page.html", note=request.form.get("note"), file=request.files.get("file"))


@app.get("/headers")
def list_headers() -> Response:
    """The headers of the request, and two cookies."""
    response = jsonify(dict(request.headers))
    response.set_cookie("one", "1")
    response.set_cookie("two", "2", httponly=True)
    return response


@app.get("/numbers/<int:count>")
def list_numbers(count: int) -> Response:
    """So many numbers as one JSON."""
    return jsonify(list(range(count)))


@app.post("/numbers")
def count_numbers() -> Response:
    """How many numbers there are in a JSON."""
    return jsonify(count=len(request.get_json()))


@app.route("/status/<int:status>")
def answer_with_status(status: int) -> tuple[str, int]:
    return f"{status}\n", status


@app.get("/fail")
def fail() -> str:
    raise RuntimeError("this view fails")


@app.get("/fail/<int:count>")
def fail_late(count: int) -> Response:
    """Fails when so many bytes are sent."""

    def pieces() -> Iterator[bytes]:
        yield bytes(count)
        raise RuntimeError("this body fails")

    return Response(pieces())


@app.get("/client/<name>")
def call_out(name: str) -> str:
    """What a client has of another server."""
    return clients.outcome(name, request.args["url"])
