"""Counts words."""

import re
from collections import Counter


def count(text: str, pattern: str) -> list[tuple[str, int]]:
    """How often each match of `pattern` occurs in `text`, the most frequent first."""
    return Counter(re.findall(pattern, text)).most_common()
