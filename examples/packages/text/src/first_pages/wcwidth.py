from wcwidth import wcswidth, wcwidth


def example() -> None:
    assert wcwidth("コ") == 2
    assert wcswidth("コンニチハ, a") == 13
