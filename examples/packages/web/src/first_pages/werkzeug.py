from werkzeug.routing import Map, Rule
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response


@Request.application
def application(request: Request) -> Response:
    return Response(f"Hello {request.args.get('name', 'World')}!")


def example() -> None:
    assert Client(application).get("/?name=Ann").text == "Hello Ann!"
    routes = Map([Rule("/year/<int:year>", endpoint="year")]).bind("example.org")
    assert routes.match("/year/2024") == ("year", {"year": 2024})
    assert check_password_hash(generate_password_hash("secret"), "secret")
