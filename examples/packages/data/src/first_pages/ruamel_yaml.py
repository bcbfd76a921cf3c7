from io import StringIO

from ruamel.yaml import YAML


def example() -> None:
    yaml = YAML()
    document = yaml.load("# note\na: 1  # one\n")
    document["a"] = 2
    out = StringIO()
    yaml.dump(document, out)
    assert out.getvalue() == "# note\na: 2  # one\n"
