from uncertainties import ufloat
from uncertainties.umath import sin


def example() -> None:
    length = ufloat(2, 0.25)
    assert str(length**2) == "4.0+/-1.0"
    assert (length - length).std_dev == 0
    assert sin(ufloat(0, 0.1)).std_dev == 0.1
