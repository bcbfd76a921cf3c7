import parso


def example() -> None:
    module = parso.parse("hello + 1\n", version="3.9")
    expression = module.children[0].children[0]
    assert (expression.type, expression.children[0].value) == ("arith_expr", "hello")
    grammar = parso.load_grammar()
    assert len(list(grammar.iter_errors(grammar.parse("foo +\nbar\ncontinue")))) == 2
