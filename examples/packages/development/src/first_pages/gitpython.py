import git


def example() -> None:
    repository = git.Repo.init("/tmp/repository")
    assert not repository.bare
