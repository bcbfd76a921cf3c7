from docker.models.containers import Container
from docker.utils import parse_repository_tag


def example() -> None:
    assert parse_repository_tag("localhost:5000/image:tag") == ("localhost:5000/image", "tag")
    assert Container({"Id": "a" * 64, "Name": "/web"}).name == "web"
