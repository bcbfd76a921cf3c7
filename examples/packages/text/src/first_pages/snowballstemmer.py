import snowballstemmer


def example() -> None:
    stemmer = snowballstemmer.stemmer("english")
    assert stemmer.stemWords(["we", "are", "running"]) == ["we", "are", "run"]
