"""JSON written and read again."""

import json

PEOPLE = [
    {"name": f"Person {index}", "age": index % 100, "tags": ["some", "ünicode", str(index)], "score": index / 7}
    for index in range(2_000)
]


def run() -> int:
    checksum = 0
    for _ in range(6):
        text = json.dumps(PEOPLE)
        people = json.loads(text)
        checksum += len(text) + sum(person["age"] for person in people)
    return checksum
