import setuptools
from setuptools.dist import Distribution


def example() -> None:
    distribution = Distribution({"name": "some-package", "version": "1.2"})
    assert distribution.get_fullname() in ("some_package-1.2", "some-package-1.2")
    assert setuptools.find_packages("/tmp") == []
