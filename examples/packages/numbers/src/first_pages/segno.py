import segno


def example() -> None:
    code = segno.make("Up Jumped the Devil")
    assert code.designator == "2-Q"
    assert code.svg_inline().startswith("<svg ")
