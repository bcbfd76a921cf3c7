from poetry.core.constraints.version import parse_constraint
from poetry.core.packages.dependency import Dependency


def example() -> None:
    assert str(parse_constraint("^1.2")) == ">=1.2,<2.0"
    assert Dependency("requests", "~2.8").to_pep_508() == "requests (>=2.8,<2.9)"
