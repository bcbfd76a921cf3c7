from ply import lex

tokens = ("NUMBER", "PLUS")
t_PLUS = r"\+"  # noqa: N816 (ply finds tokens by their names)
t_ignore = " "


def t_NUMBER(token: lex.LexToken) -> lex.LexToken:  # noqa: N802
    r"\d+"
    token.value = int(token.value)
    return token


def t_error(token: lex.LexToken) -> None:
    raise ValueError(token.value)


def example() -> None:
    lexer = lex.lex()
    lexer.input("3 + 42")
    assert [(token.type, token.value) for token in lexer] == [("NUMBER", 3), ("PLUS", "+"), ("NUMBER", 42)]
