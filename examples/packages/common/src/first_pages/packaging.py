from packaging.requirements import Requirement
from packaging.version import Version


def example() -> None:
    assert Version("1.10") > Version("1.9rc1")
    requirement = Requirement("requests[socks] >=2.8, <3")
    assert (requirement.name, requirement.extras) == ("requests", {"socks"})
    assert "2.31" in requirement.specifier
