from dataclasses import dataclass

from dacite import from_dict


@dataclass
class User:
    name: str
    is_active: bool


def example() -> None:
    assert from_dict(User, {"name": "Ann", "is_active": True}) == User("Ann", True)
