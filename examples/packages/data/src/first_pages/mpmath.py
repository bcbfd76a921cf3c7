from mpmath import mp, mpf, quad, sin


def example() -> None:
    mp.dps = 50
    assert str(mp.pi) == "3.1415926535897932384626433832795028841971693993751"
    assert abs(quad(sin, [0, mp.pi]) - 2) < mpf(10) ** -45
