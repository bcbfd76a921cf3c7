from datetime import date

from pydantic import BaseModel, ValidationError


class User(BaseModel):
    id: int
    name: str = "Ann"
    born: date | None = None


def example() -> None:
    user = User(id="123", born="2001-02-03")
    assert (user.id, user.born.year) == (123, 2001)
    try:
        User(id="x")
    except ValidationError as error:
        assert error.errors()[0]["loc"] == ("id",)
    else:
        raise AssertionError("a wrong user was made")
