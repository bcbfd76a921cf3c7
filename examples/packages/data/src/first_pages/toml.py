import toml


def example() -> None:
    document = toml.loads('title = "A"\n[owner]\nname = "Ann"\n')
    assert document == {"title": "A", "owner": {"name": "Ann"}}
    assert toml.loads(toml.dumps(document)) == document
