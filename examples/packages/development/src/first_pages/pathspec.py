from pathspec import PathSpec


def example() -> None:
    spec = PathSpec.from_lines("gitwildmatch", ["*.log", "build/", "!keep.log"])
    assert list(spec.match_files(["a.log", "keep.log", "build/x", "src/a.py"])) == ["a.log", "build/x"]
