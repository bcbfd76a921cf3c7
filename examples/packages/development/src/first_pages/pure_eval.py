import ast

from pure_eval import Evaluator


def example() -> None:
    tree = ast.parse("a['x'] + 1")
    assert Evaluator({"a": {"x": 2}})[tree.body[0].value.left] == 2
