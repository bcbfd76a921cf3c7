import pint


def example() -> None:
    units = pint.UnitRegistry()
    distance = 24 * units.kilometer
    assert round((distance / (2 * units.hour)).to("meter/second").magnitude, 3) == 3.333
    assert str(units("3 inch").to("cm").units) == "centimeter"
