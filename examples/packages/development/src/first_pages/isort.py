import isort


def example() -> None:
    assert isort.code("import sys\nimport os\nfrom b import a, A\n") == "import os\nimport sys\n\nfrom b import A, a\n"
