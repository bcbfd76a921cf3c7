import jmespath


def example() -> None:
    people = {"people": [{"name": "Ann", "age": 30}, {"name": "Bob", "age": 20}]}
    assert jmespath.search("people[?age > `25`].name | [0]", people) == "Ann"
    assert jmespath.compile("length(people)").search(people) == 2
