import yaml

TEXT = """
name: Ann
tags: [a, b]
born: 2001-02-03
"""


def example() -> None:
    person = yaml.safe_load(TEXT)
    assert (person["name"], person["tags"], person["born"].year) == ("Ann", ["a", "b"], 2001)
    assert yaml.safe_dump({"b": 1, "a": [2]}) == "a:\n- 2\nb: 1\n"
