import os

from environs import Env


def example() -> None:
    os.environ.update(MAX_CONNECTIONS="100", GITHUB_REPOS="a,b")
    env = Env()
    assert env.int("MAX_CONNECTIONS") == 100
    assert env.list("GITHUB_REPOS") == ["a", "b"]
    assert env.bool("NOT_THERE", default=False) is False
