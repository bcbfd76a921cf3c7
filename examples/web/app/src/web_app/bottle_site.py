"""A site by Bottle."""

from collections.abc import Iterator

from bottle import Bottle, request, response

app = Bottle()


@app.get("/hello/<name>")
def greet(name: str) -> str:
    return f"Hello {name} from Bottle\n"


@app.post("/sum")
def add_up() -> dict[str, int]:
    return {"sum": sum(request.json)}


@app.get("/count/<count:int>")
def count_up(count: int) -> Iterator[str]:
    response.content_type = "text/plain"
    for number in range(1, count + 1):
        yield f"{number}\n"
