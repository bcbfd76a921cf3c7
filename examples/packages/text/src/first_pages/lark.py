from lark import Lark, Transformer

GRAMMAR = """
    ?sum: product | sum "+" product -> add
    ?product: NUMBER -> number | product "*" NUMBER -> multiply
    %import common.NUMBER
    %ignore " "
"""


class Sums(Transformer):
    def number(self, items: list) -> int:
        return int(items[0])

    def add(self, items: list) -> int:
        return items[0] + items[1]

    def multiply(self, items: list) -> int:
        return items[0] * int(items[1])


def example() -> None:
    for parser in ("lalr", "earley"):
        tree = Lark(GRAMMAR, start="sum", parser=parser).parse("1 + 2 * 3")
        assert Sums().transform(tree) == 7
