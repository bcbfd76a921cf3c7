import ast

from mccabe import PathGraphingAstVisitor


def example() -> None:
    visitor = PathGraphingAstVisitor()
    visitor.preorder(ast.parse("def f(a):\n    if a:\n        return 1\n    return 2\n"), visitor)
    assert [graph.complexity() for graph in visitor.graphs.values()] == [2]
