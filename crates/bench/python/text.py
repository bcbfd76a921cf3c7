"""Strings and dictionaries that come and go."""

SENTENCE = "the quick brown fox jumps over the lazy dog while seven wizards make toxic brew"
WORDS = SENTENCE.split()


def run() -> int:
    counts: dict[str, int] = {}
    for index in range(60_000):
        word = WORDS[index % len(WORDS)]
        key = f"{word}-{index % 997}"
        counts[key] = counts.get(key, 0) + len(word)
        if index % 3 == 0:
            counts.pop(key.replace("-", "_"), None)
    text = ",".join(sorted(key.upper() for key in counts))
    return len(text) + sum(counts.values())
