from cycler import cycler


def example() -> None:
    styles = cycler(color="rg") * cycler(lw=[1, 2])
    assert list(styles)[1] == {"color": "r", "lw": 2}
