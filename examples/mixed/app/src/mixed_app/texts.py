"""The interface `texts`."""

from fractions import Fraction as PythonFraction

from wit.exports.numbers import Fraction
from wit.types import Err


def show(value: Fraction) -> str:
    """A fraction as people write it."""
    return str(value.over) if value.under == 1 else f"{value.over}/{value.under}"


def parse(text: str) -> Fraction:
    """A fraction as people have written it."""
    try:
        fraction = PythonFraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise Err(str(error)) from error
    return Fraction(fraction.numerator, fraction.denominator)
