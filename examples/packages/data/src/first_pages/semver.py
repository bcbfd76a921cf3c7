import semver


def example() -> None:
    version = semver.Version.parse("1.2.3-pre.2+build.4")
    assert (version.major, version.prerelease) == (1, "pre.2")
    assert str(semver.Version.parse("3.4.5").bump_minor()) == "3.5.0"
