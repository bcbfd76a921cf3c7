from wcmatch import fnmatch, glob


def example() -> None:
    assert fnmatch.fnmatch("test.txt", "*.txt|!*.md", flags=fnmatch.SPLIT | fnmatch.NEGATE)
    assert glob.globmatch("some/path/a.py", "**/*.{py,js}", flags=glob.GLOBSTAR | glob.BRACE)
