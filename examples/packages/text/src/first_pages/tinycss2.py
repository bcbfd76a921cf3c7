import tinycss2


def example() -> None:
    rules = tinycss2.parse_stylesheet("#cell { width: 50% }", skip_whitespace=True)
    assert rules[0].type == "qualified-rule"
    declaration = tinycss2.parse_one_declaration("width: 50%")
    assert (declaration.name, declaration.value[-1].value) == ("width", 50)
