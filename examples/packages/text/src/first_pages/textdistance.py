import textdistance


def example() -> None:
    assert textdistance.hamming("test", "text") == 1
    assert textdistance.levenshtein.normalized_similarity("test", "text") == 0.75
