import tomlkit


def example() -> None:
    document = tomlkit.parse('# note\n[owner]\nname = "Ann" # who\n')
    document["owner"]["age"] = 3
    assert tomlkit.dumps(document) == '# note\n[owner]\nname = "Ann" # who\nage = 3\n'
