import asttokens


def example() -> None:
    tokens = asttokens.ASTTokens("print('Hello', 1 + 2)", parse=True)
    call = tokens.tree.body[0].value
    assert tokens.get_text(call.args[1]) == "1 + 2"
