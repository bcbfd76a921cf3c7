from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal


def example() -> None:
    assert format_date(date(2024, 4, 1), format="full", locale="de") == "Montag, 1. April 2024"
    assert format_decimal(1234.5, locale="de") == "1.234,5"
    assert format_currency(9.5, "USD", locale="en_US") == "$9.50"
